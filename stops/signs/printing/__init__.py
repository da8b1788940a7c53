"""Printed signs: from codes to a PDF that a printer's shop can use."""
