"""Rows of skill assessment that leave the server."""

from forum_app.assessments.exports.pack import pack, standing

__all__ = ["pack", "standing"]
