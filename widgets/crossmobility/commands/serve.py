"""``crossmobility serve``: the managers' dashboards, from one release."""

from __future__ import annotations

import argparse
from pathlib import Path

from crossmobility import reference
from crossmobility.i18n import Language
from crossmobility.release.manifest import manifest_in


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Serve the dashboards of a release until interrupted; a missing or altered release is said before anything starts."""
    release: Path = (arguments.release or reference.data_folder() / "release").resolve()
    manifest_in(release)
    # Imported when needed: Voilà takes a second to load, and only this command pays for it.
    from crossmobility.server.launch import serve

    return serve(release, arguments.port, arguments.ip, language, arguments.token)
