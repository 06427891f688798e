"""The whole sample as files: the same seed gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Final

from crossmobility.csv_text import csv_text
from crossmobility.sample import activities, agreements, observations, organisations
from crossmobility.sample.calendar import AS_OF
from crossmobility.sample.chance import Chance, Codes
from crossmobility.sample.corridors import CAMP_COUNTRIES, OUT_COUNTRIES, SERVICE_CIVIQUE_IN, VSI_IN_2023, VSI_IN_LATER
from crossmobility.sample.lives import in_order, lived
from crossmobility.sample.organisations import Organisations
from crossmobility.sample.other_schemes import (
    camps,
    departures,
    the_rest,
    vsi_in_france_2023,
    vsi_in_france_later,
    youth_projects,
)
from crossmobility.sample.plans import Plan
from crossmobility.sample.preparation import Row
from crossmobility.sample.programmes import (
    AFRICA2020,
    DENVA,
    ENLAZANDO_COUNTRIES,
    PILOT,
    PILOT_HOSTS,
    REPLACED_BY,
    africa2020,
    between_south,
    enlazando,
    pilot,
    proddige,
    weccee,
)
from crossmobility.sample.service_civique import Makers, arrivals, expected, given_up

SEED: Final = 20251231
PLACEMENTS: Final = (
    *("placement_id", "volunteer_id", "programme_id", "cohort", "scheme", "origin", "destination"),
    *("sending_org_id", "hosting_org_id", "coordinating_org_id", "pair_id", "collective_project"),
    *("sex", "age_band", "fewer_opportunities", "sector", "sdg"),
    *("applied_on", "selected_on", "authority_ok_on", "contract_signed_on"),
    *("visa_type", "visa_applied_on", "visa_decided_on", "visa_outcome", "visa_expires_on"),
    *("training_on", "training_days", "arrival_on", "formality_type", "formality_due_on", "formality_done_on"),
    *("social_cover_on", "planned_start_on", "planned_end_on", "start_on", "end_on", "end_reason"),
    *("closed_before_start_on", "closed_reason", "interviews_done", "midterm_due_on", "midterm_report_on"),
    *("final_due_on", "final_report_on", "return_on", "debrief_on", "satisfaction_volunteer", "satisfaction_host"),
    *("followup_on", "followup_status", "followup_engaged", "cost_eur", "status", "is_synthetic", "updated_on", "source"),
)
DATASET: Final = f'''# Written by "crossmobility sample". Nobody in it exists.
title_fr = "Données de démonstration synthétiques"
title_en = "Synthetic demonstration data"
as_of = "{AS_OF.isoformat()}"
synthetic = true
reference_country = "FRA"
licence = "MIT"
citation = "Cross-mobility Workbook, synthetic sample (crossmobility sample)."

note_fr = "Données de démonstration synthétiques : aucune personne n’existe, les structures sont inventées. L’équilibre d’ensemble de l’échantillon n’est pas celui de la France, qui envoie bien plus de volontaires qu’elle n’en reçoit. Les effectifs publiés sont respectés ; 59 VSI accueillis = missions commencées en 2023 et 147 = missions actives en 2024 sont notre lecture. Les pays et les dates d’Africa2020, la répartition des années sans chiffre publié et les délais de visa sont inventés."
note_en = "Synthetic demonstration data: nobody in it exists, the organisations are invented. The overall balance of the sample is not that of France, which sends far more volunteers than it receives. Published counts hold; 59 incoming VSI = placements started in 2023 and 147 = placements active in 2024 are our reading. The countries and days of Africa2020, the split of years without a published number, and the visa lead times are invented."
'''


def sample_files(seed: int = SEED) -> Mapping[str, bytes]:
    """Return the files of the sample by name; the same bytes for the same seed, on every machine."""
    makers = Makers(chance := Chance(seed), Organisations(chance, _partner_countries(), PILOT_HOSTS))
    placements = _placements(makers)
    tables: dict[str, tuple[Sequence[str], Sequence[Row]]] = {
        "placements.csv": (PLACEMENTS, placements),
        "organisations.csv": (organisations.COLUMNS, [asdict(one) for one in makers.organisations.rows]),
        "activities.csv": (activities.COLUMNS, activities.activities(chance)),
        "observations.csv": (observations.COLUMNS, observations.observations(placements)),
        "agreements.csv": (agreements.COLUMNS, agreements.agreements()),
    }
    files = {name: _table(columns, rows) for name, (columns, rows) in tables.items()}
    return {"dataset.toml": DATASET.encode("utf-8"), **files}


def write_sample(folder: Path, seed: int = SEED) -> Mapping[str, int]:
    """Write the sample into ``folder`` and return the number of rows by table; other files there are left alone."""
    files = sample_files(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return {name.removesuffix(".csv"): content.count(b"\n") - 1 for name, content in files.items() if name.endswith(".csv")}


def _placements(makers: Makers) -> list[Row]:
    """Return one row per placement. Who of 2023 is still there decides how many incoming VSI start in 2024."""
    codes = Codes(makers.chance)
    programmes: list[Plan] = [*weccee(makers, codes), *proddige(makers, codes), *africa2020(makers)]
    plans = [
        *programmes,
        *pilot(makers),
        *enlazando(makers),
        *between_south(makers),
        *arrivals(makers, programmes),
        *given_up(makers),
        *expected(makers),
        *departures(makers),
        *camps(makers),
        *youth_projects(makers),
        *the_rest(makers),
    ]
    rows = lived(plans, makers.chance, codes)
    first = lived(vsi_in_france_2023(makers), makers.chance, codes)
    gone = sum(isinstance(end := row.get("end_on"), date) and end.year == 2023 for row in first)
    later = lived(vsi_in_france_later(makers, len(first) - gone), makers.chance, codes)
    return in_order([*rows, *first, *later])


def _partner_countries() -> list[str]:
    from_year = [country for countries in SERVICE_CIVIQUE_IN.values() for country in countries]
    others = (*CAMP_COUNTRIES, *OUT_COUNTRIES, *VSI_IN_2023, *VSI_IN_LATER, *ENLAZANDO_COUNTRIES, *REPLACED_BY, *AFRICA2020)
    return [*from_year, *others, "MAR", *PILOT, *(country for ends in DENVA for country in ends)]


def _table(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> bytes:
    strange = {name for row in rows for name in row} - set(columns)
    assert not strange, f"no such columns: {strange}"
    text = csv_text(columns, ([_cell(row.get(column)) for column in columns] for row in rows))
    return text.replace("\r\n", "\n").encode("utf-8")


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value
