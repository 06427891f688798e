"""Files in: sources described in TOML, every line accounted for, problems as findings."""
