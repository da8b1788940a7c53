"""Moderation, workflow, decisions and replies."""
