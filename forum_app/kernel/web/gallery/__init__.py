"""A page that shows every component in its states, in both languages; for developers only."""
