"""The demo forums, built by calling services."""
