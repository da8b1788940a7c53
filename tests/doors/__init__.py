"""Hostile texts go through every door of the portal."""
