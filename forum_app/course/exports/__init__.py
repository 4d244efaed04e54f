"""Documents for people without git: the review copy of a module, the workbook of a translator."""

from forum_app.course.exports.review import review_copy
from forum_app.course.exports.translations import Line, line_of, lines_of, workbook

__all__ = ["Line", "line_of", "lines_of", "review_copy", "workbook"]
