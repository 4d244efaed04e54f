"""Who has earned one, why not yet, and the numbered paper itself."""
