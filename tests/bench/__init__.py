"""Measurements of our own work beside a bare Flask application that does the same in the same run."""
