"""The data cube: exact counts by cell, district, topic, status and month."""
