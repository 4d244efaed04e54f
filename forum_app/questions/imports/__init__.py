"""Questions from outside: XLSX, Word tables, CSV and pasted tables, Aiken, GIFT and Moodle XML, to checked items."""
