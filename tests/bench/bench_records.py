"""How long ``check`` takes on a million placements, and how much memory: ``make bench``.

The dataset is made from a seed in a temporary folder: placements with every column the rules look at, pairs, organisations,
a few rows wrong in different ways. Nothing is asserted about time. One line of JSON per command, so runs can be compared.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from bench_intake import measured, summary

from crossmobility.intake.tables import table

SEED = 20_250_630
AS_OF = date(2025, 12, 31)
BAD_ROWS_PER_THOUSAND = 5
ORGANISATIONS = 600
ORIGINS = ("SEN", "TUN", "TGO", "BEN", "CIV", "MAR", "MDG", "VNM", "PER", "BOL")
SCHEMES = {"SC_RECIP": 182, "SC_INTL": 182, "VSI": 500, "VSI_RECIP": 500, "CAMP": 18}
FAULTS = (
    {"origin": "Ruritania"},
    {"end_on": "2013-01-01"},
    {"status": "SELECTED"},
    {"hosting_org_id": "O-0"},
    {"sdg": "18"},
    {"sex": "féminin?"},
)


def main() -> int:
    """Make the dataset, check it, print what it took."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--runs", type=int, default=1)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "bench"
        write_dataset(folder, options.rows)
        size = (folder / "placements.csv").stat().st_size
        runs = [measured(["check", str(folder), "--json"]) for _ in range(options.runs)]
        line = summary("check placements", options.rows, runs)
        print(json.dumps({**line, "file_mb": round(size / 2**20)}), flush=True)
    return 0


def write_dataset(folder: Path, rows: int) -> None:
    """Write a dataset of ``rows`` placements, a few of them wrong, the same for the same seed."""
    folder.mkdir()
    (folder / "dataset.toml").write_text(f'title_en = "Bench"\nas_of = "{AS_OF}"\nsynthetic = true\n', encoding="utf-8")
    chance = random.Random(SEED)
    write_table(folder / "organisations.csv", "organisations", (organisation(number) for number in range(1, ORGANISATIONS)))
    write_table(folder / "placements.csv", "placements", (placement(number, chance) for number in range(rows)))


def write_table(file: Path, name: str, rows: object) -> None:
    columns = table(name).columns
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(",".join(columns) + "\r\n")
        for row in rows:
            out.write(",".join(row.get(column, "") for column in columns) + "\r\n")


def organisation(number: int) -> dict[str, str]:
    yes = dict.fromkeys(("can_send", "can_host", "can_coordinate"), "true")
    kind = ("SC", "VSI")[number % 2]
    return {
        **yes,
        "org_id": f"O-{number}",
        "name": f"Organisation {number}",
        "country": "FRA",
        "org_type": "NGO_NAT",
        "is_funder": "false",
        "accreditation": kind,
        "is_synthetic": "true",
    }


def placement(number: int, chance: random.Random) -> dict[str, str]:
    """Return one placement, from application to follow-up, as its dates make it."""
    scheme = chance.choice(tuple(SCHEMES))
    abroad, start = chance.choice(ORIGINS), date(2014, 1, 1) + timedelta(days=chance.randrange(4200))
    end = start + timedelta(days=SCHEMES[scheme] - 1)
    over = end <= AS_OF
    odd = 1 if scheme.startswith("VSI") else 0
    there, back = (abroad, "FRA") if scheme.endswith("RECIP") or number % 2 else ("FRA", abroad)
    if scheme in ("SC_INTL", "VSI"):
        there, back = "FRA", abroad
    values = {
        "placement_id": f"P-{number}",
        "volunteer_id": f"V-{number}",
        "programme_id": "NONE",
        "cohort": str(start.year),
        "scheme": scheme,
        "origin": there,
        "destination": back,
        "sending_org_id": f"O-{1 + chance.randrange(ORGANISATIONS - 1)}",
        "hosting_org_id": f"O-{2 - odd + 2 * chance.randrange(ORGANISATIONS // 2 - 1)}",
        "sex": chance.choice("FMU"),
        "age_band": "22-25",
        "fewer_opportunities": chance.choice(("true", "false", "")),
        "sector": "EDUCATION",
        "sdg": str(chance.randrange(1, 18)),
        "applied_on": day(start, -200),
        "selected_on": day(start, -150),
        "authority_ok_on": day(start, -120),
        "contract_signed_on": day(start, -chance.randrange(20, 60)),
        "visa_type": "VLS_T",
        "visa_applied_on": day(start, -90),
        "visa_decided_on": day(start, -chance.randrange(20, 80)),
        "visa_outcome": "GRANTED",
        "training_on": day(start, -10),
        "training_days": "2.5",
        "planned_start_on": day(start, 0),
        "planned_end_on": day(end, 0),
        "start_on": day(start, 0),
        "end_on": day(end, 0) if over else "",
        "end_reason": "COMPLETED" if over else "",
        "interviews_done": "3",
        "satisfaction_volunteer": str(chance.randrange(1, 6)),
        "cost_eur": f"{chance.randrange(1000, 15000)}.{chance.randrange(10)}",
        "status": "COMPLETED" if over else "ACTIVE",
        "is_synthetic": "true",
        "updated_on": AS_OF.isoformat(),
    }
    if start > AS_OF:
        values |= {"start_on": "", "end_on": "", "end_reason": "", "status": "VISA"}
    if chance.randrange(1000) < BAD_ROWS_PER_THOUSAND:
        values |= chance.choice(FAULTS)
    return values


def day(from_day: date, days: int) -> str:
    return (from_day + timedelta(days=days)).isoformat()


if __name__ == "__main__":
    sys.exit(main())
