"""Decisions about materials: chance from a seed, harmless exhibits, what a typed answer is worth."""
