"""What the districts tell the apps above them, which they may not import."""

from django.dispatch import Signal

boundaries_changed = Signal()
"""Sent inside the transaction of an import after boundaries or their dates changed; no arguments."""
