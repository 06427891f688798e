"""What the browser tests share: one Chromium, one server of the real dashboards, one of tiny notebooks, one JupyterLab."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent / "support"))
import machines
import tiny


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=machines.chromium_path(driver), args=machines.FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., machines.Visit]]:
    """Open an address in a fresh profile: ``visit(url, width=390, height=844, color_scheme="dark", ...)``."""
    contexts = []

    def open_address(url: str, width: int = 1280, height: int = 900, until: str = "load", **options: Any) -> machines.Visit:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        visited = machines.Visit(context.new_page()).watch()
        visited.page.goto(url, wait_until=until)
        return visited

    yield open_address
    for context in contexts:
        for page in context.pages:
            page.goto("about:blank")  # a reader leaves a page before she closes the browser: its kernel ends
        context.close()


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the published figures."""
    from crossmobility.release.build import built, write_release

    folder = tmp_path_factory.mktemp("release") / "release"
    write_release(built([machines.PUBLISHED]).figures, folder)
    return folder


@pytest.fixture(scope="session")
def served(release: Path) -> Iterator[machines.Server]:
    """The real dashboards."""
    with machines.serving(release) as server:
        yield server


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[machines.Server]:
    """The real dashboards on the synthetic sample."""
    from crossmobility.release.build import built, write_release

    folder = tmp_path_factory.mktemp("sampled") / "release"
    write_release(built([machines.SAMPLE]).figures, folder)
    with machines.serving(folder) as server:
        yield server


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[machines.Server]:
    """Tiny notebooks, one of which fails; the server only looks whether there is a release."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "release").mkdir()
    (folder / "release" / "manifest.json").write_text(json.dumps({}))
    with machines.serving(folder / "release", tiny.write(folder / "notebooks"), "--viewers", "40") as server:
        yield server


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab on a copy of the notebooks, which it may write."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(machines.DASHBOARDS, folder / "dashboards")
    with machines.laboratory(folder) as address:
        yield address


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """JupyterLab on a copy of the desk's notebooks, with a data folder of its own; its address and that folder."""
    folder, data = tmp_path / "lab", tmp_path / "data"
    shutil.copytree(machines.DESK, folder / "desk")
    for name in ("schema", "reference"):
        shutil.copytree(machines.CHECKOUT / "data" / name, data / name)
    with machines.laboratory(folder, {"CROSSMOBILITY_DATA": str(data)}) as address:
        yield address, data
