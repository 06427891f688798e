"""The standalone Voilà application that serves our notebooks and nothing else."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Final

import tornado.ioloop
from jupyter_server.utils import url_path_join
from traitlets import Bool, List, Unicode
from traitlets.config import Config
from voila.app import Voila

from crossmobility.errors import BadRequest
from crossmobility.i18n import message
from crossmobility.server import files, handlers, pages
from crossmobility.server.guard import WidgetsOnly
from crossmobility.server.kernels import FewKernels, transport

KERNEL_ID: Final = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
LARGEST_MESSAGE: Final = 1 << 20
"""Bytes of the largest message a browser may send: a selection is a few hundred."""


def configuration(pool: int, viewers: int) -> Config:
    """Return Voilà's settings for people who only look."""
    c = Config()
    c.VoilaConfiguration.template = "crossmobility"
    c.VoilaConfiguration.theme = "light"  # ours follows the reader's device; this keeps JupyterLab's own away
    c.VoilaConfiguration.allow_template_override = "NO"
    c.VoilaConfiguration.allow_theme_override = "NO"
    c.VoilaConfiguration.file_allowlist = []
    c.VoilaConfiguration.show_tracebacks = False
    c.VoilaConfiguration.strip_sources = True
    c.VoilaConfiguration.preheat_kernel = pool > 0
    c.VoilaConfiguration.default_pool_size = pool
    c.VoilaConfiguration.extension_allowlist = files.LAB_EXTENSIONS
    c.VoilaConfiguration.multi_kernel_manager_class = FewKernels
    c.VoilaConfiguration.page_config_hook = _page_config
    c.VoilaConfiguration.resources = {"crossmobility": {"words": pages.words_in_both(), "icon": pages.ICON}}
    # The next kernel is prepared when this visitor's page has come alive, not while her browser needs the machine.
    c.VoilaKernelManager.fill_delay = 3.0
    c.FewKernels.viewers = viewers
    c.FewKernels.cull_idle_timeout = 3600
    c.FewKernels.cull_connected = True
    c.FewKernels.cull_interval = 30
    c.FewKernels.buffer_offline_messages = False
    c.FewKernels.allow_tracebacks = False
    c.KernelManager.transport = transport()
    # Watched, never restarted: a new kernel would know nothing of the page, and the page must hear of the death.
    c.KernelManager.autorestart = True
    c.KernelRestarter.restart_limit = 0
    return c


def _page_config(current_page_config: dict[str, Any], base_url: str, **_: Any) -> dict[str, Any]:
    # The frontend typesets one empty formula at start; this spares the 800 kB that it would fetch for it.
    blank = url_path_join(base_url, "voila/templates/crossmobility/static/blank.js")
    return {**current_page_config, "fullMathjaxUrl": blank, "mathjaxConfig": "none"}


class Dashboards(Voila):  # type: ignore[misc]  # Voilà ships no types
    """Voilà, reduced to what managers need."""

    name = "voila"
    classes: ClassVar = [*Voila.classes, FewKernels]
    config_file_paths = List(Unicode(), [])  # a voila.json in the current folder or in a home says nothing here
    open_browser = Bool(False)
    started = Bool(False)

    def __init__(self, *, announce: Callable[[str], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.announce = announce

    @property
    def ready(self) -> bool:
        """Whether every page is prepared at this moment, so that the next visitor waits for nothing."""
        waiting = [task for pool in getattr(self.kernel_manager, "_pools", {}).values() for task in pool]
        done = [task.result()["task"] for task in waiting if task.done() and not task.exception()]
        return self.started and len(done) == len(waiting) and all(task.done() for task in done)

    def init_settings(self) -> dict[str, Any]:
        """Return Voilà's settings with our page for every unknown address."""
        settings: dict[str, Any] = super().init_settings()
        settings["default_handler_class"] = pages.NotFound
        settings["log_function"] = lambda _: None  # no log of who looked at what
        settings["compress_response"] = True  # works only here: Tornado reads it while the application is made
        settings["websocket_max_message_size"] = LARGEST_MESSAGE
        return settings

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Return the whole list of addresses; what is not here does not exist."""
        notebooks = handlers.notebooks_in(Path(self.root_dir))
        page = {
            "notebooks": notebooks,
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        kernel = rf"api/kernels/{KERNEL_ID}"
        routes: list[tuple[Any, ...]] = [
            (r"", handlers.Short, {"notebooks": notebooks}),
            (r"voila/tree.*", handlers.Short, {"notebooks": notebooks}),
            (r"voila/render/([\w-]+\.ipynb)", handlers.Page, page),
            (rf"{kernel}", handlers.Kernel),
            (rf"{kernel}/channels", handlers.Channel),
            (r"voila/api/shutdown/(.*)", handlers.Goodbye),
            (r"voila/templates/(.*)", files.TemplateFiles),
            (r"voila/static/(.*)", files.ScriptFiles, {"paths": self.static_paths}),
            (r"voila/labextensions/(.*)", files.WidgetFiles, {"path": self.labextensions_path}),
            (r"ready", handlers.Ready, {"dashboards": self}),
            (r"login", handlers.Token),
            (r"([a-z][a-z-]*)", handlers.Short, {"notebooks": notebooks}),
        ]
        return [(url_path_join(self.server_url, pattern), *rest) for pattern, *rest in routes]

    def listen(self) -> None:
        """Serve until stopped; a taken port is an error, never another port."""
        try:
            self.app.listen(self.port, self.ip)
        except OSError as problem:
            self.stop()
            raise unusable(self.ip, self.port) from problem
        self.ioloop = tornado.ioloop.IOLoop.current()
        self.ioloop.add_callback(self._warm)
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            self.log.info("stopping")
        finally:
            self.stop()

    def stop(self) -> None:
        """End every kernel, then remove the files they talk through."""
        self.ioloop = tornado.ioloop.IOLoop.current()
        self.ioloop.run_sync(self.kernel_manager.shutdown_all)
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    async def _warm(self) -> None:
        """Wait until each page has been prepared once, then say where they are."""
        pools = getattr(self.kernel_manager, "_pools", {})
        for task in [task for pool in pools.values() for task in pool]:
            try:
                prepared = await task
                await asyncio.shield(prepared["task"])
            except Exception:
                self.log.exception("a page could not be prepared")
        self.started = True
        self.announce(self._url(self.ip))


def unusable(ip: str, port: int) -> BadRequest:
    """Return the error for a port that cannot be opened."""
    return BadRequest(
        message("Port {port} of {ip} is taken or not allowed.", port=str(port), ip=ip),
        message("Stop the other server, or choose another port, for example --port {port}.", port=str(port + 1)),
    )


def port_is_free(ip: str, port: int) -> bool:
    """Say whether a server can listen there, before anything slow is started."""
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ip, port))
        except OSError:
            return False
    return True


def dashboards(
    notebooks: Path, *, port: int, ip: str, token: str | None, pool: int, viewers: int, announce: Callable[[str], None]
) -> Dashboards:
    """Return the application for one folder of notebooks, ready to start."""
    # Voilà finds a template through this variable only; environment folders come first so that nothing in the home
    # of the account shadows what was installed with us.
    os.environ["JUPYTER_PATH"] = str(pages.TEMPLATES)
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    for refusals in ("tornado.application", "tornado.general"):  # warnings there repeat addresses, tokens included
        logging.getLogger(refusals).setLevel(logging.ERROR)
    application = Dashboards(
        announce=announce,
        config=configuration(pool, viewers),
        root_dir=str(notebooks),
        port=port,
        ip=ip,
        token=token,
        connection_dir_root=tempfile.gettempdir(),
        kernel_websocket_connection_class=WidgetsOnly,
        log_level="ERROR",
    )
    application.initialize([])
    return application
