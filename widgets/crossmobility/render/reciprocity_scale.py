"""The scale of a ratio: from only leaving to only arriving, the agreed band shaded, a marker, and the verdict in words.

The scale is symmetrical: twice as many one way stands as far from the middle as twice as many the other way, and nothing
runs off it. A ratio r stands at r ÷ (1 + r), which is the share of those arriving among all who move.
"""

from __future__ import annotations

from math import inf
from typing import Final

from crossmobility.domain.reciprocity import DEFAULT_BAND, Pair
from crossmobility.i18n import Message, message, plural_message
from crossmobility.render.formats import day, known, text
from crossmobility.render.reciprocity_page import ReciprocityPage
from crossmobility.render.reciprocity_words import (
    band_text,
    ratio_text,
    seen_from_reference,
    shape,
    verdict_of,
    why_no_ratio,
)
from crossmobility.render.trend import lines

TICKS: Final = (0.5, 1.0, 2.0)
UNJUDGED: Final = {
    "too_small": message("Too small to say"),
    "mixed": message("Several schemes together: weeks and years would be added. Choose one scheme to see a ratio."),
    "timeless": message("Undated figures of several programmes: they need not be of the same time."),
    "unknown": message("One way is not published: the balance is unknown, not zero."),
    "none": message("No ratio to judge"),
}


def at(ratio: float) -> float:
    """Return where a ratio stands on the scale, in per cent of its width.

    Examples
    --------
    >>> at(0), at(1), at(3), at(float("inf"))
    (0.0, 50.0, 75.0, 100.0)
    """
    return 100.0 if ratio == inf else 100 * ratio / (1 + ratio)


def band_block(page: ReciprocityPage, pair: Pair) -> str:
    """Return the scale of a pair seen from the reference country, what its verdict is, why, and what would change it."""
    if not seen_from_reference(pair, page.selection.reference):
        return f'<p class="cm-note">{text(page.words.t("Neither country is {country}: no ratio is seen from there.", country=page.words.country(page.selection.reference)))}</p>'
    lines = [_verdict_line(page, pair), *(f'<p class="cm-note">{text(line)}</p>' for line in _notes(page, pair))]
    drawn = _scale(page, pair) if why_no_ratio(pair, mixed=page.scope.mixed) is None else ""
    return f'<div class="cm-judged">{drawn}{"".join(lines)}</div>'


def verdict_sentence(page: ReciprocityPage, pair: Pair) -> Message | None:
    """Return the verdict of a pair seen from the reference country as a phrase; None when there is no ratio to judge."""
    if why_no_ratio(pair, mixed=page.scope.mixed) is not None or not seen_from_reference(pair, page.selection.reference):
        return None
    band = _limits(page, pair)
    if pair.band == "none":
        return {
            "within": message("within our default band {band} (no agreement)", band=band),
            "below": message("below our default band {band} (no agreement)", band=band),
            "above": message("above our default band {band} (no agreement)", band=band),
        }.get(pair.default_band)
    return {
        "within": message("within the agreed band {band}", band=band),
        "below": message("below the agreed band {band}", band=band),
        "above": message("above the agreed band {band}", band=band),
    }.get(pair.band)


def needed_sentence(pair: Pair) -> Message | None:
    """Say how many more people would bring a ratio inside its band; None when it is inside or cannot be brought there."""
    if pair.needed_in:
        return plural_message(
            "{count} more arrival brings it inside", "{count} more arrivals bring it inside", pair.needed_in
        )
    if pair.needed_out:
        return plural_message(
            "{count} more departure brings it inside", "{count} more departures bring it inside", pair.needed_out
        )
    return None


def _limits(page: ReciprocityPage, pair: Pair) -> str:
    low, high = band_limits(pair)
    return band_text(low, high, page.words)


def band_limits(pair: Pair) -> tuple[float, float]:
    """Return the band a pair is judged by: the agreed one, else our default."""
    return (pair.low, pair.high) if known(pair.low) and known(pair.high) else DEFAULT_BAND


def _verdict_line(page: ReciprocityPage, pair: Pair) -> str:
    words = page.words
    found = verdict_of(pair).key
    phrase = verdict_sentence(page, pair)
    if phrase is None:
        reason = "timeless" if found == "mixed" and page.scope.timeless else found
        said = UNJUDGED.get(reason, UNJUDGED["none"]).in_language(words.language)
        return f'<p class="cm-said">{shape(found)}<span>{text(said)}</span></p>'
    said = phrase.in_language(words.language)
    more = needed_sentence(pair) if found in ("below", "above") else None
    inside = f" ({text(more.in_language(words.language))})" if more else ""
    return f'<p class="cm-said">{shape(found)}<span><b>{text(said[:1].upper() + said[1:])}</b>{inside}</span></p>'


def _notes(page: ReciprocityPage, pair: Pair) -> list[str]:
    """Return where the agreed band comes from."""
    words, t = page.words, page.words.t
    notes = []
    found = page.agreements
    if pair.agreement_id and len(found):
        for row in lines(found[found["agreement_id"] == pair.agreement_id].head(1)):
            until = t("until {day}", day=day(str(row.valid_to), words.language)) if row.valid_to else t("still valid")
            since = day(str(row.valid_from), words.language)
            band = _limits(page, pair)
            notes.append(
                t(
                    "Agreed band {band}, from {since}, {until}. Source: {source}.",
                    band=band,
                    since=since,
                    until=until,
                    source=row.source,
                )
            )
            if str(row.synthetic) == "true":
                notes.append(t("This agreement is made up: no real one is published."))
    return notes


def _scale(page: ReciprocityPage, pair: Pair) -> str:
    words, t = page.words, page.words.t
    low, high = band_limits(pair)
    found = verdict_of(pair).key
    written = ratio_text(pair.ratio, words.language)
    label = t("Scale of arrivals for 1 departure: {ratio}; band {band}", ratio=written, band=band_text(low, high, words))
    ticks = "".join(f'<i style="left:{at(tick):.2f}%">{t.number(tick)}</i>' for tick in TICKS)
    return (
        f'<div class="cm-scale" role="img" aria-label="{text(label)}">'
        f'<div class="cm-track"><s style="left:{at(low):.2f}%;width:{at(high) - at(low):.2f}%"></s>'
        f'<b class="cm-is-{found}" style="left:{at(pair.ratio):.2f}%"><span>{written}</span></b></div>'
        f'<div class="cm-ticks">{ticks}</div>'
        f'<div class="cm-ends"><span>{text(t("only leaving"))}</span><span>{text(t("only arriving"))}</span></div></div>'
    )
