"""Figures as files people open elsewhere."""
