"""Quizzes as files to count with."""

from forum_app.quizzes.exports.analysis import analysis_workbook
from forum_app.quizzes.exports.gain import gain_workbook
from forum_app.quizzes.exports.long import LONG_HEADS, answers_csv, long_cells

__all__ = ["LONG_HEADS", "analysis_workbook", "answers_csv", "gain_workbook", "long_cells"]
