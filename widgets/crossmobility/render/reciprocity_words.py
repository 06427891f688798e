"""The words a reciprocity page repeats: bands with their shapes, ratios, spans of years, and who goes where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Protocol

from crossmobility.domain.offers import last_day
from crossmobility.domain.reciprocity import DEFAULT_BAND, SMALL, Pair
from crossmobility.domain.selection import Corridor, Measure
from crossmobility.i18n import Language, Message, message
from crossmobility.render.formats import counted, figure, known, period_label, text
from crossmobility.render.reciprocity_page import WHOLE, ReciprocityPage
from crossmobility.render.words import Words

BANDS: Final[Mapping[str, Message]] = {
    "within": message("within"),
    "below": message("below"),
    "above": message("above"),
    "none": message("no agreement"),
    "too_small": message("too small"),
    "mixed": message("schemes mixed"),
    "unknown": message("one way unknown"),
}
SHAPES: Final[Mapping[str, str]] = {
    "within": "●",
    "below": "▼",
    "above": "▲",
    "none": "–",
    "too_small": "○",
    "mixed": "≠",
    "unknown": "?",
}
BY_DEFAULT: Final = "*"
"""Stands beside a verdict on our default band, where no agreement says otherwise."""


def span_label(span: Sequence[str], language: Language) -> str:
    """Write a window: "2024", or "2022–2024"; "undated" for no period at all."""
    first, last = (period_label(text, language) for text in (span[0], span[-1])) if span else ("", "")
    return first if first == last else f"{first}–{last}"


def shape(band: str) -> str:
    """Return the mark of a verdict, which is never a colour alone."""
    return f'<span class="cm-shape cm-is-{band}" aria-hidden="true">{SHAPES[band]}</span>'


def number(value: float, language: Language) -> str:
    """Write a figure like :func:`~crossmobility.render.formats.figure`; a table writes the same ones again and again."""
    return _number(value, language) if known(value) else figure(value, language)


_number = lru_cache(maxsize=4096)(figure)


def difference(value: float, language: Language) -> str:
    """Write a difference with its sign; a true minus, not a hyphen."""
    written = number(abs(value), language)
    return written if not known(value) or value == 0 else f"{'+' if value > 0 else '−'}{written}"


def ratio_text(value: float, language: Language) -> str:
    """Write a ratio: two decimals below 10, one from there on."""
    return figure(value, language, 2 if known(value) and abs(value) < 10 else 1)


def band_text(low: float, high: float, words: Words) -> str:
    """Write a band: "0.8–1.25"; a band without a limit says "0.8 or more"."""
    if high == float("inf"):
        return words.t("{low} or more", low=_bound(low, words))
    return f"{_bound(low, words)}–{_bound(high, words)}"


def _bound(value: float, words: Words) -> str:
    return words.t.number(round(value, 2))


def no_agreement(words: Words) -> str:
    """Return what the star beside a verdict means."""
    return words.t("no agreement: judged by our default band, {band}.", band=band_text(*DEFAULT_BAND, words))


def why_no_ratio(pair: Pair, *, mixed: bool) -> Message | None:
    """Say why a pair has no ratio a reader may judge by; None when it has one."""
    if not known(pair.forward) or not known(pair.back):
        return message("no ratio: one way is not published")
    if mixed:
        return message("no ratio: schemes or times are mixed")
    if pair.forward == 0 and pair.back == 0:
        return message("no ratio: nobody either way")
    if pair.small:
        return message("no ratio: fewer than {limit} people on one side", limit=SMALL)
    return message("no ratio: nobody leaves") if pair.forward == 0 else None


def seen_from_reference(pair: Pair, reference: str) -> bool:
    """Say whether leaving and arriving make sense for a pair: the reference country is one of the two."""
    return pair.a == reference


def pair_name(pair: Pair, words: Words) -> str:
    """Return "France ⇄ Senegal", or the reference country alone for all countries together."""
    return words.country(pair.a) if pair.b == WHOLE else f"{words.country(pair.a)} ⇄ {words.country(pair.b)}"


def way_names(pair: Pair, reference: str, words: Words) -> tuple[str, str]:
    """Name the two ways of a pair: leaving and arriving, or the two corridors when the reference is neither country."""
    if seen_from_reference(pair, reference):
        return words.t("leaving"), words.t("arriving")
    return words.corridor((pair.a, pair.b)), words.corridor((pair.b, pair.a))


def sides(pair: Pair, reference: str) -> tuple[str, str]:
    """Return the colour classes of a pair's two ways."""
    return ("out", "in") if seen_from_reference(pair, reference) else ("between", "between")


class Judged(Protocol):
    """What a pair and a row of partners have in common: a gross flow, and where its ratio stands."""

    @property
    def gross(self) -> float: ...
    @property
    def band(self) -> str: ...
    @property
    def default_band(self) -> str: ...


@dataclass(frozen=True)
class Circumstances:
    """What every figure of a page has in common, in words: when, which schemes, on which basis."""

    when: str
    scheme: str
    basis: str
    remark: str
    measure: Measure
    words: Words

    def sentence(self, corridor: Corridor, volume: float) -> str:
        """Return the whole sentence of a corridor: where, when, how many, which scheme, on which basis."""
        return self.words.t(
            "{corridor}, {period}: {count} ({scheme}, {basis}{remark})",
            corridor=self.words.corridor(corridor),
            period=self.when,
            count=self.count(volume),
            scheme=self.scheme,
            basis=self.basis,
            remark=self.remark,
        )

    def brief(self, corridor: Corridor, volume: float) -> str:
        """Return a corridor and its number, where the rest is said once for all of them."""
        return self.words.t("{corridor}: {count}", corridor=self.words.corridor(corridor), count=self.count(volume))

    def all_of_them(self) -> str:
        """Return what is the same for every figure: when, which scheme, on which basis."""
        return ", ".join(filter(None, [self.when, self.scheme, self.basis + self.remark]))

    def count(self, volume: float) -> str:
        """Return "11 volunteers", or that no number is published."""
        return _count(volume, self.measure, self.words.language) if known(volume) else self.words.t("no number published")


@lru_cache(maxsize=1024)
def _count(volume: float, measure: Measure, language: Language) -> str:
    return counted(volume, measure).in_language(language)


def circumstances(page: ReciprocityPage) -> Circumstances:
    """Return what every figure of a page has in common."""
    selection, words = page.selection, page.words
    return Circumstances(
        when=span_label(page.scope.span, words.language),
        scheme=words.scope(selection),
        basis=words.basis(selection.basis, counted_on(page)),
        remark=words.remark(selection, "reported"),
        measure=selection.measure,
        words=words,
    )


def counted_on(page: ReciprocityPage) -> date | None:
    """Return the day on which people present are counted: the window's last, or the last the records go up to."""
    if not page.scope.complete_to or not page.scope.span or not page.scope.span[-1]:
        return None
    return min(last_day(page.scope.span[-1]), date.fromisoformat(page.scope.complete_to))


@dataclass(frozen=True)
class Verdict:
    """Where one ratio stands: the key of :data:`BANDS`, and whether it is said of our default band."""

    key: str
    by_default: bool

    def words(self, language: Language) -> str:
        """Return the verdict in a word; one on our default band says so with a star."""
        return BANDS[self.key].in_language(language) + (BY_DEFAULT if self.by_default else "")

    def html(self, language: Language) -> str:
        """Return the mark and the word of the verdict."""
        return f"{shape(self.key)}{text(self.words(language))}"


def verdict_of(row: Judged) -> Verdict:
    """Return the verdict on a pair or on a row of partners."""
    if not known(row.gross):
        return Verdict("unknown", by_default=False)
    if row.band != "none":
        return Verdict(row.band, by_default=False)
    return Verdict(row.default_band, by_default=row.default_band in ("within", "below", "above"))
