"""People, how they sign in, their devices and their language."""
