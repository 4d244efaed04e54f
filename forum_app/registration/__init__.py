"""Who attends a forum."""
