"""Figures about groups of people, with how sure they are. Pure: numbers in, numbers out."""
