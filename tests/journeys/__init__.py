"""Whole stories across features, told by the client that looks at its pages, in both languages."""
