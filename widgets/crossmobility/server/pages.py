"""The small pages of our own: not found, failed, full, token wanted. One file of HTML each, nothing to fetch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from tornado.httputil import HTTPServerRequest
from tornado.log import app_log
from tornado.web import HTTPError, RequestHandler

from crossmobility.i18n import LANGUAGES, Language, Message, message

TEMPLATES: Final = Path(__file__).parent / "share" / "jupyter"
SHELL: Final = TEMPLATES / "voila" / "templates" / "crossmobility" / "static"
ICON: Final = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><g fill="none" stroke-width="2.4" stroke-linecap="round">'
    '<path stroke="#0072B2" d="M2 6q6-5 11 0m-4-.6 4 .6.4-4"/><path stroke="#C24E00" d="M14 10q-6 5-11 0m4 .6-4-.6-.4 4"/>'
    "</g></svg>"
)
ONE_HOST: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
"""The browser itself refuses a request to any other host."""

WORDS: Final[Mapping[str, Message]] = {
    "brand": message("Cross-mobility"),
    "loading": message("Loading: the controls will answer in a moment."),
    "noscript": message("Without JavaScript this page shows its first picture only."),
    "slow": message("The controls did not start. What you see is correct, but it does not answer."),
    "lost": message("The connection to the server is lost. What you see is correct, but it no longer answers."),
    "reload": message("Reload the page"),
    "failed_title": message("This page could not be prepared"),
    "failed": message("Something went wrong while it was drawn. Nothing was lost and no figure was changed."),
    "failed_hint": message("Reload the page. If it happens again, tell the person who runs this server at what time."),
    "start": message("Back to the start page"),
}
"""What the pages made from notebooks say around the notebook."""

ERRORS: Final[Mapping[int, tuple[Message, Message]]] = {
    403: (
        message("This page is not open to you"),
        message("Ask the person who runs this server for the full address."),
    ),
    404: (
        message("There is no such page"),
        message("The address may be old or mistyped. All pages can be reached from the start page."),
    ),
    405: (message("This page cannot be used that way"), message("Go back to the start page and try again from there.")),
    500: (WORDS["failed_title"], WORDS["failed_hint"]),
    503: (
        message("Every place is taken at the moment"),
        message("Too many people have these pages open. Close pages you no longer need, or try again in a few minutes."),
    ),
}
TOKEN: Final = (
    message("These pages are protected"),
    message("Open them with the full address you were given, or type its token here."),
    message("Token"),
    message("Open"),
    message("This token is not the right one."),
)


def language_of(request: HTTPServerRequest) -> Language:
    """Return the language of our own pages: ``?lang=``, else the browser's first choice among ours, else French."""
    asked = address_language(request)
    if asked:
        return asked
    choices = [part.split(";q=") for part in request.headers.get("Accept-Language", "").split(",")]
    ranked = sorted(choices, key=lambda choice: -_quality(choice))
    names = [choice[0].strip()[:2].lower() for choice in ranked]
    return next((language for name in names for language in LANGUAGES if language == name), "fr")


def address_language(request: HTTPServerRequest) -> Language | None:
    """Return the language the address names, if it is one of ours."""
    values = request.arguments.get("lang", [])
    wanted = values[-1].decode("ascii", "ignore") if values else ""
    return next((language for language in LANGUAGES if language == wanted), None)


def in_language(head: str, language: Language) -> str:
    """Put the head of a prepared page, which is French, into the language of the address.

    The head holds its English title in ``data-en``; everything else that is said around the notebook stands in the
    page in both languages, and ``html[lang]`` chooses.
    """
    if language == "fr":
        return head
    english = re.sub(r'(<title data-en="([^"]*)">)[^<]*<', r"\1\2<", head, count=1)
    return english.replace('<html lang="fr">', '<html lang="en">', 1)


def words_in_both() -> dict[str, dict[str, str]]:
    """Return what the template says, by word and language."""
    return {name: {lang: said.in_language(lang) for lang in LANGUAGES} for name, said in WORDS.items()}


def error_page(status: int, language: Language, start: str) -> str:
    """Return the page for an HTTP status, with a way back to ``start``."""
    title, hint = ERRORS.get(status, ERRORS[500] if status >= 500 else ERRORS[404])
    back = f'<p><a class="cm-button" href="{escape(start)}">{escape(WORDS["start"].in_language(language))}</a></p>'
    return _page(language, title.in_language(language), f"<p>{escape(hint.in_language(language))}</p>{back}")


def token_page(language: Language, xsrf: str, wrong: bool) -> str:
    """Return the page that asks for the token; ``xsrf`` is the hidden field that proves the form is ours."""
    title, hint, label, button, mistaken = (said.in_language(language) for said in TOKEN)
    problem = f'<p class="cm-problem" role="alert">{escape(mistaken)}</p>' if wrong else ""
    form = (
        f'<form method="post">{xsrf}<label>{escape(label)} <input type="password" name="password" required autofocus '
        f'autocomplete="current-password"></label> <button class="cm-button">{escape(button)}</button></form>'
    )
    return _page(language, title, f"<p>{escape(hint)}</p>{problem}{form}")


class ReadableErrors(RequestHandler):
    """Mixed into every handler that answers people: errors become our pages."""

    def log_exception(self, kind: Any, value: Any, trace: Any) -> None:
        """Log what broke, by its path only: a query may hold the token. Refusals are no news."""
        if not isinstance(value, HTTPError):
            app_log.error("%s %s", self.request.method, self.request.path, exc_info=(kind, value, trace))

    def write_error(self, status_code: int, **_: Any) -> None:
        """Write our page for this status; what went wrong inside stays in the log."""
        language = language_of(self.request)
        query = f"?lang={language}" if address_language(self.request) else ""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", ONE_HOST)
        self.finish(error_page(status_code, language, self.settings.get("base_url", "/") + query))


class NotFound(ReadableErrors):
    """Answers every address that nothing else answers."""

    def prepare(self) -> None:
        """Refuse whatever the method is."""
        self.send_error(404)


@cache
def stylesheet() -> str:
    """Return the style shared by our own pages and the frame around a notebook."""
    return (SHELL / "shell.css").read_text("utf-8")


def _page(language: Language, title: str, body: str) -> str:
    brand = escape(WORDS["brand"].in_language(language))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{escape(title)} · {brand}</title>\n'
        f'<link rel="icon" href="{ICON}">\n<style>{stylesheet()}</style>\n'
        f"<script>{(SHELL / 'theme.js').read_text('utf-8')}</script>\n</head>\n"
        f'<body class="cm-own"><header><b>{brand}</b></header>\n'
        f"<main><h1>{escape(title)}</h1>{body}</main></body>\n</html>\n"
    )


def _quality(choice: list[str]) -> float:
    try:
        return float(choice[1]) if len(choice) > 1 else 1.0
    except ValueError:
        return 0.0
