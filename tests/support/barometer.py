"""The barometer of the French government on the Service Civique, flattened into a dataset as an officer would write it.

Three files of nested JSON (national, regions, départements) become ``observations.csv``, with a definition of its own in
``indicators.csv`` and a ``dataset.toml``. Nothing of it is copied into the project: it is written where a test asks.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

NAME = "BAR_ENGAGED"
AS_OF = "2022-06-30"
EDITION = "baromètre 2022-06-30"
PROVISIONAL = ("2021-12-31", "2022-03-31")
FOLDER = "barometre-service-civique"
FILES = {"national": ("", ""), "regional": ("reg", "FR-R"), "departemental": ("dep", "FR-D")}
DEFINITION = {
    "indicator_id": NAME,
    "name_fr": "Jeunes volontaires depuis janvier",
    "name_en": "Young volunteers since January",
    "level": "output",
    "dac": "EFFECTIVENESS",
    "formula_fr": "jeunes ayant fait au moins un jour de mission depuis le 1er janvier",
    "formula_en": "young people with at least one day of mission since 1 January",
    "numerator_fr": "jeunes",
    "numerator_en": "young people",
    "unit": "COUNT",
    "iati_measure": "1",
    "direction": "increase",
    "accumulation": "cumulative_in_period",
    "aggregation": "sum",
    "basis": "active",
    "disaggregation": "territory",
    "frequency": "quarter",
    "min_denominator": "0",
    "decimals": "0",
    "owner_role": "MONITORING_OFFICER",
    "computed": "false",
    "source_tables": "observations",
    "due_days": "30",
    "limits_fr": "Compte des personnes, non des missions.",
    "limits_en": "Counts people, not placements.",
    "version": "1",
    "valid_from": "2010-01-01",
    "citation": "Baromètre des résultats de l'action publique",
}
Observation = dict[str, str]


def trial_folder() -> Path:
    """Return the folder of the three files among the trial files."""
    return Path(os.environ["CROSSMOBILITY_TRIALS"]) / FOLDER


def write_barometer(source: Path, folder: Path) -> Path:
    """Write the dataset into ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dataset.toml").write_text(
        'title_fr = "Baromètre du Service Civique"\ntitle_en = "Service Civique barometer"\n'
        f'as_of = {AS_OF}\nlicence = "Licence Ouverte"\ncitation = "Agence de services et de paiement"\n',
        encoding="utf-8",
    )
    _write(folder / "indicators.csv", [DEFINITION])
    _write(folder / "observations.csv", list(observations(source)))
    return folder


def observations(source: Path) -> Iterator[Observation]:
    """Yield one row per number of the three files: all values first, then all targets of a territory."""
    for name, (key, prefix) in FILES.items():
        for territory in json.loads((source / f"OVQ-SPA-{name}.json").read_text(encoding="utf-8")):
            code = f"{prefix}{territory[key]}" if key else ""
            yield from _values(territory, code)
            yield from _targets(territory, code)


def quarter(day: str) -> str:
    """Return the quarter that ends on a day."""
    when = date.fromisoformat(day)
    return f"{when.year}-Q{when.month // 3}"


def _values(territory: Mapping[str, Any], code: str) -> Iterator[Observation]:
    for point in territory["nb-jeunes-engages"]:
        status = "provisional" if point["date"] in PROVISIONAL else "reported"
        yield _row(code, quarter(point["date"]), "actual", point["value"], point["date"], status)


def _targets(territory: Mapping[str, Any], code: str) -> Iterator[Observation]:
    target = territory["targets"]["nb-jeunes-engages"]
    # A département has no target: nothing was said, so there is no row.
    if target["target"] is not None:
        yield _row(code, target["target_date"][:4], "target_initial", target["target"], AS_OF, "reported")


def _row(territory: str, period: str, value_type: str, value: float, as_of: str, status: str) -> Observation:
    return {
        "indicator_id": NAME,
        "programme_id": "_T",
        "scheme": "",
        "period": period,
        "territory": territory,
        "dimension": "",
        "category": "",
        "value_type": value_type,
        "edition": EDITION,
        "numerator": "",
        "denominator": "",
        "value": str(value),
        "value_status": status,
        "as_of": as_of,
        "source": "barometre-resultats",
        "is_synthetic": "false",
    }


def _write(file: Path, rows: Sequence[Mapping[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
