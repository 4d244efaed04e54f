"""Reads across features for the first pages."""

from forum_app.overview.queries.setting_up import has_real_accounts, sample_present, setup_facts

__all__ = ["has_real_accounts", "sample_present", "setup_facts"]
