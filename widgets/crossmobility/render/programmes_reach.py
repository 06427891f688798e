"""What a programme that supports organisations reached: grants, trainings and events of the records, funds and events of sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from babel.numbers import format_currency

from crossmobility.i18n import LOCALES, Language, Message, message
from crossmobility.reference import ProgrammeEdition
from crossmobility.reference.programme_rows import Number
from crossmobility.render.formats import figure, known, period_label, text
from crossmobility.render.page_parts import tile
from crossmobility.render.programmes_numbers import stated
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_parts import capital, cited, head, label, note, nothing, section, table
from crossmobility.render.trend import lines
from crossmobility.render.words import Words

EVERY: Final = "_T"
NUMBERS: Final[Mapping[str, Message]] = {
    "activities": message("Number"),
    "on_site": message("People on site"),
    "online": message("People online"),
    "applications": message("Applications"),
    "amount_eur": message("Amount"),
}
TILES: Final[Mapping[str, Message]] = {
    "on_site": message("people on site"),
    "online": message("people online"),
    "applications": message("applications"),
    "amount_eur": message("granted"),
}


def reach(page: ProgrammesPage) -> str:
    """Return what was counted by kind and year and in all, and what sources publish. Empty where neither makes sense."""
    published = [entry for entry in page.entries if entry.kind in ("fund", "event")]
    if page.subject.kind != "programme" or not (published or len(page.reach) or page.subject.design == "ECOSYSTEM"):
        return ""
    words, t = page.words, page.words.t
    title = t("Grants, trainings, events and people reached")
    counted = _counted(page)
    stood = _published(published, words)
    if not counted and not stood:
        return section("reach", title, nothing(words))
    return section("reach", title, f'<div class="cm-pv-two">{"".join(part for part in (counted, stood) if part)}</div>')


def euros(value: float, language: Language) -> str:
    """Write an amount in whole euros as its language does: "€3,000", "3 000 €"."""
    pattern = "#,##0\u00a0¤" if language == "fr" else "¤#,##0"
    return str(format_currency(value, "EUR", format=pattern, locale=LOCALES[language], currency_digits=False))


def _counted(page: ProgrammesPage) -> str:
    """Return the activities of the records: headline figures, then one row a kind and year."""
    if page.reach.empty:
        return ""
    words, t = page.words, page.words.t
    rows = lines(page.reach)
    wholes = [row for row in rows if row.period == EVERY]
    shown = [name for name in NUMBERS if any(known(getattr(row, name)) for row in rows)]
    heads = head(t("Year")) + "".join(head(NUMBERS[name].in_language(words.language), "cm-number") for name in shown)
    bodies = "".join(
        _kind(row, [one for one in rows if one.kind == row.kind and one.period != EVERY], shown, words) for row in wholes
    )
    caption = t("Counted in the records")
    made_up = f" ({t('synthetic')})" if page.dataset.synthetic else ""
    return (
        f'<div><h3 class="cm-h3">{text(caption + made_up)}</h3><div class="cm-tiles">{_tiles(wholes, words)}</div>'
        f"{table(caption, heads, bodies, css='cm-pv-reach', wide=True)}"
        f"{note(t('Who takes part in two activities is counted twice. Empty: no activity states it.'))}</div>"
    )


def _tiles(wholes: Sequence[Any], words: Words) -> str:
    found = [tile(figure(row.activities, words.language), many(row.kind, row.activities, words)) for row in wholes]
    for name, said in TILES.items():
        numbers = [getattr(row, name) for row in wholes if known(getattr(row, name))]
        if numbers:
            value = sum(numbers)
            written = euros(value, words.language) if name == "amount_eur" else figure(value, words.language)
            found.append(tile(written, said.in_language(words.language)))
    return "".join(found)


def many(kind: str, count: float, words: Words) -> str:
    """Return the name of a kind of activity, without its number: "grants"."""
    t = words.t
    if kind == "GRANT":
        return t.plural("grant", "grants", count)
    if kind == "TRAINING":
        return t.plural("training", "trainings", count)
    return t.plural("event", "events", count)


def _kind(whole: Any, years: Sequence[Any], shown: Sequence[str], words: Words) -> str:
    name = label("activity_kind", whole.kind, words.language)
    rows = "".join(_row(row, period_label(row.period, words.language), shown, words) for row in years)
    total = _row(whole, words.t("In all"), shown, words, css="cm-pv-sum") if len(years) > 1 else ""
    group = f'<tr class="cm-pv-group"><th scope="rowgroup" colspan="{1 + len(shown)}">{text(name)}</th></tr>'
    return f"<tbody>{group}{rows}{total}</tbody>"


def _row(row: Any, name: str, shown: Sequence[str], words: Words, css: str = "") -> str:
    cells = "".join(f'<td class="cm-number">{text(_number(getattr(row, one), one, words))}</td>' for one in shown)
    return f'<tr{f" class={css}" if css else ""}><th scope="row">{text(name)}</th>{cells}</tr>'


def _number(value: float, name: str, words: Words) -> str:
    if not known(value):
        return ""
    return euros(value, words.language) if name == "amount_eur" else figure(value, words.language)


def _published(entries: Sequence[ProgrammeEdition], words: Words) -> str:
    """Return the funds and events of the sources, each with its numbers as they are stated and its source."""
    if not entries:
        return ""
    items = "".join(_item(entry, words) for entry in entries)
    return f'<div><h3 class="cm-h3">{text(words.t("Published"))}</h3><ul class="cm-pv-stated">{items}</ul></div>'


def _item(entry: ProgrammeEdition, words: Words) -> str:
    language, t = words.language, words.t
    when = period_label(entry.period, language) if entry.period else t("period not published")
    facts = "".join(f"<li>{text(one)}</li>" for one in _facts(entry, words))
    certainty = label("certainty", entry.certainty, language)
    return (
        f"<li><b>{text(entry.label(language))}</b><small>{text(capital(when))} · {text(certainty)}</small>"
        f'<ul>{facts}</ul><span class="cm-note">{text(entry.note(language))} {cited(entry.citation)}</span></li>'
    )


def _facts(entry: ProgrammeEdition, words: Words) -> list[str]:
    """Return the numbers of a fund or event in words: "10 grants of €3,000", "> 100 applications"."""
    t, language = words.t, words.language
    found = []
    if entry.grants is not None and entry.grant_eur is not None:
        found.append(t("{count} grants of {amount}", count=entry.grants, amount=euros(entry.grant_eur, language)))
    elif entry.grants is not None:
        found.append(t.plural("{count} grant given", "{count} grants given", entry.grants))
    if entry.fund_eur is not None:
        found.append(t("{amount} in all", amount=euros(entry.fund_eur, language)))
    said: Sequence[tuple[Number, str]] = (
        ("applications", t("applications")),
        ("attended", t("people attended")),
        ("on_site", t("people on site")),
        ("online", t("people online")),
        ("countries", t.plural("country", "countries", entry.countries or 0)),
        ("organisations", t.plural("organisation", "organisations", entry.organisations or 0)),
    )
    for name, what in said:
        value = entry.number(name)
        if value is not None:
            found.append(f"{stated(entry, name, float(value), words)} {what}")
    return found
