"""``crossmobility serve``: check the release, start the server, say where it is, stop cleanly."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from crossmobility.errors import BadRelease, BadRequest, CrossMobilityError
from crossmobility.i18n import Language, message, translator

NOTEBOOKS: Final = Path(__file__).parents[3] / "notebooks" / "dashboards"
PORT: Final = 8866
REFUSED: Final = 2


def serve(
    release: Path,
    port: int = PORT,
    ip: str = "127.0.0.1",
    language: Language = "fr",
    token: str | None = None,
    notebooks: Path = NOTEBOOKS,
    *,
    pool: int = 1,
    viewers: int = 12,
) -> int:
    """Serve the dashboards of ``notebooks`` on ``release`` until stopped.

    Parameters
    ----------
    release : Path
        A folder with a ``manifest.json``, made by ``crossmobility build``.
    port, ip
        Where to listen. Another machine reaches it only when ``ip`` says so.
    language
        Language of what is printed here; pages follow their address.
    token
        When given, pages open only with it.
    pool
        Kernels kept ready for each page; 0 prepares none.
    viewers
        Pages that may be open at the same time.

    Returns
    -------
    int
        0 after a normal stop, 2 when nothing could be served.
    """
    t = translator(language)
    try:
        _check(release, notebooks)
        # Imported here: Voilà takes a second to load, and a wrong folder should not.
        from crossmobility.server.app import dashboards, port_is_free, unusable

        if not port_is_free(ip, port):
            raise unusable(ip, port)
        os.environ["CROSSMOBILITY_RELEASE"] = str(release.resolve())

        def announce(address: str) -> None:
            sys.stdout.write(t("The dashboards are at {address} (Ctrl-C stops them).", address=address) + "\n")
            sys.stdout.flush()

        dashboards(
            notebooks.resolve(), port=port, ip=ip, token=token, pool=pool, viewers=viewers, announce=announce
        ).start()
    except CrossMobilityError as problem:
        sys.stderr.write(problem.text(language) + "\n")
        return REFUSED
    return 0


def _check(release: Path, notebooks: Path) -> None:
    if not (release / "manifest.json").is_file():
        raise BadRelease(
            message("There is no release in {folder}.", folder=str(release)),
            message("Build one first: crossmobility build --data FOLDER --out {folder}", folder=str(release)),
        )
    if not any(notebooks.glob("*.ipynb")):
        raise BadRequest(
            message("There is no notebook in {folder}.", folder=str(notebooks)),
            message("Name the folder that holds the dashboards."),
        )
