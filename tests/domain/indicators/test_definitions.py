"""Definitions as data: read the same wherever they come from, and complete in both languages."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest

from crossmobility import reference
from crossmobility.domain.indicators import definitions_of, rule_for, status_rules_of
from crossmobility.domain.indicators.definitions import CODES, DEFINITION_COLUMNS, Definition

DIVIDED = ("SHARE", "RATIO", "RATE")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return reference.indicator_frame()


@pytest.fixture(scope="module")
def known(frame: pd.DataFrame) -> Mapping[str, Definition]:
    return definitions_of(frame)


def test_a_definition_speaks_both_languages(known: Mapping[str, Definition]) -> None:
    rate = known["CPL_RATE"]
    assert (rate.name("fr"), rate.name("en")) == ("Taux d’achèvement (cohorte)", "Completion rate (cohort)")
    assert rate.denominator("en") == "placements of the cohort whose planned end has passed"
    assert rate.numerator("fr") == "missions achevées" and rate.formula("en").startswith("placements completed ÷")
    assert "still running are not in the denominator" in rate.limits("en") and "en cours" in rate.limits("fr")


def test_cells_become_what_their_column_says(known: Mapping[str, Definition]) -> None:
    women, started = known["INC_WOMEN"], known["PLC_STARTED"]
    assert (women.band_low, women.band_high, women.direction, women.min_denominator) == (0.45, 0.55, "band", 20)
    assert math.isnan(started.band_low) and started.denominator("fr") == ""
    assert started.disaggregation == ("sex", "age_band", "scheme", "direction", "counterpart", "sector")
    assert (started.computed, known["TRN_READY"].computed, started.valid_from) == (True, False, date(2010, 1, 1))
    assert known["PLC_TARGET"].source_tables == ("placements", "observations")


def test_a_table_reads_the_same_as_text_as_records_and_from_a_release(frame: pd.DataFrame) -> None:
    once = definitions_of(frame)
    assert definitions_of(frame) == once, "an absent band edge equals itself"
    as_text = frame.assign(
        computed=frame["computed"].map({True: "true", False: "false"}),
        valid_from=frame["valid_from"].dt.strftime("%Y-%m-%d"),
        band_low=frame["band_low"].map(lambda edge: "" if edge != edge else str(edge)),
        min_denominator=frame["min_denominator"].astype("float64"),
    )
    assert definitions_of(as_text) == once
    assert (
        definitions_of(
            as_text.assign(band_high=frame["band_high"].astype("object").where(frame["band_high"].notna(), None))
        )
        == once
    )
    listed = frame.assign(disaggregation=frame["disaggregation"].str.split(";"))
    assert definitions_of(listed.assign(dac=frame["dac"].replace("", float("nan")))) == once


def test_a_missing_column_is_named(frame: pd.DataFrame) -> None:
    with pytest.raises(KeyError, match="min_denominator"):
        definitions_of(frame.drop(columns="min_denominator"))


def test_a_table_without_rows_defines_nothing(frame: pd.DataFrame) -> None:
    assert dict(definitions_of(frame.head(0))) == {}
    assert tuple(frame.columns) == DEFINITION_COLUMNS


def test_definitions_cannot_be_changed_by_who_reads_them(known: Mapping[str, Definition]) -> None:
    with pytest.raises(TypeError):
        known["PLC_STARTED"] = known["PLC_VM"]


def test_an_indicator_has_its_own_thresholds_or_those_of_all() -> None:
    table = reference.status_rule_frame()
    rules = status_rules_of(pd.concat([table, table.assign(indicator_id="SAT_VOL", on_track=0.99)], ignore_index=True))
    assert (rule_for(rules, "SAT_VOL").on_track, rule_for(rules, "SAT_VOL").at_risk) == (0.99, 0.8)
    assert rule_for(rules, "PLC_STARTED") == rules["_T"]
    assert (rules["_T"].on_track, rules["_T"].at_risk, rules["_T"].too_early) == (0.95, 0.8, 0.125)


# The catalogue itself.


def test_every_code_is_one_of_its_list(known: Mapping[str, Definition]) -> None:
    for one in known.values():
        for column, codes in CODES.items():
            value = getattr(one, column)
            given = value if isinstance(value, tuple) else (value,)
            assert set(given) <= {*codes, *([""] if column == "dac" else [])}, f"{one.indicator_id}.{column}"


def test_what_is_divided_says_by_what_and_from_how_many_on(known: Mapping[str, Definition]) -> None:
    for code, one in known.items():
        assert bool(one.denominator_fr) == bool(one.denominator_en), code
        if one.unit in DIVIDED:
            assert one.denominator_en and one.min_denominator > 0, code
        if one.unit in ("COUNT", "MONTHS"):
            assert not one.denominator_en and one.min_denominator == 0, code


def test_bands_have_two_ends_and_only_they(known: Mapping[str, Definition]) -> None:
    for code, one in known.items():
        edges = (not math.isnan(one.band_low), not math.isnan(one.band_high))
        assert edges == ((True, True) if one.direction == "band" else (False, False)), code
        assert one.direction != "band" or one.band_low < one.band_high, code


def test_only_counts_and_amounts_are_added(known: Mapping[str, Definition]) -> None:
    added = {code for code, one in known.items() if one.aggregation == "sum"}
    assert {known[code].unit for code in added} == {"COUNT", "MONTHS", "EUR"}
    assert all(known[code].accumulation != "stock" for code in added)
    assert known["EFF_COST"].aggregation == known["ORG_HOST"].aggregation == "none"


def test_every_text_is_there_in_both_languages_and_in_french_typography(known: Mapping[str, Definition]) -> None:
    for code, one in known.items():
        for name in ("name", "formula", "numerator", "limits"):
            french, english = (getattr(one, f"{name}_{language}") for language in ("fr", "en"))
            assert french and english and (french != english or name == "name"), f"{code}.{name}"
            assert not re.search(r"['\"]| [;!?:%]|« | »", french), f"{code}.{name}_fr: {french}"
            assert not re.search(r"[\u00a0\u202f]| [;:%]", english), f"{code}.{name}_en: {english}"
        assert one.limits_en.count(".") >= 1 and one.citation, code
    names = [one.name(language) for language in ("fr", "en") for one in known.values()]
    assert len(names) == len(set(names)) + sum(one.name_fr == one.name_en for one in known.values())


def test_nothing_unverified_is_told_as_a_fact(known: Mapping[str, Definition]) -> None:
    for code, one in known.items():
        assert "UNVERIFIED" not in " ".join(str(value) for value in vars(one).values()), code


def test_measures_of_iati_go_with_units(known: Mapping[str, Definition]) -> None:
    expected = {"SHARE": 2, "SCORE": 4, "TEXT": 5}
    assert {code: one.iati_measure for code, one in known.items()} == {
        code: expected.get(one.unit, 1) for code, one in known.items()
    }
