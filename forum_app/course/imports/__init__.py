"""Reads the course: the files in git, the texts in them one by one, and what translators send back."""

from forum_app.course.imports.files import (
    REFERENCE_TABLES,
    ModuleContent,
    content_folder,
    read_feedback_questions,
    read_glossary,
    read_help,
    read_modules,
    read_reference,
    read_yaml,
)
from forum_app.course.imports.units import (
    FEEDBACK,
    GLOSSARY,
    CourseContent,
    Words,
    label_of,
    labelled_pairs,
    read_course,
    units_of_feedback,
    units_of_glossary,
    units_of_module,
)
from forum_app.course.imports.workbook import read_typed

__all__ = [
    "FEEDBACK",
    "GLOSSARY",
    "REFERENCE_TABLES",
    "CourseContent",
    "ModuleContent",
    "Words",
    "content_folder",
    "label_of",
    "labelled_pairs",
    "read_course",
    "read_feedback_questions",
    "read_glossary",
    "read_help",
    "read_modules",
    "read_reference",
    "read_typed",
    "read_yaml",
    "units_of_feedback",
    "units_of_glossary",
    "units_of_module",
]
