"""Evidence of who was there, and what follows from it."""
