"""Feedback on a day and on the forum."""
