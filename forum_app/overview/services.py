"""What the first pages do across features."""
