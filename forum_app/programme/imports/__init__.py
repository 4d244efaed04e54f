"""A programme from outside: our templates (YAML) and an organiser's workbook, to checked rows."""
