"""``crossmobility build``: dataset folders into a release."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from crossmobility import reference
from crossmobility.commands.accounting import SHOWN, finding_line, print_account
from crossmobility.commands.console import note_lines, one_line, say, write_json, write_lines
from crossmobility.i18n import Language, translator
from crossmobility.intake.written import summary
from crossmobility.release.build import Build, Progress, built, write_release
from crossmobility.release.figures import bundled_names, dataset_folders
from crossmobility.release.manifest import Manifest, manifest_in
from crossmobility.render.formats import day


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Build a release; 0 every row accepted or left out on purpose, 1 built but rows were rejected, 2 not built."""
    out: Path = arguments.out or reference.data_folder() / "release"
    build = built(
        folders_asked(arguments.data), as_of=arguments.as_of, audience=arguments.audience, progress=noting(language)
    )
    write_release(build.figures, out)
    manifest = manifest_in(out)
    if arguments.json:
        write_json(_document(build, manifest, out, language))
    else:
        _print(build, manifest, out, language)
    return 0 if build.clean else 1


def folders_asked(named: Sequence[Path] | None) -> list[Path]:
    """Return the dataset folders a command reads: those named with ``--data``, otherwise the bundled ones."""
    if named:
        return list(named)
    folders = dataset_folders()
    return [folders[name] for name in bundled_names()]


def noting(language: Language) -> Progress | None:
    """Return what shows progress to people at a terminal; ``None`` when nobody watches."""
    return None if not sys.stderr.isatty() else lambda source, lines: note_lines(source.file, lines, language)


def say_problems(build: Build, language: Language) -> None:
    """Tell on stderr which files had rejected rows, failed expectations or warnings; silent when there is nothing."""
    t = translator(language)
    for intake in build.intakes:
        account = intake.account
        if account.rejected:
            say(
                t.plural(
                    "{file}: {count} row rejected of {lines} lines.",
                    "{file}: {count} rows rejected of {lines} lines.",
                    account.rejected,
                    file=intake.source.file,
                    lines=account.lines,
                )
            )
        grave = [finding for finding in intake.findings if finding.severity == "error"]
        for finding in grave[:SHOWN]:
            say("  " + one_line(finding_line(finding, t)))
        if len(grave) > SHOWN:
            say("  " + t("“crossmobility check {file}” lists them all.", file=intake.source.file))


def _document(build: Build, manifest: Manifest, out: Path, language: Language) -> dict[str, object]:
    return {
        "release": str(out),
        "edition": manifest.edition,
        "audience": manifest.audience,
        "datasets": [dict(dataset) for dataset in manifest.datasets],
        "tables": {name: table.rows for name, table in manifest.tables.items()},
        "files": [summary(intake, language) for intake in build.intakes],
    }


def _print(build: Build, manifest: Manifest, out: Path, language: Language) -> None:
    t = translator(language)
    for intake in build.intakes:
        print_account(intake, language)
    for dataset in build.figures.datasets:
        rows = build.figures.rows(dataset.name)
        write_lines(
            t.plural(
                "{title}: {count} flow row, as of {day}",
                "{title}: {count} flow rows, as of {day}",
                len(rows),
                title=dataset.title(language),
                day=day(dataset.as_of, language),
            )
        )
    write_lines(t("Release {edition} is in {folder}.", edition=manifest.edition[:12], folder=out))
