"""What the proposals tell the rooms above them, which they may not import."""

from django.dispatch import Signal

assigned_everything = Signal()
"""Sent inside the transaction after everything was put into today's districts; no arguments."""
