"""What a rule about records is, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from crossmobility.i18n import Message
from crossmobility.intake.stack import Stack
from crossmobility.intake.vocabulary import Vocabulary

Severity = Literal["error", "warning", "error or warning"]


@dataclass(frozen=True)
class Setting:
    """What a rule may know beside the rows of its table.

    ``as_of`` is the day the records tell about, None when nobody said; ``organisations`` are the accepted ones, None when
    there is no such table; ``whole`` says that the rows are all placements of a dataset.
    """

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    as_of: pd.Timestamp | None = None
    organisations: pd.DataFrame | None = None
    whole: bool = False


@dataclass(frozen=True)
class Rule:
    """One rule about the rows of a table.

    ``sentence`` says what must hold; ``origin`` where it comes from (a paragraph of our notes on the domain, with its
    source). ``check`` looks at all rows at once and says in the stack which break it; rules that live in the schema or
    between tables have none here.
    """

    code: str
    severity: Severity
    table: str
    sentence: Message
    origin: str
    check: Callable[[Stack, Setting], None] | None = None
    needs: tuple[str, ...] = ()
