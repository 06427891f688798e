"""The addresses of the server: the start page, short names, notebooks, readiness, the token."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Final

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.web import HTTPError, RequestHandler, authenticated
from voila.handler import VoilaHandler
from voila.request_info_handler import RequestInfoSocketHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler
from voila.voila_identity_provider import VoilaLoginHandler

from crossmobility.server.pages import (
    ONE_HOST,
    ReadableErrors,
    address_language,
    in_language,
    language_of,
    token_page,
)

START: Final = "00_start_here"
RENDER: Final = "voila/render/"


def notebooks_in(folder: Path) -> dict[str, str]:
    """Return the served notebooks: short name to file name (``flows``: ``01_flows.ipynb``, ``start``: the first)."""
    names = sorted(file.name for file in folder.glob("*.ipynb"))
    return {_short(Path(name).stem): name for name in names}


def _short(stem: str) -> str:
    return "start" if stem == START else re.sub(r"^\d+_", "", stem).replace("_", "-")


class Short(ReadableErrors, JupyterHandler):
    """Leads ``/`` and short names (``/flows``) to their notebook and keeps the selection in the address."""

    def initialize(self, notebooks: Mapping[str, str]) -> None:
        """Take the served notebooks by short name."""
        self.notebooks = notebooks

    @authenticated
    def get(self, name: str = "") -> None:
        """Redirect, or say that there is no such page."""
        wanted = self.notebooks.get(name or "start") or (next(iter(self.notebooks.values()), None) if not name else None)
        if wanted is None:
            raise HTTPError(404)
        # The token has done its work when this is reached: it is not carried along into the history.
        query = re.sub(r"(^|&)token=[^&]*", "", self.request.query).lstrip("&")
        self.redirect(f"{self.base_url}{RENDER}{wanted}" + (f"?{query}" if query else ""))


class Page(ReadableErrors, VoilaHandler):  # type: ignore[misc]  # Voilà ships no types
    """Serves one notebook: the prepared picture at once, in the language of the address."""

    def initialize(self, notebooks: Mapping[str, str], **kwargs: Any) -> None:
        """Take the served notebooks by short name, and Voilà's own arguments."""
        super().initialize(**kwargs)
        self.notebooks = notebooks

    @property
    def content_security_policy(self) -> str:
        """The browser may talk to this server only."""
        return ONE_HOST

    @authenticated
    async def get(self, path: str) -> None:
        """Send the notebook's page."""
        if path not in self.notebooks.values():
            raise HTTPError(404)
        if self.kernel_manager.full:
            self.set_header("Retry-After", "120")
            raise HTTPError(503)
        for name in ("template", "theme"):  # nothing in the address chooses how we look
            self.request.arguments.pop(name, None)
        self.set_header("Referrer-Policy", "same-origin")
        _ = self.xsrf_token  # reading it sets the cookie that the page's goodbye has to show
        try:
            async for part in self._in_language(self.get_generator(path=path)):
                self.write(part)
                await self.flush()
        except Exception:
            if not self._headers_written:
                raise
            self.log.exception("could not finish %s", path)
            self.finish("<script>window.cmFailed && window.cmFailed()</script>")
        finally:
            # Upstream keeps each request's query for kernels that ask for it; ours never ask.
            RequestInfoSocketHandler._cache.clear()
            self._keep_preheating(path)

    async def _in_language(self, parts: AsyncIterator[str]) -> AsyncIterator[str]:
        language = address_language(self.request) or "fr"
        head, headed = "", False
        async for part in parts:
            if headed:
                yield part
                continue
            head += part
            if "</head>" in head:
                headed = True
                yield in_language(head, language)
        if not headed:
            yield head

    def _keep_preheating(self, path: str) -> None:
        # Upstream refills a pool only after it handed out a kernel, so an emptied pool would stay cold for good.
        if self.voila_configuration.preheat_kernel and not self.kernel_manager.get_pool_size(path):
            self.kernel_manager.fill_if_needed(notebook_name=path)


class Kernel(KernelHandler):
    """Lets the page ask whether its kernel lives; ending one is the business of the page's own goodbye."""

    SUPPORTED_METHODS = ("GET", "HEAD", "OPTIONS")


class Channel(ReadableErrors, VoilaKernelWebsocketHandler):  # type: ignore[misc]  # Voilà ships no types
    """The websocket of one kernel; what may pass is the guard's business."""


class Ready(RequestHandler):
    """``/ready``: 204 when the next page would come at once, 503 while it is being prepared. Says nothing else."""

    def initialize(self, dashboards: Any) -> None:
        """Take the application that knows."""
        self.dashboards = dashboards

    def get(self) -> None:
        """Answer a machine that waits."""
        self.set_header("Cache-Control", "no-store")
        self.set_status(204 if self.dashboards.ready else 503)


class Token(ReadableErrors, VoilaLoginHandler):  # type: ignore[misc]  # Voilà ships no types
    """Asks for the token in our words."""

    def _render(self, message: Mapping[str, str] | None = None) -> None:
        self.set_header("Content-Security-Policy", ONE_HOST)
        self.write(token_page(language_of(self.request), self.xsrf_form_html(), wrong=message is not None))


class Goodbye(VoilaShutdownKernelHandler):  # type: ignore[misc]  # Voilà ships no types
    """Ends the kernel of a page that is being closed."""
