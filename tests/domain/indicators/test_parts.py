"""Whether parts add up to their whole; findings where they do not."""

from __future__ import annotations

from datetime import date
from math import nan
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from values import definition, target, value, values

from crossmobility.domain.findings import Finding
from crossmobility.domain.indicators.parts import BREAKDOWN_COLUMNS, breakdowns, parts_that_differ
from crossmobility.domain.indicators.values import COMPUTED_EDITION

DEFINITIONS = {"STARTS": definition(), "MONTHS": definition("MONTHS", unit="MONTHS", decimals=1)}
AS_OF = date(2025, 12, 31)
PARENTS = {"FR-D69": "FR-R84", "FR-D01": "FR-R84", "FR-D75": "FR-R11"}


def compared(*rows: dict[str, Any], **options: Any) -> pd.DataFrame:
    found = breakdowns(values(*rows), DEFINITIONS, as_of=AS_OF, **options)
    assert tuple(found.columns) == BREAKDOWN_COLUMNS
    return found


def findings(*rows: dict[str, Any], **options: Any) -> list[Finding]:
    return parts_that_differ(values(*rows), DEFINITIONS, as_of=AS_OF, **options)


def by_sex(women: float, men: float, **cells: Any) -> list[dict[str, Any]]:
    return [value(number, dimension="sex", category=sex, **cells) for sex, number in (("F", women), ("M", men))]


def test_parts_that_add_up_are_no_finding() -> None:
    assert findings(value(10), *by_sex(6, 4)) == []


def test_what_is_in_no_part_is_said_in_both_languages() -> None:
    (finding,) = findings(value(1_234), *by_sex(600, 400))
    assert (finding.severity, finding.rule, finding.column) == ("warning", "I-NOT-BROKEN-DOWN", "value")
    assert finding.message.in_language("en") == (
        "Starts, 2024: 234 of 1,234 not broken down by sex; the parts make 1,000. Ask the source where the rest belongs."
    )
    assert finding.message.in_language("fr").startswith("Départs, 2024")


def test_a_part_of_a_target_that_nobody_is_to_reach_is_said() -> None:
    rows = [target(100, territory=code) for code in ("FR-R11", "FR-R84")]
    (finding,) = findings(target(250), *rows, value(90))
    assert finding.message.in_language("en") == (
        "Starts, 2024: 50 of the target of 250 not broken down by region; the parts make 200. Ask who is to reach the rest."
    )


def test_parts_that_are_more_than_the_whole_are_an_error() -> None:
    (finding,) = findings(value(9), *by_sex(6, 4))
    assert (finding.severity, finding.rule, finding.value) == ("error", "I-MORE-THAN-WHOLE", "10")
    assert "10, 1 more than the whole of 9" in finding.message.in_language("en")


def test_a_hidden_part_explains_what_is_missing_but_not_what_is_too_much() -> None:
    hidden = value(nan, dimension="sex", category="X", value_status="suppressed")
    assert findings(value(12), *by_sex(6, 4), hidden) == []
    (finding,) = findings(value(9), *by_sex(6, 4), hidden)
    assert finding.severity == "error"


def test_what_does_not_add_is_not_added() -> None:
    rows = values(value(0.5), *by_sex(0.6, 0.4))
    share = {"STARTS": definition(unit="SHARE", aggregation="none")}
    assert parts_that_differ(rows, share, as_of=AS_OF) == []


def test_what_is_counted_on_records_adds_up_by_itself() -> None:
    counted = {"edition": COMPUTED_EDITION, "as_of": "2025-12-31"}
    assert findings(value(12, **counted), *by_sex(6, 4, **counted)) == []
    assert len(findings(value(12, **counted), *by_sex(6, 4))) == 1


def test_one_decimal_rounds_away_a_little_and_no_more() -> None:
    months = {"indicator": "MONTHS"}
    assert findings(value(10.1, **months), *by_sex(6.0, 4.0, **months)) == []
    assert len(findings(value(10.3, **months), *by_sex(6.0, 4.0, **months))) == 1
    assert len(findings(value(11), *by_sex(6, 4))) == 1


def test_each_dimension_and_each_scope_is_a_whole_of_its_own() -> None:
    rows = [value(10), *by_sex(6, 4), value(7, dimension="age_band", category="18-21")]
    rows += [value(5, programme="WECCEE"), *by_sex(3, 2, programme="WECCEE")]
    found = compared(*rows)
    assert found[["programme", "dimension", "whole", "together", "left"]].to_numpy().tolist() == [
        ["WECCEE", "sex", 5, 5, 0],
        ["_T", "age_band", 10, 7, 3],
        ["_T", "sex", 10, 10, 0],
    ]


def test_regions_and_departements_are_two_geographies_of_one_country() -> None:
    rows = [value(number, territory=code) for code, number in (("FR-R84", 6), ("FR-R11", 4), ("FR-D69", 3))]
    found = compared(value(10), *rows)
    assert found[["dimension", "together"]].to_numpy().tolist() == [["FR-D", 3], ["FR-R", 10]]


def test_a_departement_is_a_part_of_its_region() -> None:
    rows = [value(number, territory=code) for code, number in (("FR-R84", 6), ("FR-R11", 4))]
    rows += [value(number, territory=code) for code, number in (("FR-D69", 4), ("FR-D01", 1), ("FR-D75", 4))]
    found = compared(value(10), *rows, parents=PARENTS)
    assert found[["territory", "dimension", "whole", "together"]].to_numpy().tolist() == [
        ["FR-R11", "FR-D", 4, 4],
        ["FR-R84", "FR-D", 6, 5],
        ["_T", "FR-R", 10, 10],
    ]
    (finding,) = findings(value(10), *rows, parents=PARENTS)
    assert finding.message.in_language("en").startswith("Starts, 2024, FR-R84: 1 of 6 not broken down by département")


def test_departements_without_regions_are_parts_of_the_country() -> None:
    rows = [value(4, territory="FR-D69"), value(5, territory="FR-D75")]
    found = compared(value(10), *rows, parents=PARENTS)
    assert found[["territory", "parts", "left"]].to_numpy().tolist() == [["_T", 2, 1]]


def test_a_split_of_a_territory_belongs_to_that_territory() -> None:
    rows = [value(10), value(6, territory="FR-R84"), *by_sex(3, 2, territory="FR-R84")]
    found = compared(*rows)
    assert found[["territory", "dimension", "whole", "left"]].to_numpy().tolist() == [
        ["_T", "FR-R", 10, 4],
        ["FR-R84", "sex", 6, 1],
    ]


def test_only_the_period_asked_is_looked_at_and_of_cumulated_values_only_the_last() -> None:
    rows = [value(10), *by_sex(6, 3), value(5, period="2023"), *by_sex(2, 2, period="2023")]
    assert [finding.message.in_language("en")[:12] for finding in findings(*rows, period="2024")] == ["Starts, 2024"]
    cumulated = {"STARTS": definition(accumulation="cumulative_in_period")}
    quarters = [value(number, period=f"2024-Q{place}") for place, number in ((1, 5), (2, 9))]
    quarters += [*by_sex(2, 2, period="2024-Q1"), *by_sex(4, 4, period="2024-Q2")]
    (finding,) = parts_that_differ(values(*quarters), cumulated, as_of=AS_OF, period="2024")
    assert "2024-Q2: 1 of 9" in finding.message.in_language("en")


def test_the_editions_in_force_are_compared() -> None:
    late = {"edition": "v2", "as_of": "2025-06-30"}
    rows = values(value(10, edition="v1"), value(11, **late), *by_sex(6, 4))
    assert parts_that_differ(rows, DEFINITIONS, as_of=date(2025, 1, 31)) == []
    assert len(parts_that_differ(rows, DEFINITIONS, as_of=AS_OF)) == 1


@pytest.mark.parametrize("rows", [[], [value(10)], by_sex(6, 4), [value(), *by_sex(6, 4)]])
def test_without_a_whole_or_without_parts_there_is_nothing_to_compare(rows: list[dict[str, Any]]) -> None:
    assert compared(*rows).empty


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6), st.integers(-50, 50))
def test_the_difference_is_exactly_what_was_taken_away(parts: list[int], away: int) -> None:
    rows = [value(number, dimension="sector", category=str(place)) for place, number in enumerate(parts)]
    found = compared(value(sum(parts) + away), *rows)
    assert found["left"].tolist() == [away]
    assert len(findings(value(sum(parts) + away), *rows)) == (away != 0)
