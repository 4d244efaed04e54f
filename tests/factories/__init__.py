"""Builders of test data, one module a feature. They call services, as the sample does."""
