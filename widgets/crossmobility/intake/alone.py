"""What can be checked of a file on its own, without the other tables of its dataset."""

from __future__ import annotations

from typing import Final

import pandas as pd

from crossmobility.intake.drafts import Draft
from crossmobility.intake.keys import check_foreign_keys, check_keys
from crossmobility.intake.rulebook import Setting
from crossmobility.intake.rules import check_records
from crossmobility.intake.sources import FLOW_COUNTS
from crossmobility.intake.stack import Stack
from crossmobility.reference import countries, schemes

# A dataset may add to every reference table but the countries; alone, only these two can be known.
KNOWN_ALONE: Final = ("countries", "schemes")


def check_alone(draft: Draft, as_of: str | None) -> None:
    """Apply the rules that need no other table; say which references stay unchecked."""
    if draft.source.table == FLOW_COUNTS:
        return
    stack = Stack([draft])
    check_keys(stack)
    elsewhere = {key.table for key in draft.table.foreign_keys} - {*KNOWN_ALONE}
    check_foreign_keys(stack, {"countries": countries(), "schemes": schemes()}, unknown_tables=elsewhere)
    check_records(stack, Setting(as_of=pd.Timestamp(as_of) if as_of else None))
