"""The Voilà application for managers."""
