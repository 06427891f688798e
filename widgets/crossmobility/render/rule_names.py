"""Short names of the rules about how a file is written; rules about records carry their own sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crossmobility.i18n import Message, message

RULE_NAMES: Final[Mapping[str, Message]] = {
    "F-ROW-LENGTH": message("too few or too many cells"),
    "F-QUOTE": message("quotation mark out of place"),
    "F-CONTROL": message("signs that no text has"),
    "F-LONG-LINE": message("line too long"),
    "F-REQUIRED": message("empty cell where a value is needed"),
    "F-COUNTRY": message("unknown country"),
    "F-TOTAL-ROW": message("a total or a region, not a country"),
    "F-COUNTRY-AMBIGUOUS": message("country with two meanings"),
    "F-COUNTRY-CONFIRM": message("country to confirm"),
    "F-SAME-COUNTRY": message("same country at both ends"),
    "F-NUMBER": message("not a number"),
    "F-NEGATIVE": message("below zero"),
    "F-FRACTION": message("not a whole number"),
    "F-RANGE": message("out of range"),
    "F-BOOLEAN": message("neither yes nor no"),
    "F-PERIOD": message("not a period"),
    "F-CODE": message("unknown code"),
    "F-DATE": message("not a date"),
    "F-STATUS": message("status and number disagree"),
    "F-ID": message("identifier used twice"),
    "F-PART-OF": message("part of a row that is not there"),
    "F-DUPLICATE": message("same statement twice"),
    "F-HEADING-TWICE": message("heading used twice"),
    "F-SHEET": message("sheets not read"),
    "S-LEAVE-OUT": message("description leaves out nothing"),
    "S-VALUES": message("description translates nothing"),
    "S-STATUS": message("status given by the description"),
    "S-PERIOD": message("no period"),
    "S-EXPECT": message("stated sum does not hold"),
    "S-COLUMN": message("column not read"),
}
