"""The question bank: what can be asked, in two languages, and what is right."""
