"""The file of one country as text: who also hosts, who lost two placements or more, who came back, what breaks cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from crossmobility.csv_text import csv_text
from crossmobility.domain.country_file import NO_ANSWER, NOT_DUE, NOT_SAID, SENDER_STATES
from crossmobility.i18n import Language, Message, message, translator
from crossmobility.render.controls import Option, dropdown
from crossmobility.render.country_file_page import CountryFilePage
from crossmobility.render.formats import day, text

STATE_NAMES: Final[Mapping[str, Message]] = {
    "also_hosts": message("also hosts"),
    "hosted_before": message("hosted, but not lately"),
    "never": message("never got anyone back"),
}
OTHER_SITUATIONS: Final[Mapping[str, Message]] = {
    NOT_SAID: message("situations of one person each"),
    NO_ANSWER: message("no answer recorded"),
    NOT_DUE: message("six months not over yet"),
}
OTHER_REASONS: Final[Mapping[str, Message]] = {
    NOT_SAID: message("reasons of one placement each"),
    "": message("reason not stated"),
}
CSV_HEAD: Final = ("country", "section", "organisation", "name", "at", "break", "scheme", "category", "measure", "count")


def country_file_title(language: Language) -> str:
    """Return the question the page answers."""
    return translator(language)("Who sends, who also hosts, who came back: what does the file of one country say?")


def country_file_head(page: CountryFilePage) -> str:
    """Return the question, and the line that says what the file stands on."""
    t = page.t
    line = [page.title, t("Data as of {day}", day=day(page.as_of, page.language))]
    line.append(t("organisations are named, people never"))
    made_up = t("Synthetic demonstration data: no figure on this page describes real people.")
    band = f'<p class="cm-band">{text(made_up)}</p>' if page.synthetic else ""
    rejected = t.plural(
        "{count} row of this dataset was rejected by its check and is not on this page.",
        "{count} rows of this dataset were rejected by its check and are not on this page.",
        page.rejected,
    )
    return (
        f'{band}<h1 class="cm-question">{text(country_file_title(page.language))}</h1>'
        f'<p class="cm-line">{text(" · ".join(line))}</p>' + (_note(rejected) if page.rejected else "")
    )


def country_file_controls(page: CountryFilePage) -> str:
    """Return the country to choose and the file to download; nothing for a dataset without placements."""
    if not page.countries:
        return ""
    t = page.t
    options = [Option(code, page.words.country(code)) for code in page.countries]
    save = f'<button type="button" data-download="csv">{text(t("Download as a table (CSV)"))}</button>'
    return f'<div class="cm-row cm-file-row">{dropdown("country", t("Country"), options, page.country)}{save}</div>'


def country_file_text(page: CountryFilePage) -> str:
    """Return the file; or what is missing and what to do."""
    t = page.t
    if not page.countries:
        said = t("This dataset has no placement.")
        more = t("Put your placements into data/local, or name another dataset in the first cell.")
        return f'<div class="cm-empty" role="status"><p>{text(said)}</p><p>{text(more)}</p></div>'
    return _senders(page) + _hosts(page) + _returned(page) + _losses(page)


def country_file_counts(page: CountryFilePage) -> str:
    """Return the counts of the file without a name: fit to be stored and compared."""
    t, states = page.t, page.senders["state"]
    rows: list[tuple[str, int]] = [(t("Organisations that sent somebody"), len(page.senders))]
    rows += [(t("of these: {state}", state=STATE_NAMES[state]), int((states == state).sum())) for state in SENDER_STATES]
    rows.append((t("Hosts with two early ends or more, {span}", span=page.span), len(page.hosts)))
    rows.append((t("People who came back in twelve months"), page.returned))
    for code, lost in page.losses.groupby("break_id", sort=False)["placements"].sum().items():
        label = page.breaks[str(code)].label(page.language)
        rows.append((t("Placements lost or refused since: {label}", label=label), int(lost)))
    body = "".join(
        f'<tr><th scope="row">{text(name)}</th><td class="cm-number">{t.number(count)}</td></tr>' for name, count in rows
    )
    title = t("Counts of the file: {country}", country=page.words.country(page.country))
    return f'<table class="cm-table"><caption>{text(title)}</caption><tbody>{body}</tbody></table>'


def private_notice(language: Language) -> str:
    """Return what a stored notebook says in place of the organisations of a real dataset."""
    said = translator(language)(
        "The organisations of your dataset are named live only; they are not saved in this notebook."
    )
    return _note(said)


def country_file_csv(page: CountryFilePage) -> str:
    """Return the file as CSV: one line a count, the section and what is counted said on each."""
    rows: list[tuple[object, ...]] = []
    for section, table, measures in (
        ("senders", page.senders, ("sent", "sent_lately", "hosted", "hosted_lately")),
        ("hosts_with_early_ends", page.hosts, ("hosted", "early_ends")),
        ("sent_back", page.sent_back, ("returned",)),
    ):
        for row in table.to_dict("records"):
            named = (section, row["org_id"], row["name"], row["country"], "", "", row.get("state", ""))
            rows += [(page.country, *named, name, row[name]) for name in measures]
    for row in page.situations.to_dict("records"):
        rows.append((page.country, "situations", "", "", "", "", "", row["situation"], "returned", row["returned"]))
    for row in page.losses.to_dict("records"):
        where = ("losses", "", "", "", row["break_id"], row["scheme"], row["reason"])
        rows += [(page.country, *where, name, row[name]) for name in ("placements", "planned")]
    return csv_text(CSV_HEAD, rows)


def _senders(page: CountryFilePage) -> str:
    t, states = page.t, page.senders["state"]
    title = t("Which sending organisations also host? Which never got anyone back?")
    if page.senders.empty:
        return _section(title, t("Nobody has left this country in these records."))
    count = {state: int((states == state).sum()) for state in SENDER_STATES}
    said = t.plural("{count} organisation has sent somebody.", "{count} organisations have sent somebody.", len(states))
    said += " " + t(
        "In {span}, {hosting} also hosted somewhere; {never} never did in these records.",
        span=page.span,
        hosting=count["also_hosts"],
        never=count["never"],
    )
    heads = [t("Organisation"), t("State"), t("Sent, {span}", span=page.span), t("Hosted, {span}", span=page.span)]
    heads += [t("Sent in all"), t("Hosted in all")]
    lines = [
        (_name(row), STATE_NAMES[row["state"]].in_language(page.language), *(row[name] for name in _SENT))
        for row in page.senders.to_dict("records")
    ]
    return _section(title, said, _table(page, title, heads, lines, words=2))


_SENT: Final = ("sent_lately", "hosted_lately", "sent", "hosted")


def _hosts(page: CountryFilePage) -> str:
    t = page.t
    title = t("Which hosts had two early ends or more, {span}?", span=page.span)
    if page.hosts.empty:
        return _section(title, t("None in this country, in these records."))
    said = t("Ends more than seven days before the plan, counted by host. Neither whose they were nor why is told here.")
    heads = [t("Organisation"), t("Early ends"), t("Placements, {span}", span=page.span)]
    lines = [(_name(row), row["early_ends"], row["hosted"]) for row in page.hosts.to_dict("records")]
    return _section(title, said, _table(page, title, heads, lines))


def _returned(page: CountryFilePage) -> str:
    t = page.t
    title = t("Who came back in the last twelve months, and who sent them?")
    if not page.returned:
        return _section(title, t("Nobody came back since {day}, in these records.", day=day(page.since, page.language)))
    said = t.plural(
        "{count} person came back since {day}. Their situation is asked 182 days after the end.",
        "{count} people came back since {day}. Their situation is asked 182 days after the end.",
        page.returned,
        day=day(page.since, page.language),
    )
    others = {code: words.in_language(page.language) for code, words in OTHER_SITUATIONS.items()}
    found = page.situations.itertuples(index=False)
    situations = [(others.get(str(code)) or page.label(str(code)), count) for code, count in found]
    sent = [(_name(row), row["returned"]) for row in page.sent_back.to_dict("records")]
    one = _table(page, t("Situation six months after"), [t("Situation six months after"), t("People")], situations)
    other = _table(page, t("Organisations that sent them"), [t("Organisations that sent them"), t("People")], sent)
    return _section(title, said, f'<div class="cm-file-two"><div>{one}</div><div>{other}</div></div>')


def _losses(page: CountryFilePage) -> str:
    t = page.t
    title = t("What was lost or refused since each break?")
    if page.losses.empty:
        return _section(title, t("No break touches this country."))
    said = t(
        "Placements from or to this country that were to start since the break and were closed before. That they followed it is "
        "no proof that it was the cause; a later break counts again in an earlier one."
    )
    heads = [t("Break"), t("Scheme"), t("Reason"), t("Lost"), t("Planned since")]
    lines = [_loss(page, row) for row in page.losses.to_dict("records")]
    return _section(title, said, _table(page, title, heads, lines, words=3))


def _loss(page: CountryFilePage, row: Mapping[Any, Any]) -> tuple[str, str, str, int, int]:
    event, t = page.breaks[row["break_id"]], page.t
    name = f"{event.label(page.language)}, {t('since {day}', day=day(event.from_on, page.language))}"
    if not row["placements"]:
        return (name, "–", t("nothing lost"), 0, row["planned"])
    other = OTHER_REASONS.get(row["reason"])
    reason = page.label(row["reason"]) if other is None else other.in_language(page.language)
    return (name, page.words.scheme(row["scheme"]), reason, row["placements"], row["planned"])


def _name(row: Mapping[Any, Any]) -> str:
    return str(row["name"])


def _note(said: str) -> str:
    return f'<p class="cm-note">{text(said)}</p>'


def _section(title: str, said: str, table: str = "") -> str:
    return f'<h2 class="cm-h2">{text(title)}</h2><p class="cm-file-said">{text(said)}</p>{table}'


def _table(
    page: CountryFilePage, caption: str, heads: Sequence[str], lines: Iterable[Sequence[object]], words: int = 1
) -> str:
    """Return a table in a box of its own; the first ``words`` columns are words, the others counts."""
    kinds = ["" if place < words else ' class="cm-number"' for place in range(len(heads))]
    head = "".join(f'<th scope="col"{kind}>{text(name)}</th>' for kind, name in zip(kinds, heads, strict=True))
    body = "".join(_line(page, line, kinds) for line in lines)
    return (
        f'<div class="cm-scroll" tabindex="0" role="region" aria-label="{text(caption)}"><table class="cm-table cm-file-table">'
        f'<caption class="cm-hidden">{text(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _line(page: CountryFilePage, line: Sequence[object], kinds: Sequence[str]) -> str:
    first, *others = line
    cells = "".join(
        f"<td{kind}>{text(page.t.number(value) if isinstance(value, int) else value)}</td>"
        for kind, value in zip(kinds[1:], others, strict=True)
    )
    return f'<tr><th scope="row">{text(first)}</th>{cells}</tr>'
