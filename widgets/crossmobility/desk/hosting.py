"""The hosting guide: the administrative steps to host somebody in France, dated from a planned stay. For JupyterLab only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from crossmobility.desk.records import Records
from crossmobility.domain.hosting import Stay, checklist, stay_of
from crossmobility.domain.hosting_cautions import Route, cautions
from crossmobility.errors import BadRequest
from crossmobility.i18n import LANGUAGES, Language, message
from crossmobility.reference import breaks, countries, country_name, hosting_steps, scheme_rules, schemes
from crossmobility.release.suggestions import unknown
from crossmobility.render import hosting_view
from crossmobility.render.chrome import Chrome
from crossmobility.render.documents import Document
from crossmobility.render.hosting_files import hosting_calendar, hosting_csv
from crossmobility.render.hosting_page import HostingPage
from crossmobility.render.words import unaccented
from crossmobility.ui.address import Address
from crossmobility.ui.page import Page
from crossmobility.ui.panel import Intent, Panel

LONGEST_WORD: Final = 200
HOST: Final = "FRA"
DATES: Final = ("arrival", "end")


def hosting_guide(
    records: Records,
    *,
    route: str = "SC_RECIP",
    origin: str = "SEN",
    arrival: str = "",
    end: str = "",
    language: Language = "fr",
) -> Page:
    """Return the guide for one planned stay in France.

    Parameters
    ----------
    records : Records
        What :func:`~crossmobility.desk.records.open_records` gives: the guide takes its day from them, never from a clock.
    route, origin : str
        A route of ``data/reference/hosting_steps.csv``, and the ISO alpha-3 code of a country other than France.
    arrival, end : str
        ISO dates as planned; what is wrong with them is said on the page.
    language : str
        ``"fr"`` or ``"en"``.

    Raises
    ------
    BadRequest
        There is no such route or origin.
    """
    return _HostingGuide(records, _Asked(_route(route), _origin(origin), arrival, end), language).page


def hosting_table(
    records: Records,
    *,
    route: str = "SC_RECIP",
    origin: str = "SEN",
    arrival: str = "",
    end: str = "",
    language: Language = "fr",
) -> Document:
    """Return the checklist alone, fit to be stored and compared; what is wrong with the dates in its place."""
    page = _page_of(records, _Asked(_route(route), _origin(origin), arrival, end), language)
    shown = hosting_view.checklist_table if page.problem is None else hosting_view.hosting_guide_text
    return Document("hosting guide", shown(page))


@dataclass(frozen=True)
class _Asked:
    """What the reader asks for: a route, an origin, and two dates as they were written."""

    route: str
    origin: str
    arrival: str
    end: str


class _HostingGuide:
    """Joins the checklist and the widgets of the page: an intent changes what is asked, and the page is written anew."""

    def __init__(self, records: Records, asked: _Asked, language: Language) -> None:
        self._records, self._asked, self._language = records, asked, language
        self._address = Address(on_open=lambda _query: None)
        self._head, self._controls, self._guide = (Panel(on_intent=self._take) for _ in range(3))
        regions = {"head": self._head, "controls": self._controls, "guide": self._guide}
        self.page = Page("hosting", self._address, regions)
        self._show()

    def _take(self, intent: Intent) -> None:
        words = {key: value for key, value in intent.items() if isinstance(value, str) and len(value) <= LONGEST_WORD}
        if "download" in words:
            self._deliver(words["download"])
        elif words.get("lang") in LANGUAGES:
            self._language = "fr" if words["lang"] == "fr" else "en"
            self._show()
        elif words.keys() & set(DATES):
            self._asked = replace(self._asked, **{name: words[name] for name in DATES if name in words})
            self._show_guide()  # the fields are not drawn anew: the reader may still be typing the year
        elif words.get("route") in hosting_steps():
            self._asked = replace(self._asked, route=words["route"])
            self._show()
        elif words.get("origin") in _origins(self._language):
            self._asked = replace(self._asked, origin=words["origin"])
            self._show()

    def _deliver(self, what: str) -> None:
        page = self._page()
        if page.problem is not None or what not in hosting_view.DOWNLOADS:
            return
        name = f"{page.route.lower()}-{page.origin.lower()}-{page.arrival}.{what}"
        self._guide.deliver(name, hosting_csv(page) if what == "csv" else hosting_calendar(page))

    def _page(self) -> HostingPage:
        return _page_of(self._records, self._asked, self._language)

    def _show(self) -> None:
        language, page = self._language, self._page()
        self._head.html = Chrome("15_hosting_guide", language, "").html() + hosting_view.hosting_head(page)
        self._controls.html = hosting_view.hosting_controls(page)
        self._guide.html = hosting_view.hosting_guide_text(page)
        with self._address.hold_sync():
            self._address.language, self._address.title = language, hosting_view.hosting_title(language)

    def _show_guide(self) -> None:
        self._guide.html = hosting_view.hosting_guide_text(self._page())


def _page_of(records: Records, asked: _Asked, language: Language) -> HostingPage:
    """Return what the page says of a stay; what is wrong with its dates instead of a checklist."""
    route, as_of = _described(asked.route), date.fromisoformat(records.as_of)
    stay: Stay | None = None
    problem: BadRequest | None = None
    try:
        stay = stay_of(asked.arrival, asked.end)
    except BadRequest as error:
        problem = error
    page = HostingPage(
        language=language,
        title=records.title(language),
        as_of=as_of,
        routes=list(hosting_steps()),
        origins=_origins(language),
        route=asked.route,
        origin=asked.origin,
        arrival=asked.arrival,
        end=asked.end,
        problem=problem,
        rules=scheme_rules().get(asked.route, {}),
        limits=(route.days_min, route.days_max),
    )
    if stay is None:
        return page
    table = checklist(hosting_steps()[asked.route], arrival_on=stay.arrival_on, end_on=stay.end_on, language=language)
    found = cautions(
        route,
        stay,
        table,
        origin=asked.origin,
        is_eea_ch=countries()[asked.origin].is_eea_ch,
        breaks=breaks(),
        as_of=as_of,
        host=HOST,
    )
    return replace(page, stay=stay, table=table, cautions=found)


def _described(code: str) -> Route:
    """Return a route with the rules and limits of its scheme; a route that is no scheme has none."""
    scheme = schemes().get(code)
    if scheme is None:
        return Route(code, code)
    rules = scheme_rules().get(code, {})
    return Route(code, scheme.family, rules, scheme.planned_days_min, scheme.planned_days_max)


def _origins(language: Language) -> list[str]:
    """Return the countries somebody can come from, by name."""
    return sorted(countries().keys() - {HOST}, key=lambda code: unaccented(country_name(code, language)))


def _route(code: str) -> str:
    if code in hosting_steps():
        return code
    raise unknown(message("There is no route “{name}”.", name=code), code, list(hosting_steps()))


def _origin(code: str) -> str:
    known = sorted(countries().keys() - {HOST})
    if code in known:
        return code
    raise unknown(message("There is no country of origin “{name}”.", name=code), code, known)
