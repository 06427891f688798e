"""``crossmobility check FILE --merge``: rejected rows, corrected by hand, put back into the file they came from."""

from __future__ import annotations

import argparse
from pathlib import Path

from crossmobility.commands.console import say
from crossmobility.errors import BadRequest
from crossmobility.i18n import Language, message, translator
from crossmobility.intake.merge import encoded, merged
from crossmobility.intake.source import DESCRIPTION_SUFFIX, Source
from crossmobility.intake.sources import source_for


def merged_source(arguments: argparse.Namespace, language: Language) -> Source:
    """Write the merged file into ``--out``, say where it is, and return it as a source that can be checked.

    The original stays as it is; its description, where there is one, goes with the merged file.
    """
    source = source_for(_one_file(arguments), arguments.source)
    out: Path = arguments.out
    text, count = merged(source, arguments.merge)
    is_book = source.file.suffix.lower() == ".xlsx"
    file = out / source.file.with_suffix(".csv").name if is_book else out / source.file.name
    if file.resolve() == source.file.resolve():
        raise BadRequest(
            message("The merged file would replace {file}.", file=str(source.file)),
            message("Give another folder with --out: the file as received must not be lost."),
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
        file.write_bytes(encoded(text, source))
        if source.toml is not None:
            beside = file.with_name(f"{file.stem}{DESCRIPTION_SUFFIX}")
            beside.write_bytes(source.toml.read_bytes())
    except OSError as error:
        raise BadRequest(
            message("{file} cannot be written: {reason}.", file=str(file), reason=error.strerror or ""),
            message("Check the rights and the free space there, or give another folder with --out."),
        ) from error
    t = translator(language)
    say(t.plural("{count} corrected row is in {file}.", "{count} corrected rows are in {file}.", count, file=str(file)))
    return source_for(file, source.toml)


def _one_file(arguments: argparse.Namespace) -> Path:
    files: list[Path] = arguments.files
    if len(files) != 1 or files[0].is_dir():
        raise BadRequest(
            message("--merge puts corrected rows into one file."),
            message("Give the file the rows were rejected from: crossmobility check FILE --merge REJECTED --out FOLDER"),
        )
    if arguments.out is None:
        raise BadRequest(
            message("--merge needs a folder for the merged file."),
            message("Give it with --out: the original stays as it is."),
        )
    return files[0]
