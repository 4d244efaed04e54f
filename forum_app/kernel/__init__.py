"""What every feature stands on. The kernel knows no feature."""
