"""``crossmobility template``: an Excel workbook to fill in, for one table, in one language."""

from __future__ import annotations

import argparse
from pathlib import Path

from crossmobility.commands.console import say, write_lines
from crossmobility.errors import BadRequest
from crossmobility.i18n import Language, message, translator
from crossmobility.intake.template import write_template


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Write the workbook and print where it is; never over a file that is there already."""
    out: Path = arguments.out or Path(f"{arguments.table}.xlsx")
    if out.exists():
        raise BadRequest(
            message("{file} is there already.", file=str(out)),
            message("Give another name with --out: a filled-in template must not be lost."),
        )
    try:
        write_template(arguments.table, language, out)
    except OSError as error:
        raise BadRequest(
            message("{file} cannot be written: {reason}.", file=str(out), reason=error.strerror or ""),
            message("Give the name of a file in a folder that exists, with --out."),
        ) from error
    write_lines(str(out))
    t = translator(language)
    say(t("Fill in one row a line below the example; leave the example and the help where they are."))
    return 0
