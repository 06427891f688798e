"""What a selection says, in words: an ordered list of sentences whose numbers come from the same Figures as the map."""

from __future__ import annotations

from typing import Final

from crossmobility.domain.overview import Overview
from crossmobility.i18n import Message, message
from crossmobility.render.formats import counted, day, figure, known, period_label, share
from crossmobility.render.map import MOST_DRAWN
from crossmobility.render.words import Words, unaccented

SMALL: Final = 10  # below it, one person more or less changes the picture


def sentences(answer: Overview, words: Words) -> list[str]:
    """Return the findings of a selection, the most telling first; plain text, not HTML."""
    if answer.empty:
        return []
    found = [
        *_of_corridor(answer, words),
        _balance(answer, words),
        _leaders(answer, words),
        _unsplit(answer, words),
        _named(answer, words),
    ]
    found += [_small(answer, words), _undrawn(answer, words), _remarks(answer, words)]
    found += [months_note(answer, words), other_bases(answer, words)]
    return [sentence for sentence in found if sentence]


def empty_sentence(answer: Overview, words: Words) -> str:
    """Say which selection has no figures."""
    selection = answer.selection
    scope = words.scope(selection)
    period = period_label(selection.period, words.language)
    if answer.complete:
        return _nobody(answer, words)
    if selection.countries:
        return words.t(
            "No figure is published for {countries} ({scope}, {period}).",
            countries=words.listed(words.country(code) for code in selection.countries),
            scope=scope,
            period=period,
        )
    return words.t(
        "No figure is published for volunteers {asked} ({scope}, {period}).",
        asked=_asked(answer, words),
        scope=scope,
        period=period,
    )


def _asked(answer: Overview, words: Words) -> Message:
    country = words.country(answer.selection.reference)
    return {
        "in": message("arriving in {country}", country=country),
        "out": message("leaving {country}", country=country),
        "both": message("arriving in or leaving {country}", country=country),
        "between": message("between countries other than {country}", country=country),
    }[answer.selection.direction]


def _nobody(answer: Overview, words: Words) -> str:
    """Say that a complete dataset counts nobody, which is a figure: zero."""
    selection = answer.selection
    narrowed = [words.listed(words.country(code) for code in selection.countries)] if selection.countries else []
    when = period_label(selection.period, words.language)
    scope = ", ".join([*narrowed, words.scope(selection), when, words.basis(selection.basis, answer.counted_on)])
    return words.t("No volunteers {asked}: the records count 0 ({scope}).", asked=_asked(answer, words), scope=scope)


def _of_corridor(answer: Overview, words: Words) -> list[str]:
    corridor = answer.selection.corridor
    if not corridor:
        return []
    ways = ((corridor, answer.forward), ((corridor[1], corridor[0]), answer.back))
    return [words.flow_sentence(answer, way, volume) + "." for way, volume in ways]


def _balance(answer: Overview, words: Words) -> str:
    if answer.selection.direction != "both":
        return ""
    country = words.country(answer.selection.reference)
    if not known(answer.inflow) or not known(answer.outflow):
        missing = words.t("arrivals") if not known(answer.inflow) else words.t("departures")
        return words.t("{country}: no balance, as no figure is published for {missing}.", country=country, missing=missing)
    return words.t(
        "{country}: {inflow} arriving and {outflow} leaving, net {net}.",
        country=country,
        inflow=figure(answer.inflow, words.language),
        outflow=figure(answer.outflow, words.language),
        net=signed(answer.net, words),
    )


def _leaders(answer: Overview, words: Words) -> str:
    table, total = answer.corridors, answer.total
    if len(table) < 3 or not total:
        return ""
    first, second = (table.iloc[place] for place in (0, 1))
    together = float(first["volume"] + second["volume"])
    return words.t(
        "{first} ({n}) and {second} ({m}) are the largest corridors: {together} of {total}, {share}.",
        first=words.corridor((first["origin"], first["destination"])),
        n=figure(first["volume"], words.language),
        second=words.corridor((second["origin"], second["destination"])),
        m=figure(second["volume"], words.language),
        together=figure(together, words.language),
        total=counted(total, answer.selection.measure),
        share=share(together / total, words.language),
    )


def _unsplit(answer: Overview, words: Words) -> str:
    if not answer.unsplit:
        return ""
    return words.t(
        "{unsplit} of {total} not broken down by country.",
        unsplit=figure(answer.unsplit, words.language),
        total=counted(answer.total, answer.selection.measure),
    )


def _named(answer: Overview, words: Words) -> str:
    if answer.named.empty:
        return ""
    reference = answer.selection.reference
    codes = answer.named["origin"].where(answer.named["origin"] != reference, answer.named["destination"])
    names = [words.country(code) for code in codes]
    if answer.named["rank"].notna().all():
        return words.t("Most represented: {names} (no numbers published).", names=words.listed(names))
    return words.t(
        "Countries named: {names} (no numbers published).", names=words.listed(sorted(names, key=unaccented), 20)
    )


def _small(answer: Overview, words: Words) -> str:
    few = int((answer.corridors["volume"] < SMALL).sum())
    if not few or answer.selection.measure != "placements" or len(answer.corridors) > MOST_DRAWN:
        return ""
    return words.t.plural(
        "{count} corridor counts fewer than {limit} volunteers: a small number, to be read with care.",
        "{count} corridors count fewer than {limit} volunteers: small numbers, to be read with care.",
        few,
        limit=SMALL,
    )


def _undrawn(answer: Overview, words: Words) -> str:
    rest = answer.corridors.iloc[MOST_DRAWN:]
    if rest.empty:
        return ""
    return words.t.plural(
        "The map draws the {drawn} largest corridors; {count} smaller one ({volume}) is counted, not drawn.",
        "The map draws the {drawn} largest corridors; {count} smaller ones ({volume}) are counted, not drawn.",
        len(rest),
        drawn=MOST_DRAWN,
        volume=counted(float(rest["volume"].sum()), answer.selection.measure),
    )


def _remarks(answer: Overview, words: Words) -> str:
    statuses = set(answer.rows["status"].unique())
    found = []
    if answer.selection.kind == "planned":
        found.append(words.t("These figures are plans, not results."))
    if "estimated" in statuses:
        found.append(words.t("Some figures are estimates of the source."))
    if answer.cut:
        until = day(answer.complete_to, words.language)
        found.append(words.t("The period is not over: these figures go up to {day}.", day=until))
    elif "provisional" in statuses:
        found.append(words.t("Some figures are provisional."))
    if "partial" in statuses:
        found.append(words.t("The period is incomplete in the source."))
    return " ".join(found)


def months_note(answer: Overview, words: Words) -> str:
    """Say how volunteer-months are computed, where they are."""
    if not answer.complete or answer.selection.measure != "volunteer_months":
        return ""
    return words.t(
        "Volunteer-months: the days of the placements active in the period, first and last included, divided by 30.4375."
    )


def other_bases(answer: Overview, words: Words) -> str:
    """Name the other counting bases the selection has figures on."""
    # Computed months belong to the active placements alone: the other bases have none to mention.
    if not answer.other_bases or (answer.complete and answer.selection.measure == "volunteer_months"):
        return ""
    names = words.listed(words.basis(code, answer.counted_on) for code in answer.other_bases)
    return words.t("Counted on another basis as well, never added to these: {names}.", names=names)


def signed(value: float, words: Words) -> str:
    """Write a difference with its sign; a true minus, not a hyphen."""
    written = figure(abs(value), words.language)
    return written if not known(value) or value == 0 else f"{'+' if value > 0 else '−'}{written}"
