"""Bring boundaries in: read a file, check its geometry, save what changed."""
