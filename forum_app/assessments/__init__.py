"""Practical skills, observed and marked with rubrics."""
