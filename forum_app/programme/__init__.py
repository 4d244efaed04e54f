"""Sessions, speakers, rooms and groups of a forum."""
