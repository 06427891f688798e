"""``python -m crossmobility.server``: the server alone, as ``crossmobility serve`` starts it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from crossmobility.i18n import LANGUAGES, system_language
from crossmobility.server.launch import NOTEBOOKS, PORT, serve


def main(arguments: list[str] | None = None) -> int:
    """Read the options and serve."""
    options = argparse.ArgumentParser(prog="python -m crossmobility.server", description=__doc__)
    options.add_argument("--release", type=Path, required=True)
    options.add_argument("--port", type=int, default=PORT)
    options.add_argument("--ip", default="127.0.0.1")
    options.add_argument("--token")
    options.add_argument("--lang", dest="language", choices=LANGUAGES, default=system_language())
    options.add_argument("--notebooks", type=Path, default=NOTEBOOKS)
    options.add_argument("--pool", type=int, default=1)
    options.add_argument("--viewers", type=int, default=12)
    return serve(**vars(options.parse_args(arguments)))


if __name__ == "__main__":
    sys.exit(main())
