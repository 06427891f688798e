"""What every dashboard does alike: it speaks two languages, and shows a newer release by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

from crossmobility.i18n import Language
from crossmobility.release.watch import release_folder
from crossmobility.state import Store

FRESH_SECONDS: Final = 3.0


def speaking(store: Store) -> Callable[[Language], None] | None:
    """Return how a served page changes its language; elsewhere a page has one, and stored notebooks stay small."""
    return None if release_folder() is None else lambda language: store.choose(language=language)


def every(seconds: float, act: Any) -> None:
    """Call ``act`` again and again in the kernel's own loop, as long as the kernel lives; without a loop, never."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return

    def turn() -> None:
        try:
            act()
        finally:
            loop.call_later(seconds, turn)

    loop.call_later(seconds, turn)
