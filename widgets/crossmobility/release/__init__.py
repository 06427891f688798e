"""Figures out: built from datasets, written atomically, read by the dashboards."""
