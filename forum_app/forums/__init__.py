"""A forum, its days and who works in it."""
