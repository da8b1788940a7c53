"""Tests of saving what importers read."""
