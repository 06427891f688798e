"""The kernels behind the dashboards: few, clean, and ended when nobody looks any more."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError
from traitlets import Integer

ENVIRONMENT: Final = frozenset(
    name
    for line in (
        "PATH HOME USER LANG LANGUAGE LC_ALL LC_CTYPE LC_MESSAGES LC_NUMERIC LC_TIME TZ TMPDIR TEMP TMP SYSTEMROOT",
        "VIRTUAL_ENV CONDA_PREFIX LD_LIBRARY_PATH DYLD_LIBRARY_PATH PYTHONPATH PYTHONHASHSEED PYTHONUTF8",
        "PYTHONNOUSERSITE PYTHONPYCACHEPREFIX MPLCONFIGDIR XDG_CACHE_HOME CROSSMOBILITY_RELEASE CROSSMOBILITY_DATA",
    )
    for name in line.split()
)
"""What a kernel inherits. The address of a request, its token and the operator's secrets are not in it."""

LONGEST_SOCKET_PATH: Final = 100
"""Unix sockets have no longer names than about 107 bytes."""


def kernel_environment(environment: Mapping[str, str], own_folder: Path) -> dict[str, str]:
    """Return the variables a kernel may see, with IPython's own files kept in ``own_folder``."""
    kept = {name: value for name, value in environment.items() if name in ENVIRONMENT}
    return {**kept, "IPYTHONDIR": str(own_folder / "ipython")}


def transport(folder: Path | None = None) -> str:
    """Return how server and kernels talk: by files of this account (``ipc``) where names fit, else by local ports."""
    longest = Path(folder or tempfile.gettempdir()) / "voila_12345678" / f"kernel-{'0' * 36}-ipc-5"
    return "ipc" if os.name == "posix" and len(os.fsencode(longest)) < LONGEST_SOCKET_PATH else "tcp"


class FewKernels(AsyncMappingKernelManager):
    """Starts at most ``viewers`` kernels beside the preheated ones and ends those that nobody watches."""

    viewers = Integer(12, config=True, help="How many people can have a page open at the same time.")
    cull_unwatched_timeout = Integer(180, config=True, help="Seconds after which a kernel without a page ends.")

    _starting = Integer(0)

    @property
    def full(self) -> bool:
        """Whether every place is taken: the viewers' and those of the preheated kernels beside them."""
        return len(self) + self._starting >= self.viewers + self._places_of_the_pool()

    async def start_kernel(self, **kwargs: Any) -> str:  # type: ignore[override]  # upstream's is an alias
        """Start a kernel with a clean environment; for a viewer only while there is a place."""
        environment = {**os.environ, **(kwargs.get("env") or {})}
        # A refused preheated kernel would stay in the pool as a failed task; the pool is limited by its own size.
        if self.full and environment.get("VOILA_PREHEAT") != "True":
            raise HTTPError(503)
        kwargs["env"] = kernel_environment(environment, Path(self.connection_dir))
        self._starting += 1
        try:
            return await super().start_kernel(**kwargs)
        finally:
            self._starting -= 1

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel whose page is closed, or was never opened; else as upstream."""
        kernel = self.get_kernel(kernel_id)
        unwatched = not self._kernel_connections.get(kernel_id, 0)
        since = getattr(kernel, "last_activity", None)
        if unwatched and since and datetime.now(UTC) - since > timedelta(seconds=self.cull_unwatched_timeout):
            await self.shutdown_kernel(kernel_id)  # type: ignore[no-untyped-call]  # upstream is untyped
        else:
            await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]  # upstream is untyped

    def _places_of_the_pool(self) -> int:
        pools: Mapping[str, list[Any]] = getattr(self, "_pools", {})
        configuration: Any = getattr(self.parent, "voila_configuration", None)
        return len(pools) * max(int(configuration.default_pool_size), 0) if configuration.preheat_kernel else 0
