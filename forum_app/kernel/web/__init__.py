"""How the house answers a browser."""
