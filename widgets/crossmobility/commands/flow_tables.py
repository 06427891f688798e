"""An answer on flows for people: a table that lines up, then what must be known to read it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Final

import pandas as pd

from crossmobility.commands.console import aligned, write_lines
from crossmobility.commands.flow_bands import band_in_words, band_notes, needed_in_words
from crossmobility.commands.question import Chosen, periods_add
from crossmobility.domain.countries import ALL, is_country
from crossmobility.domain.periods import in_order
from crossmobility.domain.sums import POINT_BASES
from crossmobility.domain.totals import totals
from crossmobility.i18n import Language, Message, message, territory_name, translator
from crossmobility.render.formats import STATUSES, counted, day, figure, known, period_label
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
    "forward": Message("→"),
    "back": Message("←"),
    "gross": message("Both ways"),
    "net": message("Net"),
    "balance": message("Balance"),
    "ratio": message("Ratio"),
    "band": message("Agreed band"),
    "needed": message("To be inside"),
    "status": message("Status"),
}
MEASURES: Final = ("placements", "volunteer_months")
PAIR_MEASURES: Final = ("forward", "back", "gross", "net", "balance", "ratio")
SHARES: Final = ("balance", "ratio")


def print_answer(chosen: Chosen, table: pd.DataFrame, language: Language) -> None:
    """Print an answer for people: title, table, totals, what is not in the table and why, sources."""
    t = translator(language)
    dataset = chosen.dataset
    words = Words(language, dataset.programmes)
    write_lines(t("{title} (as of {day})", title=dataset.title(language), day=day(dataset.as_of, language)))
    if dataset.synthetic:
        write_lines(t("Synthetic data, made up for practice."))
    if table.empty:
        write_lines(t("No figure answers this question."))
        write_lines(t("Ask without --basis, --scheme or --programme, or choose another period."))
    else:
        write_lines(_table(chosen, table, words))
    for line in (*_totals(chosen, words), *notes(chosen, table, language), *_sources(chosen, language)):
        write_lines(line)
    write_lines("")


def notes(chosen: Chosen, table: pd.DataFrame, language: Language) -> list[str]:
    """Return what must be known to read an answer: what is not split, not added, added although different, whose the bands are."""
    words = Words(language, chosen.dataset.programmes)
    found = [
        _split_by_period(chosen, words),
        _over_periods(chosen, words),
        *_not_broken_down(chosen, words),
        _not_added(chosen, words),
        _schemes_together(chosen, words),
        *(band_notes(chosen, table, words) if "pair" in chosen.keys else []),
        _about_periods(chosen, words),
        _about_records(chosen, words),
        words.t("These figures are plans, not results.") if "planned" in set(chosen.rows["kind"]) else "",
    ]
    return [note for note in found if note]


def _table(chosen: Chosen, table: pd.DataFrame, words: Words) -> str:
    pairs = "pair" in chosen.keys
    measures = [name for name in (PAIR_MEASURES if pairs else MEASURES) if name in table and _shown(table[name], name)]
    ordered = _ordered(table, chosen, measures[0] if measures else "status")
    said = _bands(ordered, words) if pairs else {}
    columns = [*chosen.keys, "basis", *measures, *said, "status"]
    head = [HEADINGS[column].in_language(words.language) for column in columns]
    shown = ordered.assign(**said).to_dict("records")
    rows = [[_words(row, column, words) for column in columns] for row in shown]
    numbers = range(len(chosen.keys) + 1, len(chosen.keys) + 1 + len(measures))
    return aligned([head, *rows], right=numbers)


def _bands(table: pd.DataFrame, words: Words) -> dict[str, list[str]]:
    """Return the columns of a pair table that are words already; what is needed is worth its place where anything is."""
    rows = table.to_dict("records")
    needed = [needed_in_words(row, words) for row in rows]
    return {"band": [band_in_words(row, words) for row in rows]} | ({"needed": needed} if any(needed) else {})


def _shown(values: pd.Series, name: str) -> bool:
    """Say whether a column of numbers is worth its place: always, but for volunteer-months nobody states."""
    return name != "volunteer_months" or bool(values.notna().any())


def _ordered(table: pd.DataFrame, chosen: Chosen, measure: str) -> pd.DataFrame:
    """Return the rows oldest period first, single countries before the rest, then the largest; codes decide between equals."""
    ends = [key for key in ("origin", "destination") if key in table]
    codes = [key for key in chosen.keys if key not in ("pair", "period")] + (["a", "b"] if "pair" in chosen.keys else [])
    texts = in_order(table["period"].unique()) if "period" in table else []
    places = {text: place for place, text in enumerate(texts)}
    placed = table.assign(
        _place=table["period"].map(places) if texts else 0,
        _rest=(~table[ends].apply(is_country)).any(axis=1) if ends else False,
    )
    by = ["_place", "_rest", measure, *codes]
    return placed.sort_values(by, ascending=[name != measure for name in by], na_position="last")


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


def _totals(chosen: Chosen, words: Words) -> list[str]:
    """Return the total of each basis and what of it arrives and leaves, where adding over the periods makes sense."""
    if "pair" in chosen.keys:
        return []
    found = []
    for basis, rows in chosen.rows.groupby("basis", sort=True):
        sums = totals(rows, chosen.reference, absent_is_zero=chosen.absent_is_zero)
        if sums.total is None or not periods_add(rows):
            continue
        count = counted(sums.total, "placements")
        found.append(words.t("Total: {count} ({basis})", count=count, basis=words.basis(str(basis))))
        if sums.inflow is not None or sums.outflow is not None:
            found.append(
                words.t(
                    "Seen from {country}: arriving {inflow}, leaving {outflow}",
                    country=words.country(chosen.reference),
                    inflow=_or_unknown(sums.inflow, words),
                    outflow=_or_unknown(sums.outflow, words),
                )
            )
    return found


def _or_unknown(value: float | None, words: Words) -> str:
    return words.t("no figure") if value is None else figure(value, words.language)


def _split_by_period(chosen: Chosen, words: Words) -> str:
    if not chosen.added_period:
        return ""
    return words.t("Shown by period: people counted in two periods would be added twice. --period chooses one.")


def _about_periods(chosen: Chosen, words: Words) -> str:
    note = chosen.dataset.period_note(words.language)
    return words.t("Periods are those of the source: {note}.", note=note) if note else ""


def _about_records(chosen: Chosen, words: Words) -> str:
    """Say what is counted placement by placement, and until when."""
    if chosen.rows.empty or not chosen.absent_is_zero:
        return ""
    until = day(chosen.dataset.as_of, words.language)
    return words.t(
        "Counted placement by placement up to {day}: where nothing is shown, nobody went; people present are counted on the "
        "last day of the period; volunteer-months are those of active placements.",
        day=until,
    )


def _over_periods(chosen: Chosen, words: Words) -> str:
    """Warn about sums over periods that were asked for."""
    rows = chosen.rows
    if "period" in chosen.keys or periods_add(rows):
        return ""
    remedy = words.t("Choose one with --period, or write “--by {keys},period”.", keys=",".join(chosen.keys))
    if rows.loc[rows["basis"].isin(POINT_BASES), "period"].nunique() > 1:
        return words.t("People present in two periods would be counted twice: these sums are left empty.") + " " + remedy
    return words.t("Several periods are added: people counted in two of them are in these sums twice.") + " " + remedy


def _not_broken_down(chosen: Chosen, words: Words) -> list[str]:
    """Return how much no source breaks down by country, scheme by scheme, and the countries named without a number."""
    every = chosen.rows
    several = ~is_country(every["origin"]) | ~is_country(every["destination"])
    named = every[~several & every["placements"].isna() & (every["status"] == "not_broken_down")]
    groups = every.groupby(["basis", "period", "scheme"], sort=True)
    if groups.ngroups > LISTED:
        # One line per scheme and period would drown the answer; one per basis, where its periods add.
        groups = (every if periods_add(every) else every.iloc[:0]).groupby(["basis"], sort=True)
    found = [_unsplit(rows, several[rows.index], words) for _, rows in groups]
    if len(named):
        corridors = named.sort_values(["rank", "origin", "destination"])[["origin", "destination"]].drop_duplicates()
        names = words.listed(words.corridor(ends) for ends in corridors.itertuples(index=False, name=None))
        found.append(words.t("Named without a number: {names}.", names=names))
    return found


def _unsplit(rows: pd.DataFrame, several: pd.Series, words: Words) -> str:
    unsplit, total = float(rows.loc[several, "placements"].sum()), float(rows["placements"].sum())
    if not unsplit:
        return ""
    periods = [period_label(text, words.language) for text in rows["period"].unique()]
    schemes = [words.scheme(code) for code in rows["scheme"].unique() if code != ALL]
    parts = [*(periods if len(periods) == 1 else []), *(schemes if len(schemes) == 1 else [])]
    return words.t(
        "{unsplit} of {total} not broken down by country ({scope}).",
        unsplit=figure(unsplit, words.language),
        total=counted(total, "placements"),
        scope=", ".join([*parts, words.basis(str(rows["basis"].iloc[0]))]),
    )


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
