"""The attendance workbook."""

from forum_app.attendance.exports.workbook import workbook

__all__ = ["workbook"]
