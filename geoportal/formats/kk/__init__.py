"""Kazakh formats; Django has none for dates."""
