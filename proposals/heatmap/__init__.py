"""Counts by cell and district, and the public map."""
