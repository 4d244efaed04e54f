"""The verbs of the course: bringing it to what its content says."""

from forum_app.course.services.loading import load_glossary, load_module, retire_missing

__all__ = ["load_glossary", "load_module", "retire_missing"]
