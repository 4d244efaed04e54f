"""One file per migration: 0001_..., one head."""
