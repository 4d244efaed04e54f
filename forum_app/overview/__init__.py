"""First page of each role, across features."""
