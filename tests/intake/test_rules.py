"""Every rule about records: one row that breaks it, one that keeps it, and what is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from record_files import BACK, DAKAR, LYON, Cells, accepted_ids, checked, found, placement, said

from crossmobility.intake.rules import RULES

VSI = {"scheme": "VSI_RECIP", "age_band": "26-30", "planned_end_on": "2025-01-31", "end_on": "2025-01-31"}
OF_VSI = {**LYON, "accreditation": "VSI"}
NOT_STARTED = {
    "start_on": "", "end_on": "", "end_reason": "", "status": "WITHDRAWN",
    "closed_before_start_on": "2024-01-02", "closed_reason": "WITHDRAWN",
}  # fmt: skip

# rule, severity, what breaks it, what keeps it, what is said
CASES: list[tuple[str, str, Cells, Cells, str]] = [
    ("V1", "error", {"hosting_org_id": "O-LION"}, {"hosting_org_id": "O-LYON"}, "“O-LION” names no row of organisations. Did you mean “O-LYON”?"),
    ("V1", "error", {"programme_id": "WECCE"}, {"programme_id": "WECCEE"}, "“WECCE” names no row of programmes. Did you mean “WECCEE”?"),
    ("V1", "error", {"origin": "_O"}, {"origin": "Sénégal"}, "“_O” names no row of countries"),
    ("V2", "error", {"origin": "FRA", "scheme": "OTHER"}, {"origin": "FRA", "scheme": "NATIONAL"}, "Origin and destination are both France (FRA)"),
    ("V3", "error", {"selected_on": "2023-08-31"}, {"selected_on": "2023-09-01"}, "selected_on (2023-08-31) lies before applied_on (2023-09-01)"),
    ("V3", "error", {"visa_decided_on": "2023-11-23"}, {"visa_decided_on": "2023-11-24"}, "visa_decided_on (2023-11-23) lies before visa_applied_on"),
    ("V3", "error", {"planned_end_on": "2024-01-15"}, {"planned_end_on": "2024-07-14"}, "planned_end_on (2024-01-15) does not lie after planned_start_on"),
    ("V3", "error", {"end_on": "2025-07-01", "planned_end_on": "2024-07-14"}, {}, "end_on is 2025-07-01, after 2025-06-30"),
    ("V4", "error", {"visa_outcome": "REFUSED"}, {"visa_outcome": "GRANTED"}, "The visa was refused, and yet the placement started on 2024-01-15"),
    ("V5", "error", {"status": "ACTIVE"}, {"status": "Mission achevée"}, "The status is ACTIVE, but the dates say COMPLETED. Write COMPLETED"),
    ("V5", "error", {**NOT_STARTED, "closed_reason": ""}, NOT_STARTED, "closed_before_start_on is filled in, but closed_reason is empty"),
    ("V6", "error", {"planned_end_on": "2024-07-11"}, {"planned_end_on": "2024-07-12"}, "planned for 179 days; SC_RECIP asks for 180 at least"),
    ("V6", "error", {"planned_end_on": "2025-01-15", "end_reason": "JOB", "status": "ENDED_EARLY"}, {"planned_end_on": "2025-01-14", "end_reason": "JOB", "status": "ENDED_EARLY"}, "planned for 367 days; SC_RECIP allows 366 at most"),
    ("V7", "error", {**VSI, "planned_end_on": "2026-01-24", "end_reason": "JOB", "status": "ENDED_EARLY"}, VSI, "planned for 741 days; VSI_RECIP allows 740 at most"),
    ("V7", "warning", {**VSI, "planned_end_on": "2024-07-14", "end_on": "2024-07-14"}, VSI, "planned for 182 days. A VSI_RECIP of less than 360 days gets no State aid"),
    ("V8", "error", {"age_band": "16-17"}, {"age_band": "18-21"}, "The age band is 16-17; SC_RECIP admits 18-21, 22-25"),
    ("V8", "warning", {"age_band": "26-30"}, {"age_band": "U"}, "A Service Civique is signed before the 26th birthday"),
    ("V9", "error", {"origin": "Suisse"}, {"origin": "SEN"}, "The origin Switzerland lies in the European Economic Area or is Switzerland"),
    ("V9", "warning", {"origin": "TGO"}, {"origin": "SEN"}, "The dataset has no placement from France to Togo"),
    ("V10", "error", {"destination": "TUN"}, {"destination": "FRA"}, "The scheme SC_RECIP brings volunteers to France, but the destination is Tunisia"),
    ("V11", "error", {**VSI, "scheme": "VSI_SS"}, {**VSI, "scheme": "VSI_SS", "origin": "CIV", "destination": "MAR"}, "neither leaves nor reaches France"),
    ("V12", "error", {"planned_start_on": "2022-12-12", "start_on": "2022-12-12", "planned_end_on": "2023-07-14", "end_on": "2023-07-14", "applied_on": "", "selected_on": "", "contract_signed_on": ""}, {}, "No organisation of the placement holds a valid accreditation SC on its first day"),
    ("V12", "warning", {"planned_start_on": "2025-06-29", "start_on": "2025-06-29", "planned_end_on": "2026-01-01", "end_on": "", "end_reason": "", "status": "ACTIVE"}, {}, "The accreditation SC ends before the planned end"),
    ("V12", "warning", VSI, {}, "None of the organisations of the placement holds the accreditation VSI"),
    ("V13", "warning", {"pair_id": "B-7"}, {"pair_id": ""}, "The pair has one side only"),
    ("V14", "error", {"end_reason": ""}, {"end_reason": "COMPLETED"}, "end_on is filled in, but end_reason is empty"),
    ("V14", "error", {"end_on": "", "status": "ACTIVE"}, {}, "end_reason is COMPLETED, but end_on is empty"),
    ("V15", "error", {"end_on": "2024-07-06", "status": "ENDED_EARLY"}, {"end_on": "2024-07-07"}, "end_on (2024-07-06) is more than 7 days before planned_end_on (2024-07-14)"),
    ("V16", "warning", {"end_on": "", "end_reason": "", "status": "ACTIVE"}, {}, "The placement should have ended on 2024-07-14 and has no end_on"),
    ("V17", "error", {"satisfaction_host": "6"}, {"satisfaction_host": "5"}, "“6” is not between 1 and 5"),
    ("V17", "error", {"satisfaction_volunteer": "0"}, {"satisfaction_volunteer": "1"}, "“0” is not between 1 and 5"),
    ("V18", "warning", {"volunteer_id": "V-BACK", "start_on": "2024-01-16"}, {"volunteer_id": "V-1"}, "The volunteer V-BACK is in two placements at the same time"),
    ("V19", "warning", {"origin": "MLI"}, {"origin": "SEN"}, "asked for on 2023-11-24, while the corridor was closed (Mali suspended, since 2022-11-01)"),
    ("V20", "error", {"cost_eur": "-1"}, {"cost_eur": "0.5"}, "“-1” is below 0"),
    ("V20", "warning", {"cost_eur": "0"}, {"cost_eur": ""}, "The cost is 0. Leave the cell empty if the cost is unknown"),
]  # fmt: skip


# Errors that need three rows, or two of the same corridor.
TRIED_BELOW = {"V13": {"error"}, "V18": {"error"}}


@pytest.mark.parametrize(("rule", "severity", "breaks", "keeps", "sentence"), CASES)
def test_a_row_that_breaks_a_rule_is_named_and_one_that_keeps_it_is_not(
    tmp_path: Path, rule: str, severity: str, breaks: Cells, keeps: Cells, sentence: str
) -> None:
    wrong = checked(tmp_path / "wrong", placement(**breaks))
    assert (severity, rule, 2) in found(wrong)
    assert any(sentence in one for one in said(wrong, rule)), said(wrong, rule)
    assert ("P-1" in accepted_ids(wrong)) is (severity == "warning")
    right = checked(tmp_path / "right", placement(**keeps), organisations=(LYON, DAKAR))
    assert (severity, rule, 2) not in found(right), said(right, rule)


def test_the_sound_placement_breaks_no_rule(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", placement())
    assert found(taken) == []
    assert taken.is_clean


def test_every_rule_of_the_catalogue_is_tried_here() -> None:
    assert {rule.code for rule in RULES} == {case[0] for case in CASES}
    assert [rule.code for rule in RULES] == [f"V{number}" for number in range(1, 21)]
    for rule in RULES:
        tried = {case[1] for case in CASES if case[0] == rule.code} | TRIED_BELOW.get(rule.code, set())
        assert tried == set(rule.severity.split(" or ")), rule.code


def test_an_accreditation_that_another_organisation_lends_will_do(tmp_path: Path) -> None:
    row = placement(**VSI, coordinating_org_id="O-HUB")
    hub = {**OF_VSI, "org_id": "O-HUB", "accreditation_to": ""}
    assert "V12" not in [rule for _, rule, _ in found(checked(tmp_path / "d", row, organisations=(LYON, DAKAR, hub)))]


def test_two_breaks_over_one_corridor_are_one_warning(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", placement(origin="NER"))
    assert len(said(taken, "V19")) == 1


# Pairs.


def pair(**of_second: str) -> tuple[Cells, Cells]:
    """Return the two sides of a pair of WECCEE."""
    first = placement(programme_id="WECCEE", pair_id="B-1")
    return first, {
        **BACK,
        "placement_id": "P-2",
        "volunteer_id": "V-2",
        "programme_id": "WECCEE",
        "pair_id": "B-1",
        **of_second,
    }


def test_a_pair_of_two_mirrored_sides_is_accepted(tmp_path: Path) -> None:
    assert found(checked(tmp_path / "d", *pair(), back=False)) == []


def test_sides_that_do_not_mirror_each_other_are_both_rejected(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", *pair(destination="TUN"))
    assert ("error", "V13", 2) in found(taken)
    assert accepted_ids(taken) == ["P-BACK"]
    assert "do not mirror each other" in said(taken, "V13")[0]
    assert "(Lines 2, 3.)" in said(taken, "V13")[0]


def test_a_third_row_of_a_pair_is_rejected_and_the_first_two_stay(tmp_path: Path) -> None:
    third = placement(placement_id="P-3", volunteer_id="V-3", pair_id="B-1", programme_id="WECCEE")
    taken = checked(tmp_path / "d", *pair(), third)
    assert accepted_ids(taken) == ["P-1", "P-2", "P-BACK"]
    assert said(taken, "V13") == ["“B-1” already names two placements. Give this one another pair_id, or none."]


def local_pair(**of_second: str) -> tuple[Cells, Cells]:
    first = placement(programme_id="PRODDIGE", pair_id="B-1")
    second = placement(
        placement_id="P-2",
        volunteer_id="V-2",
        programme_id="PRODDIGE",
        pair_id="B-1",
        origin="FRA",
        scheme="OTHER",
        **of_second,
    )
    return first, second


def test_a_local_pair_shares_a_place_and_one_side_need_not_move(tmp_path: Path) -> None:
    assert found(checked(tmp_path / "d", *local_pair())) == []


def test_a_local_pair_in_two_places_is_rejected(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", *local_pair(destination="SEN"))
    assert accepted_ids(taken) == ["P-BACK"]
    assert "not in the same country" in said(taken, "V13")[0]


# Duplicates.


def test_the_same_volunteer_twice_on_a_corridor_is_a_copy(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", placement(), placement(placement_id="P-2", start_on="2024-02-01"))
    assert accepted_ids(taken) == ["P-1", "P-BACK"]
    assert ("error", "V18", 3) in found(taken)


def test_one_placement_after_the_other_is_no_overlap(tmp_path: Path) -> None:
    again = placement(
        placement_id="P-2", planned_start_on="2024-07-15", start_on="2024-07-15", planned_end_on="2025-01-31",
        end_on="2025-01-31",
    )  # fmt: skip
    assert found(checked(tmp_path / "d", placement(), again)) == []


def test_what_never_started_overlaps_nothing(tmp_path: Path) -> None:
    assert found(checked(tmp_path / "d", placement(), placement(placement_id="P-2", **NOT_STARTED))) == []


# Together.


def test_a_row_that_breaks_two_rules_is_rejected_once_and_told_twice(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", placement(destination="TUN", visa_outcome="REFUSED"))
    assert [rule for _, rule, line in found(taken) if line == 2] == ["V4", "V10"]
    placements = next(intake for intake in taken.intakes if intake.source.table == "placements")
    assert (placements.account.rejected, placements.account.accepted, placements.account.lines) == (1, 1, 3)
    assert placements.rejected["rule"].tolist() == ["V4"]


def test_without_a_day_what_depends_on_one_is_not_checked_and_said_so(tmp_path: Path) -> None:
    row = placement(status="ACTIVE", end_on="", end_reason="")
    taken = checked(tmp_path / "d", row, toml='title_en = "Trial"\n')
    assert [(severity, rule) for severity, rule, _ in found(taken)] == [("info", "V5")]
    assert "V5, V16 are not checked" in said(taken, "V5")[0]


def test_many_rows_with_the_same_fault_are_one_finding_with_its_lines(tmp_path: Path) -> None:
    rows = [placement(placement_id=f"P-{n}", volunteer_id=f"V-{n}", visa_outcome="REFUSED") for n in range(9)]
    taken = checked(tmp_path / "d", *rows)
    assert len(said(taken, "V4")) == 1
    assert said(taken, "V4")[0].endswith("(Lines 2, 3, 4, 5, 6, 7 and 3 more.)")
