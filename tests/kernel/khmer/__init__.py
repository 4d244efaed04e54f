"""Tests of the Khmer script on the server."""
