"""Formats of dates and numbers that Django lacks or does otherwise."""
