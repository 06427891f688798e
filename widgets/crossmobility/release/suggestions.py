"""“Did you mean”: an error that names what was asked for, what exists, and the nearest of it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from crossmobility.errors import BadRequest
from crossmobility.i18n import Message, message

SHOWN: Final = 12
"""A hint is a sentence, not a list of two hundred countries."""


def unknown(problem: Message, wanted: str, known: Sequence[str]) -> BadRequest:
    """Return the error for ``wanted``, which is not among ``known``: nearest match, then what exists."""
    return BadRequest(problem, _hint(wanted, known))


def _hint(wanted: str, known: Sequence[str]) -> Message | None:
    if not known:
        return None
    listed = ", ".join(known[:SHOWN])
    folded = {each.casefold(): each for each in reversed(known)}
    close = get_close_matches(wanted.casefold(), list(folded), n=1)
    if len(known) <= SHOWN:
        if close:
            return message("Did you mean “{close}”? There is: {known}.", close=folded[close[0]], known=listed)
        return message("There is: {known}.", known=listed)
    left = len(known) - SHOWN
    if close:
        return message(
            "Did you mean “{close}”? There is: {known} and {left} more.",
            close=folded[close[0]],
            known=listed,
            left=left,
        )
    return message("There is: {known} and {left} more.", known=listed, left=left)
