"""A manager's questions on a year, each worked out by hand."""

from __future__ import annotations

from math import isnan, nan

import pandas as pd
from exchanges import FAMILIES, Rows, way, years
from tables import table
from values import definition, target, value, values

from crossmobility.domain.programmes.director import (
    Dependence,
    ReasonsOfEnd,
    cohorts,
    cost,
    dependence,
    long_owed,
    one_way_corridors,
    opportunities,
    reasons_of_end,
    six_months,
    targets,
)
from crossmobility.domain.programmes.organisations import ORGANISATION_COLUMNS
from crossmobility.domain.programmes.stages import STAGE_COLUMNS

AS_OF = "2025-12-31"
COUNTED = {"edition": "computed", "as_of": AS_OF}
STARTED = definition("PLC_STARTED", frequency="year")


def lines(frame: pd.DataFrame) -> list[list[object]]:
    return [[None if cell != cell else cell for cell in line] for line in frame.to_numpy(dtype=object).tolist()]


def whole(indicator: str, above: float, below: float, **cells: object) -> dict[str, object]:
    share = above / below if below else nan
    return value(share, indicator=indicator, numerator=above, denominator=below, **{**COUNTED, **cells})


def test_every_target_stands_with_both_achievements() -> None:
    scope = {"indicator": "PLC_STARTED", "programme": "WECCEE"}
    tracked = table(
        [STARTED, definition()],
        target(50, **scope),
        target(40, value_type="target_revised", edition="plan v2", **scope),
        value(36, **scope),
        target(10, indicator="PLC_STARTED", scheme="SC_RECIP"),
        value(12, indicator="PLC_STARTED", scheme="SC_RECIP"),
        value(3, indicator="PLC_STARTED", scheme="VSI"),
        target(9, indicator="STARTS"),
        programme=None,
        scheme=None,
    )
    found = targets(tracked).set_index(["programme", "scheme"])
    assert len(found) == 2, "only what has a target, and only placements started"
    weccee, recip = found.loc[("WECCEE", "_T")], found.loc[("_T", "SC_RECIP")]
    assert (weccee["period"], weccee["initial"], weccee["revised"], weccee["actual"]) == ("2024", 50, 40, 36)
    assert (weccee["achievement_initial"], weccee["achievement_revised"]) == (0.72, 0.9)
    assert (recip["initial"], recip["actual"], recip["achievement_initial"]) == (10, 12, 1.2)
    assert isnan(recip["revised"]) and isnan(recip["achievement_revised"]), "it was never revised"
    assert (weccee["status"], recip["status"]) == ("at_risk", "achieved")


def test_a_target_of_several_years_is_measured_by_their_sum() -> None:
    scope = {"indicator": "PLC_STARTED", "programme": "WECCEE"}
    several = target(100, period="2023-01-01/2026-12-31", as_of="2023-01-01", **scope)
    tracked = table(STARTED, several, value(20, period="2023", **scope), value(30, **scope), programme=None, scheme=None)
    (line,) = targets(tracked)[["period", "initial", "actual", "achievement_initial"]].to_numpy().tolist()
    assert line == ["2023-01-01/2026-12-31", 100, 50, 0.5]


def test_one_way_corridors_are_those_of_three_years(flows: Rows) -> None:
    rows = flows(
        *years(("SEN", "FRA"), {"2017": 4, "2019": 5}),
        *years(("FRA", "SEN"), {"2016": 2}),
        way("TUN", "FRA", 3),
        way("FRA", "TUN", 1, period="2017"),
        way("FRA", "PER", 7, scheme="VSI"),
        way("PER", "FRA", 7, scheme="CAMP", period="2018"),
    )
    found = one_way_corridors(rows, "FRA", "2019", families=FAMILIES, complete_to=AS_OF)
    assert lines(found) == [["SEN", "FRA", 9, "2016"]], "of Peru two families go both ways between them"
    apart = one_way_corridors(rows, "FRA", "2019", families=FAMILIES, schemes=["SC", "VSI"], complete_to=AS_OF)
    assert apart.columns.tolist() == ["scheme", "origin", "destination", "volume", "last_return"]
    assert lines(apart) == [["SC", "SEN", "FRA", 9, "2016"], ["VSI", "FRA", "PER", 7, ""]]


def test_an_unpublished_return_is_no_one_way_corridor(flows: Rows) -> None:
    rows = flows(way("SEN", "FRA", 5, basis="not_stated"), way("TUN", "FRA", 4, basis="not_stated"))
    assert one_way_corridors(rows, "FRA", "2019", families=FAMILIES).empty
    stated = pd.concat([rows, flows(way("FRA", "TUN", 0, basis="not_stated"))], ignore_index=True)
    assert one_way_corridors(stated, "FRA", "2019", families=FAMILIES)["origin"].tolist() == ["TUN"]


def test_cost_stands_scheme_by_scheme_and_together() -> None:
    def of(scheme: str) -> dict[str, object]:
        return {"dimension": "scheme", "category": scheme} if scheme != "_T" else {}

    rows = values(
        value(130.0, indicator="PLC_VM", numerator=130.0, **COUNTED),
        whole("EFF_COST", 70000, 100),
        whole("EFF_COVERED", 18, 20),
        value(120.0, indicator="PLC_VM", numerator=120.0, **COUNTED, **of("VSI")),
        whole("EFF_COST", 69000, 90, **of("VSI")),
        whole("EFF_COVERED", 15, 16, **of("VSI")),
        value(10.0, indicator="PLC_VM", numerator=10.0, **COUNTED, **of("CAMP")),
        whole("EFF_COST", 1000, 10, **of("CAMP")) | {"value": nan},  # below the least number of months
        whole("EFF_COVERED", 3, 4, **of("CAMP")) | {"value": nan},
        whole("EFF_COVERED", 0, 2, **of("ESC")) | {"value": nan},  # ended, and nothing delivered in the year
        whole("EFF_COST", 99, 1, scheme="SC"),
    )
    assert lines(cost(rows, "2024")) == [
        ["CAMP", 10, None, None, 3, 4, "reported"],
        ["ESC", 0, None, None, 0, 2, "not_applicable"],
        ["VSI", 120, 69000 / 90, 0.9375, 15, 16, "reported"],
        ["_T", 130, 700, 0.9, 18, 20, "reported"],
    ]
    assert cost(values(), "2024").empty


def test_a_cohort_stands_beside_the_one_before() -> None:
    stages = pd.DataFrame(
        [
            {"period": "2023", "running": 1.0},
            {"period": "2024", "running": 4.0},
            {"period": "2024", "running": 3.0},
            {"period": "2025", "running": 50.0},
        ],
        columns=list(STAGE_COLUMNS),
    )
    rows = values(
        whole("CPL_EARLY", 5, 40, period="2023"), whole("CPL_EARLY", 6, 30), whole("CPL_EARLY", 1, 9, direction="in")
    )
    assert lines(cohorts(rows, stages, "2024")) == [["2023", 5, 40, 1], ["2024", 6, 30, 7]]
    assert lines(cohorts(rows, stages[:0], "2024")) == [["2023", 5, 40, None], ["2024", 6, 30, None]]
    assert lines(cohorts(values(), stages[:0], "2024")) == [["2023", None, None, None], ["2024", None, None, None]]


def test_reasons_are_what_is_early_and_not_adverse() -> None:
    rows = values(whole("CPL_EARLY", 10, 40), whole("CPL_ADV", 7, 40))
    assert reasons_of_end(rows, "2024") == ReasonsOfEnd(early=10, job_or_studies=3)
    assert isnan(reasons_of_end(rows.head(1), "2024").job_or_studies)


def test_dependence_is_on_five_countries_and_on_one_host() -> None:
    usual = {"role": "hosting", "place": "_T", "programme": "_T", "scheme": "_T", "period": "2024"}
    organisations = pd.DataFrame(
        [
            {**usual, "largest": 6.0, "placements": 40.0},
            {**usual, "role": "sending", "largest": 20.0, "placements": 41.0},
            {**usual, "place": "SEN", "largest": 5.0, "placements": 9.0},
        ],
        columns=list(ORGANISATION_COLUMNS),
    )
    rows = values(whole("GEO_TOP5", 18, 30), whole("GEO_TOP5", 9, 10, direction="in"))
    assert dependence(rows, organisations, "2024") == Dependence(18, 30, 6, 40)
    later = dependence(rows, organisations, "2025", complete_to=AS_OF)
    assert (isnan(later.total), later.largest_host, later.host_placements) == (True, 0, 0)
    assert isnan(dependence(rows, organisations, "2025").largest_host)


def test_opportunities_stand_for_both_steps_and_all_three_answers() -> None:
    some, others = ({"dimension": "fewer_opportunities", "category": word} for word in ("yes", "no"))
    rows = values(
        whole("SEL_CONV", 30, 40),
        whole("SEL_CONV", 8, 10, **some),
        whole("SEL_CONV", 22, 30, **others),
        whole("CPL_RATE", 5, 6),
    )
    assert lines(opportunities(rows, "2024")) == [
        ["SEL_CONV", "yes", 8, 10],
        ["SEL_CONV", "no", 22, 30],
        ["SEL_CONV", "unknown", 0, 0],  # counted, and nobody was not asked
        ["CPL_RATE", "yes", None, None],  # not counted by this
        ["CPL_RATE", "no", None, None],
        ["CPL_RATE", "unknown", None, None],
    ]


def test_six_months_say_result_answers_and_surveys_due() -> None:
    rows = values(whole("OUT_6M", 12, 20, value_status="partial"), whole("OUT_RESPONSE", 20, 50))
    found = six_months(rows, "2024")
    assert (found.positive, found.answered, found.due, found.value_status) == (12, 20, 50, "partial")
    assert isnan(six_months(values(), "2024").due) and six_months(values(), "2024").value_status == "not_reported"


def test_long_owed_counts_indicators_more_than_thirty_days_late() -> None:
    reports = [definition("EARLY", frequency="year"), definition("LATE", frequency="year", due_days=360)]
    before = [
        value(1, indicator=code, period="2023", programme=name) for code in ("EARLY", "LATE") for name in ("_T", "WECCEE")
    ]
    tracked = table(reports, *before, programme=None, as_of="2025-12-31")
    assert long_owed(tracked) == 1, "one is 335 days late in two programmes, the other 5 days"
    assert long_owed(tracked, days=4) == 2
