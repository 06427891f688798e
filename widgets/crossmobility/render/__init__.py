"""Figures in; HTML, SVG and sentences out."""
