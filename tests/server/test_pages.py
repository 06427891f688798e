"""Our own small pages: language, safety, nothing to fetch."""

from __future__ import annotations

import re
from html import unescape

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from crossmobility.server.pages import (
    ERRORS,
    address_language,
    error_page,
    in_language,
    language_of,
    token_page,
    words_in_both,
)

HEAD = '<html lang="fr">\n<head>\n<title data-en="Flows &amp; more">Flux</title></head><p lang="fr">à lire</p>'


def request(query: str = "", accept: str = "") -> HTTPServerRequest:
    """Return a request for one address by one browser."""

    class Connection:
        remote_ip = "127.0.0.1"
        protocol = "http"

        def set_close_callback(self, callback: object) -> None: ...

    line = RequestStartLine("GET", f"/?{query}", "HTTP/1.1")
    made = HTTPServerRequest(start_line=line, headers=HTTPHeaders({"Accept-Language": accept, "Host": "x"}))
    made.connection = Connection()
    return made


@pytest.mark.parametrize(
    ("query", "accept", "language"),
    [
        ("lang=en", "fr", "en"),
        ("lang=de", "en-GB,fr;q=0.5", "en"),
        ("", "de,fr;q=0.4,en;q=0.7", "en"),
        ("", "de,es", "fr"),
        ("", "en;q=nonsense,fr;q=0.1", "fr"),
        ("lang=fr&lang=en", "", "en"),
        ("", "", "fr"),
    ],
)
def test_our_pages_follow_the_address_then_the_browser_then_french(query, accept, language):
    assert language_of(request(query, accept)) == language


def test_a_dashboard_follows_its_address_only():
    assert address_language(request("", "en")) is None
    assert address_language(request("lang=%3Cscript%3E", "en")) is None
    assert address_language(request("lang=en", "fr")) == "en"


def test_a_prepared_page_is_turned_into_english_by_its_head_alone():
    assert in_language(HEAD, "fr") == HEAD
    english = in_language(HEAD, "en")
    assert '<html lang="en">' in english
    assert ">Flows &amp; more</title>" in english
    assert '<p lang="fr">à lire</p>' in english


@pytest.mark.parametrize("status", [400, 403, 404, 405, 418, 500, 502, 503])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_error_has_a_page_with_a_way_back_and_nothing_to_fetch(status, language):
    page = error_page(status, language, "/?lang=fr&x=<")
    assert f'<html lang="{language}">' in page
    assert 'href="/?lang=fr&amp;x=&lt;"' in page
    assert not re.search(r'(?:src|href)="(?!data:|/\?)', page)
    assert "//" not in re.sub(r"data:image[^\"]*|// [^\n]*", "", page.split("<body")[1])


def test_the_token_page_says_when_the_token_was_wrong():
    assert 'role="alert"' not in token_page("en", "", wrong=False)
    assert "This token is not the right one." in unescape(token_page("en", "", wrong=True))


def test_french_and_english_words_are_there_for_every_sign_around_a_page():
    for word, said in words_in_both().items():
        assert said["fr"] != said["en"], word
    for status in ERRORS:
        assert error_page(status, "fr", "/") != error_page(status, "en", "/").replace('lang="en"', 'lang="fr"'), status
