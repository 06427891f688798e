"""Programmes: how far placements came, which organisations take part, what was held beside the placements."""
