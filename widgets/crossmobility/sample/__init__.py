"""The synthetic sample: a seeded generator of records that reproduces what is published and invents the rest."""
