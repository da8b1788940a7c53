"""The public pages: list, proposal, district, privacy."""
