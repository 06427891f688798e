"""An answer on flows for people: a table that lines up, then what must be known to read it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Final

import pandas as pd

from crossmobility.commands.console import aligned, write_lines
from crossmobility.commands.question import Chosen
from crossmobility.domain.countries import ALL, is_country
from crossmobility.domain.periods import in_order
from crossmobility.domain.sums import POINT_BASES
from crossmobility.i18n import Language, Message, message, territory_name, translator
from crossmobility.render.formats import STATUSES, counted, figure, known, period_label
from crossmobility.render.words import Words

LISTED: Final = 5
HEADINGS: Final[Mapping[str, Message]] = {
    "origin": message("Origin"),
    "destination": message("Destination"),
    "pair": message("Pair"),
    "origin_region": message("Origin region"),
    "destination_region": message("Destination region"),
    "period": message("Period"),
    "scheme": message("Scheme"),
    "programme": message("Programme"),
    "basis": message("Basis"),
    "placements": message("Volunteers"),
    "volunteer_months": message("Volunteer-months"),
    "forward": message("→"),
    "back": message("←"),
    "gross": message("Both ways"),
    "net": message("Net"),
    "balance": message("Balance"),
    "ratio": message("Ratio"),
    "status": message("Status"),
}
MEASURES: Final = ("placements", "volunteer_months")
PAIR_MEASURES: Final = ("forward", "back", "gross", "net", "balance", "ratio")
SHARES: Final = ("balance", "ratio")


def print_answer(chosen: Chosen, table: pd.DataFrame, language: Language) -> None:
    """Print an answer for people: title, table, totals, what is not in the table and why, sources."""
    t = translator(language)
    dataset = chosen.dataset
    write_lines(t("{title} (as of {day})", title=dataset.title(language), day=dataset.as_of))
    if dataset.synthetic:
        write_lines(t("Synthetic data, made up for practice."))
    if table.empty:
        write_lines(t("No figure answers this question."))
        write_lines(t("Ask without --basis, --scheme or --programme, or choose another period."))
    else:
        write_lines(_table(chosen, table, Words(language)))
    for line in (*_totals(chosen, language), *notes(chosen, language), *_sources(chosen, language)):
        write_lines(line)
    write_lines("")


def notes(chosen: Chosen, language: Language) -> list[str]:
    """Return what must be known to read an answer: what is not split, not added, added although different."""
    words = Words(language)
    found = [
        _split_by_period(chosen, words),
        _without_sum(chosen, words),
        *_not_broken_down(chosen, words),
        _not_added(chosen, words),
        _schemes_together(chosen, words),
        chosen.dataset.period_note(language),
    ]
    return [note for note in found if note]


def _table(chosen: Chosen, table: pd.DataFrame, words: Words) -> str:
    pairs = "pair" in chosen.keys
    measures = [name for name in (PAIR_MEASURES if pairs else MEASURES) if name in table and _shown(table[name], name)]
    columns = [*chosen.keys, "basis", *measures, "status"]
    head = [HEADINGS[column].in_language(words.language) for column in columns]
    ordered = _ordered(table, chosen, measures[0] if measures else "status")
    rows = [[_words(row, column, words) for column in columns] for row in ordered.to_dict("records")]
    numbers = range(len(chosen.keys) + 1, len(columns) - 1)
    return aligned([head, *rows], right=numbers)


def _shown(values: pd.Series, name: str) -> bool:
    """Say whether a column of numbers is worth its place: always, but for volunteer-months nobody states."""
    return name != "volunteer_months" or bool(values.notna().any())


def _ordered(table: pd.DataFrame, chosen: Chosen, measure: str) -> pd.DataFrame:
    """Return the rows oldest period first, then the largest; codes decide between equals."""
    codes = [key for key in chosen.keys if key not in ("pair", "period")] + (
        ["a", "b"] if "pair" in chosen.keys else []
    )
    if "period" not in table:
        return table.sort_values([measure, *codes], ascending=[False] + [True] * len(codes), na_position="last")
    places = {text: place for place, text in enumerate(in_order(table["period"].unique()))}
    by = ["_place", measure, *codes]
    placed = table.assign(_place=table["period"].map(places))
    return placed.sort_values(by, ascending=[True, False] + [True] * len(codes), na_position="last")


def _words(row: Mapping[Hashable, object], column: str, words: Words) -> str:
    if column == "pair":
        return f"{words.country(str(row['a']))} – {words.country(str(row['b']))}"
    value = row[column]
    if column in HEADINGS and isinstance(value, int | float):
        return figure(value, words.language, 2 if column in SHARES and known(value) else None)
    written = _TEXTS.get(column)
    return str(value) if written is None else written(str(value), words)


_TEXTS: Final[Mapping[str, Callable[[str, Words], str]]] = {
    "origin": lambda code, words: words.country(code),
    "destination": lambda code, words: words.country(code),
    "origin_region": lambda code, words: _region(code, words),
    "destination_region": lambda code, words: _region(code, words),
    "period": lambda code, words: period_label(code, words.language),
    "scheme": lambda code, words: words.scheme(code) if code != ALL else words.t("not split by scheme"),
    "programme": lambda code, words: _programme(code, words),
    "basis": lambda code, words: words.basis(code),
    "status": lambda code, words: STATUSES[code].in_language(words.language) if code in STATUSES else code,
}


def _region(code: str, words: Words) -> str:
    return words.country(code) if code.startswith("_") else territory_name(code, words.language)


def _programme(code: str, words: Words) -> str:
    if code == ALL:
        return words.t("not split by programme")
    return words.t("no programme") if code == "NONE" else words.programme(code)


def _totals(chosen: Chosen, language: Language) -> list[str]:
    """Return the total of each basis, where one may be taken: one period, or events that add over periods."""
    t, words = translator(language), Words(language)
    found = []
    for basis, rows in chosen.rows.groupby("basis", sort=True):
        total = float(rows["placements"].sum(min_count=1))
        if known(total) and not chosen.added_period and not (basis in POINT_BASES and rows["period"].nunique() > 1):
            found.append(
                t("Total: {count} ({basis})", count=counted(total, "placements"), basis=words.basis(str(basis)))
            )
    return found


def _split_by_period(chosen: Chosen, words: Words) -> str:
    if not chosen.added_period:
        return ""
    return words.t("Shown by period: people present in two periods would be counted twice. --period chooses one.")


def _without_sum(chosen: Chosen, words: Words) -> str:
    rows = chosen.rows[chosen.rows["basis"].isin(POINT_BASES)]
    if "period" in chosen.keys or rows["period"].nunique() < 2:
        return ""
    return words.t(
        "People present in two periods would be counted twice: these sums are left empty. Choose one with --period, or "
        "write “--by {keys},period”.",
        keys=",".join(chosen.keys),
    )


def _not_broken_down(chosen: Chosen, words: Words) -> list[str]:
    """Return, per basis, how much no source breaks down by country, and the countries named without a number."""
    found = []
    for basis, rows in chosen.rows.groupby("basis", sort=True):
        several = ~is_country(rows["origin"]) | ~is_country(rows["destination"])
        unsplit, total = float(rows.loc[several, "placements"].sum()), float(rows["placements"].sum())
        if unsplit:
            found.append(
                words.t(
                    "{unsplit} of {total} not broken down by country ({basis}).",
                    unsplit=figure(unsplit, words.language),
                    total=figure(total, words.language),
                    basis=words.basis(str(basis)),
                )
            )
        named = rows[~several & rows["placements"].isna() & (rows["status"] == "not_broken_down")]
        if len(named):
            corridors = named.sort_values(["rank", "origin", "destination"])[
                ["origin", "destination"]
            ].drop_duplicates()
            names = words.listed(words.corridor(ends) for ends in corridors.itertuples(index=False, name=None))
            found.append(words.t("Named without a number: {names}.", names=names))
    return found


def _not_added(chosen: Chosen, words: Words) -> str:
    """Say which figures are left out of the sums because another one of the same answer contains them."""
    if chosen.inside.empty:
        return ""
    listed = [_statement(row, words) for row in chosen.inside.head(LISTED).to_dict("records")]
    rest = len(chosen.inside) - len(listed)
    return words.t.plural(
        "{count} figure is not added, because another one here contains it: {names}.",
        "{count} figures are not added, because others here contain them: {names}.",
        len(chosen.inside),
        names=" ; ".join(listed) + (" …" if rest else ""),
    )


def _statement(row: Mapping[Hashable, object], words: Words) -> str:
    scope = str(row["programme"])
    scope = words.scheme(str(row["scheme"])) if scope in (ALL, "NONE", "") else words.programme(scope)
    corridor = words.corridor((str(row["origin"]), str(row["destination"])))
    number = row["placements"]
    shown = figure(number, words.language) if isinstance(number, int | float) else ""
    return f"{corridor}, {period_label(str(row['period']), words.language)}, {scope} ({shown})"


def _schemes_together(chosen: Chosen, words: Words) -> str:
    codes = sorted(set(chosen.rows["scheme"]) - {ALL})
    if "scheme" in chosen.keys or len(codes) < 2:
        return ""
    names = words.listed(words.scheme(code) for code in codes)
    return words.t("Several schemes together: {names}. --by scheme keeps them apart.", names=names)


def _sources(chosen: Chosen, language: Language) -> list[str]:
    t = translator(language)
    named = chosen.rows[["source", "citation"]].drop_duplicates()
    texts = dict.fromkeys(filter(None, (str(row.citation or row.source) for row in named.itertuples(index=False))))
    if not texts and not chosen.dataset.citation:
        return []
    listed = list(texts) or [chosen.dataset.citation]
    more = [t.plural("and {count} more", "and {count} more", len(listed) - _SOURCES)] if len(listed) > _SOURCES else []
    return [t("Sources:"), *(f"  {text}" for text in [*listed[:_SOURCES], *more])]


_SOURCES: Final = 10
