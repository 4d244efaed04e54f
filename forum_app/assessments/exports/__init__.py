"""Rows of skill assessment that leave the server."""

from forum_app.assessments.exports.pack import pack, standing
from forum_app.assessments.exports.workbook import workbook

__all__ = ["pack", "standing", "workbook"]
