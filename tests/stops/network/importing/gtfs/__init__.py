"""Tests of reading GTFS feeds."""
