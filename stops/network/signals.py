"""What the network tells the apps above it, which it may not import."""

from django.dispatch import Signal

retired = Signal()
"""Sent inside the transaction of an import with ``places`` and ``routes`` that its source no longer has.

Each receiver returns sentences for the keepers of what hangs there, for the summary of the import.
"""
