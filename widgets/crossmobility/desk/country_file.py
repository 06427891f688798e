"""The file of one country: what its officer may know by name and dashboards may not show. For JupyterLab only."""

from __future__ import annotations

from datetime import date
from typing import Final

from crossmobility.desk.records import Records
from crossmobility.domain import country_file as file
from crossmobility.i18n import LANGUAGES, Language, message
from crossmobility.reference import breaks, code_lists, country_name, schemes
from crossmobility.release.suggestions import unknown
from crossmobility.render import country_file as view
from crossmobility.render.chrome import Chrome
from crossmobility.render.country_file_page import CountryFilePage
from crossmobility.render.documents import Document
from crossmobility.render.words import unaccented
from crossmobility.ui.address import Address
from crossmobility.ui.page import Page
from crossmobility.ui.panel import Intent, Panel, PrivatePanel

LABELLED: Final = ("followup_status", "closed_reason")


def country_file(records: Records, *, country: str = "", language: Language = "fr") -> Page:
    """Return the file of one country: organisations by name and counts, never a person.

    Parameters
    ----------
    records : Records
        What :func:`~crossmobility.desk.records.open_records` gives; it refuses where dashboards are served.
    country : str
        ISO alpha-3 code of a country that placements come from or go to; when empty, the one with most placements besides
        the reference country.
    language : str
        ``"fr"`` or ``"en"``.

    Raises
    ------
    BadRequest
        No placement comes from or goes to this country.
    """
    return _CountryFile(records, _country(records, country), language).page


def country_file_table(records: Records, *, country: str = "", language: Language = "fr") -> Document:
    """Return the counts of the file without a name, fit to be stored and compared."""
    chosen = _country(records, country)
    return Document("country file", view.country_file_counts(_page_of(records, chosen, language)) if chosen else "")


class _CountryFile:
    """Joins the file and the widgets of the page: an intent changes what is asked, and the page is written anew."""

    def __init__(self, records: Records, country: str, language: Language) -> None:
        self._records, self._country, self._language = records, country, language
        self._address = Address(on_open=lambda _query: None)
        self._head, self._controls = (Panel(on_intent=self._take) for _ in range(2))
        self._file = PrivatePanel(on_intent=self._take)
        regions = {"head": self._head, "controls": self._controls, "file": self._file}
        self.page = Page("country file", self._address, regions)
        self._show()

    def _take(self, intent: Intent) -> None:
        if intent.get("download") == "csv" and self._country:
            name = f"country-file-{self._country.lower()}-{self._records.as_of}.csv"
            self._file.deliver(name, view.country_file_csv(self._page()))
        elif intent.get("lang") in LANGUAGES:
            self._language = "fr" if intent["lang"] == "fr" else "en"
            self._show()
        elif (country := intent.get("country")) in file.countries_in(self._records.placements):
            self._country = str(country)
            self._show()

    def _page(self) -> CountryFilePage:
        return _page_of(self._records, self._country, self._language)

    def _show(self) -> None:
        language, page = self._language, self._page()
        self._head.html = Chrome("12_explore", language, "").html() + view.country_file_head(page)
        self._controls.html = view.country_file_controls(page)
        self._file.html = view.country_file_text(page)
        if not page.synthetic and page.countries:
            self._file.twin = view.country_file_counts(page) + view.private_notice(language)
        with self._address.hold_sync():
            self._address.language, self._address.title = language, view.country_file_title(language)


def _page_of(records: Records, country: str, language: Language) -> CountryFilePage:
    as_of, rows, names = date.fromisoformat(records.as_of), records.placements, records.organisations
    families = {code: scheme.family for code, scheme in schemes().items()}
    known = sorted(file.countries_in(rows), key=lambda code: unaccented(country_name(code, language)))
    return CountryFilePage(
        language=language,
        title=records.title(language),
        as_of=as_of,
        synthetic=records.synthetic,
        countries=known,
        country=country,
        window=(as_of.year - file.YEARS + 1, as_of.year),
        since=date.fromisoformat(file.last_year(as_of).partition("/")[0]),
        senders=file.senders(rows, names, country, as_of=as_of),
        hosts=file.hosts_with_early_ends(rows, names, country, as_of=as_of),
        sent_back=file.sent_back(rows, names, country, as_of=as_of),
        situations=file.situations(rows, country, as_of=as_of, codes=code_lists()["followup_status"]),
        losses=file.lost_since(
            rows, breaks(), country, as_of=as_of, families=families, reference=records.reference_country
        ),
        breaks={event.break_id: event for event in breaks()},
        labels={code: one.label(language) for name in LABELLED for code, one in code_lists()[name].items()},
        rejected=records.rejected,
    )


def _country(records: Records, code: str) -> str:
    """Return the country to open on; empty for a dataset without placements."""
    known = file.countries_in(records.placements)
    if not code or not known:
        return next((one for one in known if one != records.reference_country), next(iter(known), ""))
    if code in known:
        return code
    raise unknown(message("No placement comes from or goes to “{name}”.", name=code), code, known)
