"""The balance of each pair within its scheme: where it stands in its band, and what would bring it inside."""

from __future__ import annotations

from crossmobility.domain.bands import SMALL
from crossmobility.render.formats import known, text
from crossmobility.render.planner_page import PlannerPage
from crossmobility.render.planner_tables import Row, plan_line, plan_table, with_plan_head
from crossmobility.render.reciprocity_words import BANDS, band_text, ratio_text, shape


def pairs_section(page: PlannerPage) -> str:
    """Return each pair with its band, where it stands so far, and where with the plan."""
    t, table = page.t, page.effect.pairs
    if table.empty:
        return ""
    heads = [text(t("Pair and scheme")), text(t("Band")), text(page.before_label), with_plan_head(page)]
    rows = [_pair_row(page, row) for row in table.to_dict("records")]
    return plan_table(t("Balance of each pair within its scheme"), heads, rows, "cm-plan-pairs")


def _pair_row(page: PlannerPage, row: Row) -> str:
    words = page.words
    ends = f"{words.country(str(row['country']))} ⇄ {words.country(str(row['counterpart']))}"
    low, high = float(str(row["low"])), float(str(row["high"]))
    band = page.t("no band") if not known(low) else band_text(low, high, words)
    basis = page.t("by agreement") if row["agreement_id"] else page.t("our default") if known(low) else ""
    cells = [
        f"{text(band)}<small>{text(basis)}</small>",
        _standing(page, row, "before", ""),
        _standing(page, row, "with", _more(page, row)),
    ]
    return plan_line(f"{text(ends)}<small>{text(words.scheme(str(row['family'])))}</small>", cells)


def _standing(page: PlannerPage, row: Row, when: str, more: str) -> str:
    t = page.t
    arriving, leaving = (float(str(row[f"{way}_{when}"])) for way in ("in", "out"))
    ends = str(row["country"]), str(row["counterpart"])
    counts = t("{arriving} in, {leaving} out", arriving=arriving, leaving=leaving)
    if ends[0] != page.reference:
        # Seen from neither country: each way is named.
        ways = ((ends[1], ends[0]), arriving), (ends, leaving)
        counts = ", ".join(f"{page.words.corridor(way)} {t.number(count)}" for way, count in ways)
    band = str(row[f"band_{when}"])
    if not arriving and not leaving:
        return text(t("nobody either way"))
    if band == "too_small" or arriving < SMALL or leaving < SMALL:
        said = text(t("too few for a rate"))
    else:
        value = f"<b>{ratio_text(float(str(row[f'ratio_{when}'])), page.language)}</b>"
        verdict = "" if band == "none" else f" {shape(band)} {text(BANDS[band].in_language(page.language))}"
        said = f'<span class="cm-plan-verdict">{value}{verdict}</span>'
    needs = f"<small>{text(more)}</small>" if more else ""
    return f"{said}<small>{text(counts)}</small>{needs}"


def _more(page: PlannerPage, row: Row) -> str:
    t, more_in, more_out = page.t, float(str(row["more_in"])), float(str(row["more_out"]))
    if more_in:
        return t.plural("{count} more arrival brings it inside", "{count} more arrivals bring it inside", more_in)
    if more_out:
        return t.plural("{count} more departure brings it inside", "{count} more departures bring it inside", more_out)
    return ""
