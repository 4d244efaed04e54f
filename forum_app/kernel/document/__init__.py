"""Documents: typst sources in, PDF out."""
