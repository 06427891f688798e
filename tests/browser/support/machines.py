"""Chromium, the dashboards' server and JupyterLab as the browser tests and the benchmark start them, and stop them."""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Playwright

CHECKOUT: Final = Path(__file__).parents[3]
DASHBOARDS: Final = CHECKOUT / "notebooks" / "dashboards"
DESK: Final = CHECKOUT / "notebooks" / "desk"
PUBLISHED: Final = CHECKOUT / "data" / "reference" / "published"
SAMPLE: Final = CHECKOUT / "data" / "sample"
PATIENCE: Final = 90.0
"""Seconds after which a machine that does not answer is a failure; nothing waits that long when all is well."""
FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BACK_HOME: Final = "() => JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"


def chromium_path(driver: Playwright) -> str:
    """Return the browser to drive: ``CROSSMOBILITY_CHROMIUM``, else the system's, else the one Playwright installed."""
    named = os.environ.get("CROSSMOBILITY_CHROMIUM", "")
    known = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    found = named or next(filter(None, known), driver.chromium.executable_path)
    if not (Path(found).is_file() or shutil.which(found)):
        raise FileNotFoundError("no Chromium: run `make browser`, or name one in CROSSMOBILITY_CHROMIUM")
    return found


def free_port() -> int:
    """Return a local port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running server of dashboards."""

    address: str
    process: subprocess.Popen[str]
    notes: Path

    def url(self, notebook: str, query: str = "") -> str:
        """Return the address of one notebook's page."""
        return f"{self.address}voila/render/{notebook}.ipynb" + (f"?{query}" if query else "")

    def kernels(self) -> dict[int, str]:
        """Return the processes the server started: id to command line."""
        mine = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if parent == self.process.pid:
                    mine[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
            except (OSError, IndexError):
                continue  # it ended while we looked
        return mine

    def kernel_of(self, page: Any) -> int:
        """Return the process behind an open page."""
        identity = page.evaluate(BACK_HOME)
        return next(pid for pid, command in self.kernels().items() if identity in command)


@contextmanager
def serving(release: Path, notebooks: Path = DASHBOARDS, *options: str) -> Iterator[Server]:
    """Serve ``notebooks`` on a free port until the block ends; then nothing of it runs any more."""
    port, notes = free_port(), release.parent / f"server-{time.monotonic_ns()}.log"
    command = [sys.executable, "-m", "crossmobility.server", "--release", release, "--notebooks", notebooks]
    with notes.open("w") as log:
        process = subprocess.Popen(
            [*map(str, command), "--port", str(port), "--lang", "en", *options],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    server = Server(f"http://127.0.0.1:{port}/", process, notes)
    try:
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
        said = process.stdout.readline() if ready else ""
        assert server.address in said, f"the server did not start: {notes.read_text()}"
        yield server
    finally:
        left = server.kernels()
        stop(process)
        for pid in [pid for pid in left if Path(f"/proc/{pid}").exists()]:
            os.kill(pid, signal.SIGKILL)


def stop(process: subprocess.Popen[Any]) -> int:
    """End a process as an operator would, and return its exit code."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        return process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait(30)


@contextmanager
def laboratory(folder: Path, environment: dict[str, str] | None = None) -> Iterator[str]:
    """Run JupyterLab on ``folder`` and give its address."""
    port = free_port()
    options = f"--no-browser --ServerApp.port={port} --ServerApp.port_retries=0 --ServerApp.ip=127.0.0.1".split()
    options += ["--IdentityProvider.token=", "--ServerApp.allow_root=True", f"--ServerApp.root_dir={folder}"]
    settings = {"JUPYTER_CONFIG_DIR": str(folder / ".config"), "JUPYTERLAB_SETTINGS_DIR": str(folder / ".settings")}
    settings |= {"JUPYTERLAB_WORKSPACES_DIR": str(folder / ".workspaces"), **(environment or {})}
    with (folder / "lab.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], stdout=log, stderr=log, env={**os.environ, **settings}
        )
    address = f"http://127.0.0.1:{port}/"
    try:
        until_answered(address + "api", process)
        yield address
    finally:
        stop(process)


def run_all(page: Any, address: str) -> None:
    """Open a notebook in JupyterLab and run every cell, as an officer does, once there is a kernel that can."""
    page.goto(f"{address}?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=PATIENCE * 1000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=PATIENCE * 1000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()


def until_answered(url: str, process: subprocess.Popen[Any]) -> None:
    """Wait until ``url`` answers; fail when the process ends or nothing comes."""
    waiting, deadline = threading.Event(), time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            waiting.wait(0.1)
    raise TimeoutError(url)


def until_warm(server: Server) -> None:
    """Wait until the server has prepared every page anew."""
    until_answered(server.address + "ready", server.process)


def outside(page: Any) -> list[str]:
    """Return the beginnings of texts that run out of the page; what scrolls in a box of its own may."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.cm-page[data-cm-ready] :is(h1, p, li, th, td, b, button, select, .cm-label)')]
        .filter((node) => node.offsetParent && !node.closest('.cm-series, .cm-hidden, .cm-scroll, .cm-scroll-x'))
        .filter((node) => { const box = node.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1; })
        .map((node) => node.textContent.slice(0, 40))"""
    )
    return found


@dataclass
class Visit:
    """An open page, every host it spoke to and everything that went wrong in it."""

    page: Any
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> Visit:
        """Note requests, console errors and uncaught errors from now on."""
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("websocket", lambda socket: self._asked(socket.url))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return self

    def _asked(self, url: str) -> None:
        if not url.startswith(("data:", "blob:")):
            self.hosts.add(urlsplit(url).netloc)

    def live(self) -> Any:
        """Wait until the page answers, and return it."""
        self.page.wait_for_selector(".cm-stage.cm-is-live", timeout=PATIENCE * 1000)
        return self.page
