"""What is taught, whatever the forum: modules, objectives, lessons, glossary."""
