"""A bilingual platform for judicial-police training forums."""

__version__ = "0.1.0"
