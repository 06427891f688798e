"""The law of intake: lines = header + accepted + left out + rejected + blank, whatever is in the file.

``CROSSMOBILITY_HYPOTHESIS=10000`` tries as many datasets; without it a few, so that everybody runs them all the time.
"""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_files import AS_OF, BACK, DAKAR, LYON, SOUND, TOML, Cells, written_table

from crossmobility.domain.status import STAGES
from crossmobility.intake.dataset import take_in_dataset
from crossmobility.intake.outcome import Intake
from crossmobility.intake.rules import RULES

EXAMPLES = int(os.environ.get("CROSSMOBILITY_HYPOTHESIS", "40"))
# Columns enough for every rule to have something to say; a real file has them in any order.
COLUMNS = (*SOUND, "pair_id", "closed_before_start_on", "closed_reason", "satisfaction_host", "coordinating_org_id")
DAYS = st.sampled_from(
    ["2023-09-01", "2024-01-15", "2024-07-14", "2024-12-31", "2025-06-30", "2026-02-01", "15/01/2024", ""]
)
WORDS = {
    "placement_id": st.sampled_from(["P-1", "P-2", "P-3", "EXEMPLE", "AIDE : un numéro"]),
    "volunteer_id": st.sampled_from(["V-1", "V-2", ""]),
    "programme_id": st.sampled_from(["NONE", "WECCEE", "PRODDIGE", "WECCE"]),
    "scheme": st.sampled_from(["SC_RECIP", "SC_INTL", "VSI", "VSI_SS", "CAMP", "NATIONAL", "Chantiers", "?"]),
    "origin": st.sampled_from(["SEN", "FRA", "Sénégal", "Suisse", "MLI", "NA", "Total", "_T", "Ruritanie"]),
    "destination": st.sampled_from(["FRA", "SEN", "France", "TUN", "Congo", ""]),
    "hosting_org_id": st.sampled_from(["O-LYON", "O-DAKAR", "O-LION"]),
    "pair_id": st.sampled_from(["", "B-1", "B-2"]),
    "age_band": st.sampled_from(["16-17", "18-21", "26-30", "60+", "U"]),
    "sdg": st.sampled_from(["4", "17", "18", "quatre"]),
    "cost_eur": st.sampled_from(["", "0", "-1", "12.5", "1,5", "=A1"]),
    "satisfaction_host": st.sampled_from(["", "5", "6"]),
    "status": st.sampled_from(STAGES),
    "end_reason": st.sampled_from(["", "COMPLETED", "JOB", "OTHER"]),
    "visa_outcome": st.sampled_from(["", "GRANTED", "REFUSED"]),
    "is_synthetic": st.sampled_from(["oui", "0", "peut-être"]),
}
CELLS = {
    column: WORDS[column] if column in WORDS else DAYS if column.endswith("_on") else st.text('ab,;"\n é', max_size=4)
    for column in COLUMNS
}
CHANGES = st.dictionaries(st.sampled_from(COLUMNS), st.none(), max_size=5).flatmap(
    lambda chosen: st.fixed_dictionaries({column: CELLS[column] for column in chosen})
)
# A row as a spreadsheet writes it, a row as an accident leaves it, or nothing at all.
LINES = st.one_of(
    CHANGES.map(lambda changes: record({**SOUND, **changes})),
    st.sampled_from(["", " , ,", "P-9,V-9", '"P-9,V-9', 'x"y', "\0", "," * 80]),
    st.text(alphabet='ab,;"\r\n \0é', max_size=30),
)
CORRECTIONS = st.lists(
    st.builds(
        lambda key, column, expected, new: {
            "table": "placements", "key": key, "column": column, "expected": expected, "new_value": new,
            "reason": "r", "by": "b", "on": "2025-01-01",
        },
        st.sampled_from(["P-1", "P-2", "P-9"]),
        st.sampled_from(["origin", "status", "cost_eur", "nothing"]),
        st.sampled_from(["SEN", "Ruritanie", "COMPLETED", ""]),
        st.sampled_from(["SEN", "", "ACTIVE"]),
    ),
    max_size=2,
)  # fmt: skip


def record(row: Cells) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([row.get(column, "") for column in COLUMNS])
    return out.getvalue()


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(LINES, max_size=8), CORRECTIONS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_no_line_of_any_dataset_is_lost_or_counted_twice(
    lines: list[str], corrections: list[Cells], ending: str, dated: bool
) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        text = ending.join([",".join(COLUMNS), *lines, record(BACK)]) + ending
        (folder / "placements.csv").write_bytes(text.encode())
        (folder / "dataset.toml").write_text(TOML if dated else 'title = "t"\n', encoding="utf-8")
        written_table(folder, "organisations", [LYON, DAKAR])
        if corrections:
            written_table(folder, "corrections", corrections)
        taken = take_in_dataset(folder)
        assert taken.unread == ()
        for intake in taken.intakes:
            check_account(intake)


def check_account(intake: Intake) -> None:
    """Count the lines of the file once more, from its bytes and from the three frames."""
    account = intake.account
    with intake.source.file.open(encoding="utf-8", newline="") as stream:
        assert account.lines == sum(1 for _ in stream)
    assert account.lines == account.header + account.accepted + account.left_out + account.rejected + account.blank
    begun = [*intake.accepted["line"], *intake.left_out["line"], *intake.rejected["line"]]
    assert len(begun) == len(set(begun))
    assert all(1 < line <= account.lines for line in begun)
    assert len(begun) <= account.accepted + account.left_out + account.rejected
    assert bool(len(intake.rejected)) == any(one.severity == "error" for one in intake.findings)
    known = {rule.code for rule in RULES}
    for finding in intake.findings:
        assert finding.rule in known or finding.rule[:2] in ("F-", "S-", "C-")
        assert finding.line is None or 1 < finding.line <= account.lines
        assert "{" not in finding.message.in_language("en").replace('"', "")


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(LINES, max_size=5))
def test_taking_a_folder_in_again_says_the_same_and_an_earlier_day_makes_nothing_worse(lines: list[str]) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "placements.csv").write_bytes("\n".join([",".join(COLUMNS), *lines]).encode())
        (folder / "dataset.toml").write_text(TOML, encoding="utf-8")
        first, again = take_in_dataset(folder), take_in_dataset(folder, as_of="2024-01-01")
        assert [one.account for one in again.intakes] == [one.account for one in first.intakes]
        assert [one.findings for one in again.intakes] == [one.findings for one in first.intakes]
        assert again.as_of == AS_OF
