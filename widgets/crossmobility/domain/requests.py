"""Questions that cannot be answered as asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import pandas as pd

from crossmobility.errors import BadRequest
from crossmobility.i18n import Message, message


def unknown_word(problem: Message, word: str, known: Iterable[str]) -> BadRequest:
    """Return the error for a word nobody knows, with the closest known one, or all of them, as the remedy."""
    words = sorted({each for each in known if each})
    close = get_close_matches(word, words, n=1)
    if close:
        return BadRequest(problem, message("Did you mean {word}?", word=close[0]))
    return BadRequest(problem, message("Known: {words}.", words=", ".join(words)))


def without_mixing(rows: pd.DataFrame, columns: Sequence[str], split_by: Sequence[str] = ()) -> None:
    """Refuse rows whose numbers may not be added: several values in one of ``columns`` that the answer does not split.

    Raises
    ------
    BadRequest
        Naming the column and its values.
    """
    for column in columns:
        if column in split_by or column not in rows:
            continue
        values = rows[column].unique()
        if len(values) > 1:
            raise BadRequest(
                message(
                    "These figures differ in {column} and may not be added: {values}.",
                    column=column,
                    values=", ".join(sorted(map(str, values))),
                ),
                message("Choose one of them, or split the answer by {column}.", column=column),
            )
