"""Noticing a new release while a page is open, without threads: the page asks, at most every few seconds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from crossmobility.errors import BadRelease
from crossmobility.release.manifest import edition_of

RELEASE_VARIABLE: Final = "CROSSMOBILITY_RELEASE"


def release_folder() -> Path | None:
    """Return the one release this process may show, or ``None`` outside ``crossmobility serve``."""
    named = os.environ.get(RELEASE_VARIABLE)
    return Path(named) if named else None


def changed_since(edition: str, folder: Path | None = None) -> bool:
    """Say whether another edition is current than the one a page shows.

    ``folder`` defaults to the release of this process. A release that is unreadable just now has not changed: the page
    keeps the last good one.
    """
    folder = folder or release_folder()
    if folder is None:
        return False
    try:
        return edition_of(folder) != edition
    except BadRelease:
        return False
