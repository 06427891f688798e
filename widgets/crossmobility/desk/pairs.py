"""The pairs page: which pairs (binômes) are complete, which lost a side, and one pair face to face. For JupyterLab only."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from crossmobility.desk.pairs_list import page_of, placement_pairs
from crossmobility.desk.records import Records
from crossmobility.domain.pairings import STATES
from crossmobility.i18n import LANGUAGES, Language
from crossmobility.render import pairs_view
from crossmobility.render.chrome import Chrome
from crossmobility.render.documents import Document
from crossmobility.render.pairs_page import LATEST_FIRST, SORTS, PairFilters, PairsPage
from crossmobility.ui.address import Address
from crossmobility.ui.page import Page
from crossmobility.ui.panel import Intent, Panel, PrivatePanel

LONGEST_WORD: Final = 200


def pairs_page(records: Records, *, pair: str = "", language: Language = "fr") -> Page:
    """Return the page of the pairs of ``records``.

    Parameters
    ----------
    records : Records
        What :func:`~crossmobility.desk.records.open_records` gives. Placements are named by their ids, never by a person.
    pair : str
        The ``pair_id`` to show face to face; an unknown one, or none, shows the latest pair that lost a side.
    language : str
        ``"fr"`` or ``"en"``.
    """
    return _Pairs(records, pair, language).page


def pairs_table(records: Records, language: Language = "fr") -> Document:
    """Return the pairs counted by programme, edition and state, without a single placement: fit to be stored and compared."""
    return Document("pairs", pairs_view.pairs_counts(page_of(records, placement_pairs(records), language)))


class _Pairs:
    """Joins the pairs and the widgets of the page: an intent changes what is asked, and the page is written anew."""

    def __init__(self, records: Records, pair: str, language: Language) -> None:
        self._records, self._pairs = records, placement_pairs(records)
        self._language, self._filters, self._chosen = language, PairFilters(), pair
        self._address = Address(on_open=lambda _query: None)
        self._head, self._controls, self._text = (Panel(on_intent=self._take) for _ in range(3))
        self._list, self._face = (PrivatePanel(on_intent=self._take) for _ in range(2))
        regions = {
            "head": self._head,
            "controls": self._controls,
            "pairs": self._list,
            "face": self._face,
            "words": self._text,
        }
        self.page = Page("pairs", self._address, regions)
        self._show()

    # What the reader does

    def _take(self, intent: Intent) -> None:
        words = {key: value for key, value in intent.items() if isinstance(value, str) and len(value) <= LONGEST_WORD}
        if words.get("lang") in LANGUAGES:
            self._language = "fr" if words["lang"] == "fr" else "en"
        elif "clear" in words:
            self._filters = PairFilters(sort=self._filters.sort, up=self._filters.up)
        elif "rows" in words:
            self._filters = replace(self._filters, all_rows=True)
        elif words.get("sort") in SORTS:
            self._sort(words["sort"])
        elif "pair" in words:
            self._choose(words["pair"])
        elif words.get("step") in ("before", "after"):
            self._step(1 if words["step"] == "after" else -1)
        else:
            self._filter(words)
        self._show()

    def _filter(self, words: dict[str, str]) -> None:
        """Take what the page offers; another programme lets go of an edition it does not have."""
        filters = self._filters
        programmes = {"", *(pair.programme for pair in self._pairs)}
        if words.get("programme") in programmes:
            filters = replace(filters, programme=words["programme"])
        cohorts = {"", *(pair.cohort for pair in self._pairs if filters.programme in ("", pair.programme))}
        if words.get("edition") in cohorts:
            filters = replace(filters, edition=words["edition"])
        if words.get("state") in ("", *STATES):
            filters = replace(filters, state=words["state"])
        self._filters = filters if filters.edition in cohorts else replace(filters, edition="")

    def _sort(self, column: str) -> None:
        """Sort by another column, or turn the order of this one."""
        again = column == self._filters.sort
        self._filters = replace(
            self._filters, sort=column, up=not self._filters.up if again else column not in LATEST_FIRST
        )

    def _choose(self, pair_id: str) -> None:
        if any(pair.pair_id == pair_id for pair in self._pairs):
            self._chosen = pair_id

    def _step(self, by: int) -> None:
        """Choose the pair before or after the chosen one in the list, the first and the last one being neighbours."""
        page = self._page()
        names = [pair.pair_id for pair in page.shown]
        if page.face is not None:
            self._chosen = names[(names.index(page.face.pair_id) + by) % len(names)]

    # What the page shows

    def _page(self) -> PairsPage:
        return page_of(self._records, self._pairs, self._language, self._filters, self._chosen)

    def _show(self) -> None:
        language, page = self._language, self._page()
        self._head.html = Chrome("13_pairs", language, self._records.as_of).html() + pairs_view.pairs_head(page)
        self._controls.html = pairs_view.pairs_controls(page)
        self._list.html, self._face.html = pairs_view.pairs_list(page), pairs_view.pair_face(page)
        self._text.html = pairs_view.pairs_text(page)
        if not self._records.synthetic:
            self._list.twin, self._face.twin = pairs_view.pairs_counts(page) + pairs_view.private_notice(language), ""
        with self._address.hold_sync():
            self._address.language, self._address.title = language, pairs_view.pairs_title(language)
