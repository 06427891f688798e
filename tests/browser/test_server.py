"""What a manager's browser gets from the server: our pages, in her language, from this host only."""

from __future__ import annotations

import http.client
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import machines
import tiny


def ask(server: machines.Server, path: str, method: str = "GET", **headers: str) -> tuple[int, str, str]:
    """Return status, text and Location of one request, without following redirects."""
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=30)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace"), answer.headers.get("Location", "")
    finally:
        connection.close()


def empty_release(folder: Path) -> Path:
    """Return a release in name only: the server looks no further than its manifest."""
    release = folder / "release"
    release.mkdir()
    (release / "manifest.json").write_text("{}")
    return release


def test_the_root_leads_to_the_start_page_and_keeps_the_selection(small):
    assert ask(small, "/?lang=en&period=2015")[::2] == (302, "/voila/render/00_start_here.ipynb?lang=en&period=2015")
    assert ask(small, "/voila/tree")[2] == "/voila/render/00_start_here.ipynb"


def test_a_short_name_leads_to_its_notebook(small):
    assert ask(small, "/flows?period=2016")[::2] == (302, "/voila/render/01_flows.ipynb?period=2016")
    assert ask(small, "/start")[2] == "/voila/render/00_start_here.ipynb"


def test_a_page_speaks_to_one_host_and_complains_about_nothing(small, visit):
    visited = visit(small.url("01_flows"))
    page = visited.live()
    assert visited.hosts == {urlsplit(small.address).netloc}
    assert visited.complaints == []
    assert page.locator(".cm-twin").count() == 0
    assert page.locator(".cm-status").inner_text() == ""
    assert tiny.HIDDEN not in page.content()


def test_a_change_of_period_reaches_the_kernel_and_comes_back_as_a_picture(small, visit):
    page = visit(small.url("01_flows")).live()
    page.select_option('.cm-live [data-intent="period"]', "2016")
    page.wait_for_selector('.cm-live svg[data-period="2016"]')


def test_the_address_chooses_the_language_and_the_title(small, visit):
    french = visit(small.url("01_flows"), until="commit").page
    french.wait_for_selector(".cm-stage svg")
    assert (french.locator("html").get_attribute("lang"), french.title()) == ("fr", "Flux entre pays")
    english = visit(small.url("01_flows", "lang=en"), until="commit").page
    english.wait_for_selector(".cm-stage svg")
    assert (english.locator("html").get_attribute("lang"), english.title()) == ("en", "Flows between countries")
    odd = visit(small.url("01_flows", "lang=%22%3E%3Cscript%3E"), until="commit").page
    assert odd.locator("html").get_attribute("lang") == "fr"


def test_without_javascript_the_picture_is_there_and_the_page_says_that_it_is_only_a_picture(small, visit):
    page = visit(small.url("01_flows"), java_script_enabled=False).page
    assert page.locator(".cm-twin svg").is_visible()
    assert not page.locator(".cm-banner").is_visible()
    assert page.locator(".cm-status noscript").count() == 1


def test_while_scripts_load_there_is_one_sign_of_it_and_the_controls_are_inert(small, visit):
    visited = visit("about:blank")
    visited.page.route("**/voila.js", lambda route: None)
    visited.page.goto(small.url("01_flows"), wait_until="commit")
    visited.page.wait_for_selector(".cm-twin select[inert]")
    assert visited.page.locator("[role=status]:visible").count() == 1
    assert visited.page.locator(".cm-live").evaluate("node => getComputedStyle(node).visibility") == "hidden"


def test_a_failing_notebook_shows_our_panel_and_nothing_of_what_failed(small, visit):
    page = visit(small.url("90_broken", "lang=en")).page
    assert page.get_by_role("heading", name="This page could not be prepared").is_visible()
    _, sent, _ = ask(small, "/voila/render/90_broken.ipynb")
    for secret in (tiny.SECRET, "ValueError", "Traceback", "raise"):
        assert secret not in sent


def test_an_unknown_address_gets_our_page_in_the_readers_language(small):
    status, english, _ = ask(small, "/nothing/here?lang=en")
    assert (status, '<html lang="en">' in english) == (404, True)
    assert "There is no such page" in english
    status, french, _ = ask(small, "/nothing/here", Accept_Language="de, fr;q=0.8, en;q=0.5")
    assert (status, '<html lang="fr">' in french) == (404, True)
    assert "Cette page n’existe pas" in french
    assert "http://" not in french.replace("http://www.w3.org/2000/svg", "").replace("http%3A//www.w3.org/2000/svg", "")


def test_no_file_of_the_folder_is_served(small):
    for path in (
        "/voila/files/00_start_here.ipynb",
        "/voila/files/%2e%2e/release/manifest.json",
        "/voila/render/../release/manifest.json",
        "/voila/render/%2e%2e%2frelease%2fmanifest.json",
        "/voila/api/contents",
        "/voila/templates/lab/static/index.css",
        "/voila/static/../index.html.j2",
        "/api/kernels",
    ):
        assert ask(small, path)[0] in (403, 404), path


def test_the_address_cannot_choose_template_or_theme(small):
    _, sent, _ = ask(small, "/voila/render/01_flows.ipynb?template=lab&theme=dark&voila-theme=dark")
    assert "data-cm-served" in sent
    assert "jsdelivr" not in sent


def test_a_kernel_cannot_be_ended_from_outside_its_page(small, visit):
    page = visit(small.url("01_flows")).live()
    identity = page.evaluate(machines.BACK_HOME)
    assert ask(small, f"/api/kernels/{identity}", "DELETE")[0] == 405
    assert small.kernel_of(page)


def test_scripts_travel_compressed(small):
    connection = http.client.HTTPConnection(urlsplit(small.address).netloc, timeout=30)
    for path in ("/voila/static/voila.js", "/voila/render/01_flows.ipynb"):
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        assert answer.headers["Content-Encoding"] == "gzip", path
    connection.close()


def test_a_dead_kernel_is_said_and_the_page_can_be_reloaded(small, visit):
    page = visit(small.url("01_flows", "lang=en")).live()
    os.kill(small.kernel_of(page), signal.SIGKILL)
    page.wait_for_selector(".cm-banner:visible", timeout=20_000)
    assert "The connection to the server is lost" in page.locator(".cm-banner").inner_text()
    page.locator("[data-cm-reload]:visible").click()
    page.wait_for_selector(".cm-stage.cm-is-live", timeout=machines.PATIENCE * 1000)
    assert not page.locator(".cm-banner").is_visible()


def test_leaving_a_page_ends_its_kernel(small, visit):
    page = visit(small.url("01_flows")).live()
    kernel = os.pidfd_open(small.kernel_of(page))
    page.goto("about:blank")
    ended, _, _ = select.select([kernel], [], [], 30)
    os.close(kernel)
    assert ended, "the kernel still runs"


def test_too_many_viewers_get_a_page_that_says_so(tmp_path):
    with machines.serving(
        empty_release(tmp_path), tiny.write(tmp_path / "books"), "--viewers", "1", "--pool", "0"
    ) as server:
        assert ask(server, "/voila/render/01_flows.ipynb")[0] == 200
        status, sent, _ = ask(server, "/voila/render/01_flows.ipynb?lang=en")
        assert status == 503
        assert "Every place is taken at the moment" in sent


def test_a_stopped_server_leaves_no_kernel_behind(small, tmp_path):
    with machines.serving(empty_release(tmp_path), tiny.write(tmp_path / "books")) as server:
        kernels = set(server.kernels())
        assert kernels
        assert machines.stop(server.process) == 0
    assert not [pid for pid in kernels if Path(f"/proc/{pid}").exists()]


def test_a_taken_port_is_said_in_one_sentence(small):
    port = str(urlsplit(small.address).port)
    command = [sys.executable, "-m", "crossmobility.server", "--release", str(small.notes.parent / "release")]
    tried = subprocess.run(
        [*command, "--port", port, "--lang", "en"], capture_output=True, text=True, timeout=60, check=False
    )
    assert tried.returncode == 2
    assert f"Port {port} of 127.0.0.1 is taken" in tried.stderr
    assert "Traceback" not in tried.stderr


def test_a_token_opens_the_pages_and_leaves_the_address(tmp_path, visit):
    books = tiny.write(tmp_path / "books")
    with machines.serving(empty_release(tmp_path), books, "--token", "an-open-secret", "--pool", "0") as server:
        assert ask(server, "/voila/render/01_flows.ipynb")[0] == 302
        page = visit(server.address + "flows?lang=en").page
        page.get_by_label("Token").fill("wrong")
        page.get_by_role("button", name="Open").click()
        assert page.get_by_role("alert").inner_text() == "This token is not the right one."
        page.get_by_label("Token").fill("an-open-secret")
        page.get_by_role("button", name="Open").click()
        page.wait_for_selector(".cm-stage.cm-is-live", timeout=machines.PATIENCE * 1000)
        assert "an-open-secret" not in page.url


def test_the_real_start_page_comes_alive_without_a_map(served, visit):
    visited = visit(served.url("00_start_here"))
    page = visited.live()
    assert page.locator(".cm-live .cm-page").is_visible()
    assert visited.complaints == []
    assert visited.hosts == {urlsplit(served.address).netloc}
