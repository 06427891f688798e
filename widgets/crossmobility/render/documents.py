"""Small documents a notebook shows: HTML with a text that stays the same for the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crossmobility.domain.promises import Promise
from crossmobility.i18n import LANGUAGES, Message, message
from crossmobility.render.formats import text


@dataclass(frozen=True)
class Document:
    """A piece of HTML with a name."""

    name: str
    html: str

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def _repr_html_(self) -> str:
        return self.html


def sentence_list(sentences: Sequence[str]) -> str:
    """Return sentences as a bare list."""
    return "<ul>" + "".join(f"<li>{text(sentence)}</li>" for sentence in sentences) + "</ul>"


def promise_table(found: Sequence[Promise]) -> str:
    """Return the promises as a table, one row each, French and English side by side."""
    rows = "".join(
        f'<tr><th scope="row">{_both(promise.name)}</th><td>{_both(message("yes") if promise.holds else message("NO"))}</td>'
        f"<td>{promise.seen}</td></tr>"
        for promise in found
    )
    head = "".join(
        f'<th scope="col">{_both(word)}</th>' for word in (message("Promise"), message("Holds"), message("Checked"))
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _both(words: Message) -> str:
    return text(" / ".join(dict.fromkeys(words.in_language(language) for language in LANGUAGES)))
