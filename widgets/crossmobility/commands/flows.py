"""``crossmobility flows``: the numbers behind the map, as a table, CSV or JSON."""

from __future__ import annotations

import argparse
from collections.abc import Hashable, Mapping, Sequence
from typing import Final

import pandas as pd

from crossmobility import reference
from crossmobility.commands.build import folders_asked, noting, say_problems
from crossmobility.commands.console import plain_number, say, write_csv, write_json
from crossmobility.commands.flow_bands import banded
from crossmobility.commands.flow_tables import notes, print_answer
from crossmobility.commands.question import Chosen, Question, chosen_rows, families, question_in
from crossmobility.domain.flows import flow_table, pair_table
from crossmobility.i18n import Language
from crossmobility.release.build import built
from crossmobility.release.figures import Figures

MEASURES: Final = ("placements", "volunteer_months")
PAIR_MEASURES: Final = ("forward", "back", "gross", "net", "balance", "ratio")

Answer = tuple[Chosen, pd.DataFrame]


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Answer a question on flows; 0 answered, 1 answered but rows of the files were rejected, 2 not answered."""
    build = built(folders_asked(arguments.data), as_of=arguments.as_of, progress=noting(language))
    answers = _answers(build.figures, question_in(arguments, build.figures))
    if arguments.format == "json":
        write_json([record for chosen, table in answers for record in records(chosen, table, len(answers) > 1)])
    elif arguments.format == "csv":
        _write_csv(answers)
    for chosen, table in answers:
        if arguments.format == "table":
            print_answer(chosen, table, language)
        else:
            for note in notes(chosen, table, language):
                say(note)
    say_problems(build, language)
    return 0 if build.clean else 1


def _answers(figures: Figures, question: Question) -> list[Answer]:
    every = [chosen_rows(figures, dataset, question) for dataset in figures.datasets]
    return [(chosen, answer(chosen)) for chosen in every]


def answer(chosen: Chosen) -> pd.DataFrame:
    """Return the answer's table: one row per ``chosen.keys`` and basis; unknown numbers are NaN and have a status.

    Pairs also have a band (:func:`~crossmobility.commands.flow_bands.banded`).
    """
    if "pair" in chosen.keys:
        table = pair_table(
            chosen.rows,
            chosen.reference,
            by=[key for key in chosen.keys if key != "pair"],
            families=None if chosen.mixes_schemes else families(),
            absent_is_zero=chosen.absent_is_zero,
        )
        return banded(chosen, table)
    return flow_table(chosen.rows, chosen.keys, country_frame=reference.country_frame())


def records(chosen: Chosen, table: pd.DataFrame, several: bool) -> list[dict[str, object]]:
    """Return the answer as scripts read it: codes, whole numbers as int, unknown ones ``None`` beside their status.

    With several datasets each record also names its own: they are compared, never added.
    """
    pairs = "pair" in chosen.keys
    found = []
    for row in table.to_dict("records"):
        record: dict[str, object] = {"dataset": chosen.dataset.name} if several else {}
        record |= {key: _key(row, key) for key in (*chosen.keys, "basis")}
        record |= {name: _number(row, name) for name in (PAIR_MEASURES if pairs else MEASURES)}
        record |= {"band": row["band"]} if pairs else {}
        found.append({**record, "status": row["status"]})
    return found


def _key(row: Mapping[Hashable, object], key: str) -> object:
    return [row["a"], row["b"]] if key == "pair" else row[key]


def _number(row: Mapping[Hashable, object], name: str) -> int | float | None:
    value = row.get(name)
    return plain_number(value) if isinstance(value, int | float) else None


def _write_csv(answers: Sequence[Answer]) -> None:
    several = len(answers) > 1
    every = [record for chosen, table in answers for record in records(chosen, table, several)]
    pairs = any("pair" in chosen.keys for chosen, _ in answers)
    keys = list(dict.fromkeys(key for chosen, _ in answers for key in chosen.keys))
    measures = (*PAIR_MEASURES, "band") if pairs else MEASURES
    head = ["dataset"] * several + keys + ["basis", *measures, "status"]
    write_csv(head, [[_cell(record.get(name)) for name in head] for record in every])


def _cell(value: object) -> object:
    return "-".join(map(str, value)) if isinstance(value, list) else value
