"""Files that somebody else made: looked into, freed of what they say about their maker, or refused."""
