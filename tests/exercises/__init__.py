"""Tests of the sheets and exhibits of exercises."""
