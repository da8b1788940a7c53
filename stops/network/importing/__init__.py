"""Bring the city's transit network and places in: read a feed or file, check it, save what changed."""
