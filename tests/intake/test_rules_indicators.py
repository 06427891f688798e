"""Definitions that cannot be meant, and observations that do not fit theirs: what is said, where, and what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from factories import csv_of, full, row

from crossmobility.domain.findings import Finding
from crossmobility.intake.accounts import take_in
from crossmobility.intake.drafts import drafted
from crossmobility.intake.keys import check_keys
from crossmobility.intake.rules import EVERY_RULE, RULES
from crossmobility.intake.rules_indicators import (
    INDICATOR_RULES,
    check_definitions,
    check_observations,
    programme_dates,
)
from crossmobility.intake.rules_programmes import PROGRAMME_RULES
from crossmobility.intake.source import Source
from crossmobility.intake.sources import source_for
from crossmobility.intake.stack import Stack
from crossmobility.reference import indicators

Cells = dict[str, str]
SOUND = full("indicators", indicator_id="TRN_HOURS")
DIVIDED: Cells = {"unit": "SHARE", "denominator_fr": "réponses", "denominator_en": "answers"}
BAND: Cells = {**DIVIDED, "direction": "band", "band_low": "0.4", "band_high": "0.6"}
TARGET = row(
    "observations",
    indicator_id="PLC_STARTED",
    programme_id="WECCEE",
    period="2025",
    value="25",
    value_type="target_initial",
)


def stack_of(folder: Path, name: str, *rows: Cells) -> Stack:
    """Return rows of a table as the rules see them."""
    file = folder / f"{name}.csv"
    file.write_text(csv_of([{**row(name), **cells} for cells in rows]), encoding="utf-8")
    return Stack([drafted(Source(name, file))])


def findings(stack: Stack) -> list[Finding]:
    return [one for draft in stack.drafts for one in draft.closed().findings if one.severity != "info"]


def defined(folder: Path, **changes: str) -> list[Finding]:
    """Return what is said of one definition with these cells changed."""
    stack = stack_of(folder, "indicators", {**SOUND, **changes})
    check_definitions(stack)
    return findings(stack)


def observed(
    folder: Path, *changes: Cells, dates: dict[str, tuple[date | None, date | None]] | None = None
) -> list[Finding]:
    """Return what is said of targets with these cells changed."""
    stack = stack_of(folder, "observations", *({**TARGET, **each} for each in changes))
    check_observations(stack, indicators(), dates or {})
    return findings(stack)


def test_a_sound_definition_and_a_sound_target_are_not_spoken_of(tmp_path: Path) -> None:
    assert defined(tmp_path) == [] == observed(tmp_path, {})
    assert defined(tmp_path, **BAND) == []


# rule, severity, column, cells that break it, cells that keep it, what is said, in French
CASES: list[tuple[str, str, str, Cells, Cells, str, str]] = [
    ("I1", "error", "unit", {"unit": "PERCENT"}, {"unit": "DAYS"}, "“PERCENT” is not a code of “unit”. Known names: COUNT, MONTHS, SHARE", "n’est pas un code de"),
    ("I1", "error", "unit", {"unit": "SHARES", "denominator_fr": "x"}, DIVIDED, "Did you mean “SHARE”?", "Vouliez-vous dire"),
    ("I1", "error", "level", {"level": "result"}, {"level": "outcome"}, "“result” is not a code of “level”", "n’est pas un code de"),
    ("I1", "error", "disaggregation", {"disaggregation": "sex;gender"}, {"disaggregation": "sex;age_band"}, "“gender” is not a code of “disaggregation”", "n’est pas un code de"),
    ("I1", "error", "dac", {"dac": "EFFECTIVE"}, {"dac": ""}, "Did you mean “EFFECTIVENESS”?", "Vouliez-vous dire"),
    ("I2", "error", "denominator_fr", {**DIVIDED, "numerator_fr": "", "numerator_en": ""}, DIVIDED, "There is a denominator but no numerator.", "dénominateur"),
    ("I2", "warning", "denominator_fr", {"unit": "RATIO"}, {**DIVIDED, "unit": "RATIO"}, "The unit is RATIO, but there is no denominator.", "dénominateur"),
    ("I3", "error", "band_low", {**BAND, "band_high": ""}, BAND, "The band has one end only.", "borne"),
    ("I3", "error", "band_low", {"band_high": "3"}, {}, "The band has one end only.", "borne"),
    ("I3", "error", "direction", {"direction": "band"}, BAND, "The direction is band, but there is no band.", "fourchette"),
    ("I3", "error", "band_low", {**BAND, "band_low": "0.6"}, BAND, "band_low is not below band_high.", "band_low"),
    ("I3", "warning", "direction", {**BAND, "direction": "increase"}, BAND, "There is a band, but the direction is not band", "fourchette"),
    ("I4", "error", "computed", {"computed": "true"}, {"computed": "false"}, "The workbook has no rule to compute TRN_HOURS. Write false", "TRN_HOURS"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "severity", "column", "breaks", "keeps", "sentence", "french"), CASES)
def test_a_bad_definition_is_named_with_its_line_its_column_and_what_to_do(
    tmp_path: Path, rule: str, severity: str, column: str, breaks: Cells, keeps: Cells, sentence: str, french: str
) -> None:
    (tmp_path / "right").mkdir()
    (one,) = [each for each in defined(tmp_path, **breaks) if each.rule == rule and each.severity == severity]
    assert (one.line, one.column, one.table) == (2, column, "indicators")
    assert sentence in one.message.in_language("en")
    assert one.message.in_language("en").count(".") >= 2, "what is wrong, then what to do"
    assert french in one.message.in_language("fr")
    assert [each for each in defined(tmp_path / "right", **keeps) if each.rule == rule] == []


def test_a_bad_definition_is_rejected_and_a_doubtful_one_is_not(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, "indicators", {**SOUND, "unit": "KILOS"}, {**SOUND, "indicator_id": "B", "unit": "RATIO"})
    check_definitions(stack)
    assert stack.good.tolist() == [False, True]


def test_two_definitions_with_one_code_are_an_error_beside_each_other_and_beside_ours(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, "indicators", SOUND, {**SOUND, "name_en": "Other"}, {**SOUND, "indicator_id": "PLC_STARTED"})
    check_keys(stack, indicators())
    said = {one.line: one.message.in_language("en") for one in findings(stack)}
    assert "“TRN_HOURS” already names another row" in said[3]
    assert "“PLC_STARTED” is already in the reference table: a dataset may add rows, not change them" in said[4]
    assert stack.good.tolist() == [True, False, False]


def test_a_file_of_definitions_is_checked_on_its_own(tmp_path: Path) -> None:
    file = tmp_path / "indicators.csv"
    file.write_text(csv_of([{**SOUND, "unit": "KILOS"}, {**SOUND, "indicator_id": "B"}]), encoding="utf-8")
    intake = take_in(source_for(file))
    assert [(one.rule, one.line) for one in intake.findings if one.severity == "error"] == [("I1", 2)]
    assert intake.accepted["indicator_id"].tolist() == ["B"]


def test_a_code_of_ours_may_be_called_computed(tmp_path: Path) -> None:
    assert defined(tmp_path, indicator_id="CPL_RATE", computed="true") == []


def test_an_observation_of_nothing_is_rejected_with_the_nearest_code(tmp_path: Path) -> None:
    (one,) = observed(tmp_path, {"indicator_id": "PLC_START", "value_type": "actual"})
    assert (one.severity, one.rule, one.line, one.column, one.value) == ("error", "I5", 2, "indicator_id", "PLC_START")
    assert "“PLC_START” names no row of indicators. Did you mean “PLC_STARTED”?" in one.message.in_language("en")


def test_a_target_before_its_definition_holds_is_a_warning(tmp_path: Path) -> None:
    (one,) = observed(tmp_path, {"period": "2009"}, {"period": "2010"})
    assert (one.severity, one.rule, one.line, one.column) == ("warning", "I6", 2, "period")
    assert one.message.in_language("en").startswith(
        "PLC_STARTED is defined from 2010-01-01 on, and the target is for 2009."
    )


def test_a_target_outside_the_dates_of_its_programme_is_a_warning(tmp_path: Path) -> None:
    dates = {"WECCEE": (date(2014, 11, 1), date(2025, 7, 31)), "PRODDIGE": (None, None)}
    early, late, inside = {"period": "2013"}, {"period": "2026"}, {"period": "2025"}
    other = {"programme_id": "PRODDIGE", "period": "2026"}
    found = observed(tmp_path, early, late, inside, other, dates=dates)
    assert [(one.severity, one.rule, one.line) for one in found] == [("warning", "I7", 2), ("warning", "I7", 3)]
    assert "WECCEE runs from 2014-11-01 to 2025-07-31, and the target is for 2026." in found[1].message.in_language("en")


@pytest.mark.parametrize(
    ("indicator", "text", "short"),
    [
        ("CPL_RATE", "2025-Q1", True),
        ("CPL_RATE", "2025", False),
        ("CPL_RATE", "2024-01-01/2025-12-31", False),
        ("PLC_STARTED", "2025-02", False),
        ("PLC_STARTED", "2025-02-01/2025-02-07", True),
        ("PLC_VM", "2025-Q1", False),
        ("PLC_VM", "2025-03", True),
        ("INC_WOMEN", "2025-H1", False),
    ],
)
def test_a_target_is_not_for_less_than_the_indicator_is_reported(
    tmp_path: Path, indicator: str, text: str, short: bool
) -> None:
    found = observed(tmp_path, {"indicator_id": indicator, "period": text})
    assert [one.rule for one in found] == (["I8"] if short else [])
    if short:
        assert f"the target is for {text}, which is shorter." in found[0].message.in_language("en")


def test_what_was_observed_is_not_judged_as_a_target(tmp_path: Path) -> None:
    assert (
        observed(tmp_path, {"value_type": "actual", "period": "2009"}, {"value_type": "baseline", "period": "2009-Q1"})
        == []
    )


def test_a_definition_of_the_dataset_counts_like_one_of_ours(tmp_path: Path) -> None:
    own = replace(indicators()["PLC_STARTED"], indicator_id="TRN_HOURS", frequency="year")
    stack = stack_of(tmp_path, "observations", {**TARGET, "indicator_id": "TRN_HOURS", "period": "2025-Q2"})
    check_observations(stack, {**indicators(), "TRN_HOURS": own}, {})
    assert [one.rule for one in findings(stack)] == ["I8"]


def test_dates_of_a_programme_are_those_of_all_its_countries() -> None:
    day = pd.Timestamp
    rows = pd.DataFrame(
        {
            "programme_id": ["A", "A", "B", "B"],
            "valid_from": [day("2014-01-01"), day("2016-01-01"), day("2020-01-01"), pd.NaT],
            "valid_to": [day("2018-12-31"), pd.NaT, day("2021-12-31"), day("2022-12-31")],
        }
    )
    assert programme_dates(rows) == {"A": (date(2014, 1, 1), None), "B": (None, date(2022, 12, 31))}


def test_many_targets_with_one_fault_are_one_finding(tmp_path: Path) -> None:
    many = [{"period": "2009", "edition": str(number)} for number in range(400)]
    (one,) = observed(tmp_path, *many)
    assert one.message.in_language("en").endswith("(Lines 2, 3, 4, 5, 6, 7 and 394 more.)")


def test_every_rule_about_indicators_is_tried_here_and_listed_with_the_others() -> None:
    tried = {case[0] for case in CASES} | {"I5", "I6", "I7", "I8"}
    assert {rule.code for rule in INDICATOR_RULES} == tried
    assert (*RULES, *INDICATOR_RULES, *PROGRAMME_RULES) == EVERY_RULE
    assert len({rule.code for rule in EVERY_RULE}) == len(EVERY_RULE)
    assert np.all([rule.sentence.in_language("fr") != rule.sentence.in_language("en") for rule in INDICATOR_RULES])
