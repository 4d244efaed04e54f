"""Reads across features for the first pages."""

from forum_app.overview.queries.setting_up import sample_present, setup_facts

__all__ = ["sample_present", "setup_facts"]
