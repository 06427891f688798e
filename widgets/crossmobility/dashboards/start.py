"""The start page: what the workbook is for, its questions, its data, its words."""

from __future__ import annotations

from crossmobility.dashboards.shared import speaking
from crossmobility.domain.selection import Selection
from crossmobility.i18n import LANGUAGES, Language
from crossmobility.release.figures import Figures
from crossmobility.render import start_view
from crossmobility.render.chrome import Chrome
from crossmobility.state import Choices, Store, chosen, from_query, to_query
from crossmobility.ui.address import Address
from crossmobility.ui.page import Page
from crossmobility.ui.panel import Intent, Panel


def start_page(figures: Figures, *, language: Language = "fr") -> Page:
    """Return the start page: what the workbook is for, its questions, its data, its words."""
    choices = Choices({"language": frozenset(LANGUAGES)})
    default = Selection(language=language)
    store = Store(default)

    def take(intent: Intent) -> None:
        store.choose(**chosen(intent, choices))

    def open_at(query: str) -> None:
        store.selection = from_query(query, default, choices)

    address, head, body = Address(on_open=open_at), Panel(on_intent=take), Panel(on_intent=take)

    def show(selection: Selection) -> None:
        tongue = selection.language
        head.html = Chrome("00_start_here", tongue, "").html() + start_view.start_head(tongue)
        body.html = start_view.start_text(figures.datasets, figures.statements, tongue)
        with address.hold_sync():
            address.language, address.title = tongue, start_view.start_title(tongue)
            address.query = to_query(selection, default)

    store.follow(show)
    show(default)
    return Page("start", address, {"head": head, "text": body}, speaking(store))
