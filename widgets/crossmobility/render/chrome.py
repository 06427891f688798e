"""The line above every page: whose pages these are, which others there are, the languages, light and dark."""

from __future__ import annotations

from dataclasses import dataclass

from crossmobility.i18n import LANGUAGES, Language, Message, message, translator
from crossmobility.render.formats import day, text

PAGES = (
    ("00_start_here", message("Start")),
    ("01_flows", message("Flows")),
    ("02_reciprocity", message("Reciprocity")),
    ("03_indicators", message("Indicators")),
    ("04_programmes", message("Programmes")),
)


@dataclass(frozen=True)
class Chrome:
    """What the line says: the page it stands on, the language, and the date of the data."""

    page: str
    language: Language
    as_of: str

    def html(self) -> str:
        """Return the line."""
        t = translator(self.language)
        links = "".join(self._link(name, label) for name, label in PAGES)
        as_of = t("Data as of {day}", day=day(self.as_of, self.language)) if self.as_of else ""
        tongues = "".join(
            f'<button type="button" data-intent="lang" data-value="{code}" lang="{code}" '
            f'aria-pressed="{str(code == self.language).lower()}">{code.upper()}</button>'
            for code in LANGUAGES
        )
        theme = text(t("Light or dark"))
        return (
            f'<header class="cm-bar-top"><span class="cm-brand">{text(t("Cross-mobility"))}</span>'
            f'<nav class="cm-nav" aria-label="{text(t("Pages"))}">{links}</nav>'
            f'<span class="cm-asof">{text(as_of)}</span>'
            f'<span class="cm-tongues" role="group" aria-label="{text(t("Language"))}">{tongues}</span>'
            f'<button type="button" class="cm-theme" data-theme="" aria-label="{theme}" title="{theme}">◐</button></header>'
        )

    def _link(self, name: str, label: Message) -> str:
        here = ' aria-current="page"' if name == self.page else ""
        words = text(label.in_language(self.language))
        return f'<a href="{name}.ipynb?lang={self.language}"{here}>{words}</a>'
