"""What happens when a process dies or a form arrives twice at once."""
