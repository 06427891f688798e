"""Widgets that show text made in Python and report what the reader chose."""
