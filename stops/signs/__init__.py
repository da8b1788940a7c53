"""Codes, signs and their life."""
