"""One outbox for everything the platform tells people."""
