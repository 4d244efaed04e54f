"""What a session hands out."""
