"""Datasets of records for the tests of intake: a sound placement, and a test changes only what matters to it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from factories import row

from crossmobility.intake.dataset import DatasetIntake, take_in_dataset
from crossmobility.intake.tables import table

Cells = dict[str, str]
AS_OF = "2025-06-30"
TOML = f'title_en = "Trial"\nas_of = "{AS_OF}"\nsynthetic = true\n'

SOUND: Cells = {
    "placement_id": "P-1",
    "volunteer_id": "V-1",
    "programme_id": "NONE",
    "cohort": "2024",
    "scheme": "SC_RECIP",
    "origin": "SEN",
    "destination": "FRA",
    "sending_org_id": "O-DAKAR",
    "hosting_org_id": "O-LYON",
    "sex": "F",
    "age_band": "18-21",
    "sector": "EDUCATION",
    "sdg": "4",
    "applied_on": "2023-09-01",
    "selected_on": "2023-10-02",
    "authority_ok_on": "2023-10-20",
    "contract_signed_on": "2023-11-20",
    "visa_type": "VLS_T",
    "visa_applied_on": "2023-11-24",
    "visa_decided_on": "2023-12-18",
    "visa_outcome": "GRANTED",
    "planned_start_on": "2024-01-15",
    "planned_end_on": "2024-07-14",
    "start_on": "2024-01-15",
    "end_on": "2024-07-14",
    "end_reason": "COMPLETED",
    "cost_eur": "4200.5",
    "status": "COMPLETED",
    "is_synthetic": "true",
    "updated_on": "2025-01-07",
}
# France sends volunteers to Senegal too, so that reciprocity holds.
BACK: Cells = {
    **SOUND,
    "placement_id": "P-BACK",
    "volunteer_id": "V-BACK",
    "scheme": "SC_INTL",
    "origin": "FRA",
    "destination": "SEN",
    "sending_org_id": "O-LYON",
    "hosting_org_id": "O-DAKAR",
}
LYON: Cells = {
    "org_id": "O-LYON",
    "name": "Maison des jeunes",
    "country": "FRA",
    "org_type": "NGO_NAT",
    "can_send": "oui",
    "can_host": "oui",
    "can_coordinate": "non",
    "is_funder": "non",
    "accreditation": "SC",
    "accreditation_from": "2023-01-01",
    "accreditation_to": "2025-12-31",
    "is_synthetic": "oui",
}
DAKAR: Cells = {
    **LYON,
    "org_id": "O-DAKAR",
    "name": "Agence",
    "country": "SEN",
    "org_type": "NAT_AGENCY",
    "accreditation": "NONE",
    "accreditation_from": "",
    "accreditation_to": "",
}


def placement(**changes: str) -> Cells:
    """Return a sound placement with these cells changed; a column that does not exist is an error."""
    return row("placements", **{**SOUND, **changes})


def written_table(folder: Path, name: str, rows: Sequence[Cells], *, file: str = "") -> Path:
    """Write a table with our own headings, those its schema declares."""
    columns = table(name).columns
    path = folder / (file or f"{name}.csv")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return path


def dataset(
    folder: Path,
    *placements: Cells,
    organisations: Sequence[Cells] = (LYON, DAKAR),
    back: bool = True,
    toml: str = TOML,
    **tables: Sequence[Cells],
) -> Path:
    """Write a dataset folder; ``back`` adds a sound placement from France to Senegal as its last row."""
    folder.mkdir(exist_ok=True)
    written_table(folder, "placements", [*placements, *([BACK] if back else [])])
    if organisations:
        written_table(folder, "organisations", organisations)
    for name, rows in tables.items():
        written_table(folder, name, rows)
    (folder / "dataset.toml").write_text(toml, encoding="utf-8")
    return folder


def found(taken: DatasetIntake, name: str = "placements") -> list[tuple[str, str, int | None]]:
    """Return severity, rule and line of the findings about one table."""
    return [
        (one.severity, one.rule, one.line)
        for intake in taken.intakes
        if intake.source.table == name
        for one in intake.findings
    ]


def said(taken: DatasetIntake, rule: str, language: str = "en") -> list[str]:
    """Return what the findings of one rule say."""
    return [one.message.in_language(language) for intake in taken.intakes for one in intake.findings if one.rule == rule]


def accepted_ids(taken: DatasetIntake) -> list[str]:
    """Return which placements were accepted."""
    return taken.records("placements")["placement_id"].tolist()


def checked(folder: Path, *placements: Cells, **options: object) -> DatasetIntake:
    """Write a dataset of these placements and take it in."""
    return take_in_dataset(dataset(folder, *placements, **options))
