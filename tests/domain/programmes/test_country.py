"""Visas, returns and organisations of one country."""

from __future__ import annotations

from math import isnan, nan

import pandas as pd
from exchanges import Rows, way
from values import value, values

from crossmobility.domain.programmes.country import Hosts, hosts, returned, visas_of
from crossmobility.domain.programmes.organisations import ORGANISATION_COLUMNS, ORGANISATION_NUMBERS

AS_OF = "2025-12-31"
COUNTED = {"edition": "computed", "as_of": AS_OF}
LEAD, REFUSALS = {**COUNTED, "indicator": "VIS_LEAD"}, {**COUNTED, "indicator": "VIS_REFUS"}
FROM_SENEGAL = {"direction": "in", "counterpart": "SEN"}


def organisations(*rows: dict[str, object]) -> pd.DataFrame:
    usual: dict[str, object] = {"dataset": "test", "role": "sending", "place": "SEN", "period": "2024"}
    usual |= {"programme": "_T", "scheme": "_T", **dict.fromkeys(ORGANISATION_NUMBERS, 0.0)}
    return pd.DataFrame([{**usual, **row} for row in rows], columns=list(ORGANISATION_COLUMNS))


def test_visas_of_a_country_stand_beside_those_of_its_neighbours_and_of_the_year_before() -> None:
    table = values(
        value(25.0, denominator=30, **LEAD),
        value(0.1, numerator=3, denominator=30, **REFUSALS),
        value(28.0, denominator=12, **LEAD, **FROM_SENEGAL),
        value(0.25, numerator=3, denominator=12, **REFUSALS, **FROM_SENEGAL),
        value(30.0, denominator=2, **{**LEAD, "direction": "out", "counterpart": "BEN"}),
        value(25.0, denominator=30, period="2023", **LEAD),
        value(0.1, numerator=3, denominator=30, period="2023", **REFUSALS),
        value(nan, denominator=4, period="2023", **LEAD, **FROM_SENEGAL),
        value(nan, numerator=1, denominator=4, period="2023", value_status="partial", **REFUSALS, **FROM_SENEGAL),
    )
    found = visas_of(table, ["SEN", "BEN"], ["2023", "2024"])
    assert found.columns.tolist() == ["country", "period", "lead_days", "decided", "refused", "refusal_share", "status"]
    lines = [[None if cell != cell else cell for cell in line] for line in found.to_numpy(dtype=object).tolist()]
    assert lines == [
        ["SEN", "2023", None, 4, 1, None, "partial"],  # too few for a rate, and the numbers stay
        ["SEN", "2024", 28, 12, 3, 0.25, "reported"],
        ["BEN", "2023", None, 0, 0, None, "reported"],  # the records hold no decision
        ["BEN", "2024", None, 0, 0, None, "reported"],
    ]


def test_visas_that_nobody_counts_are_unknown() -> None:
    found = visas_of(values(), ["SEN"], ["2024"])
    assert found[["lead_days", "decided", "refused", "refusal_share"]].isna().all().all()
    assert found["status"].tolist() == ["not_reported"]


def test_visas_for_another_country_are_not_those_of_the_reference() -> None:
    table = values(value(28.0, denominator=12, **LEAD, **FROM_SENEGAL))
    assert visas_of(table, ["SEN"], ["2024"], reference="FRA")["lead_days"].tolist() == [28]
    assert visas_of(table, ["SEN"], ["2024"], reference="MAR")["lead_days"].isna().all()


def test_returns_are_those_of_the_country_wherever_they_were(flows: Rows) -> None:
    rows = flows(
        way("SEN", "FRA", 6, period="2024", basis="ended"),
        way("SEN", "MAR", 2, period="2024", basis="ended"),
        way("SEN", "SEN", 9, period="2024", basis="ended"),
        way("FRA", "SEN", 9, period="2024", basis="ended"),
        way("SEN", "FRA", 9, period="2024"),
    )
    table = values(
        value(0.75, indicator="OUT_6M", numerator=3, denominator=4, **COUNTED, **FROM_SENEGAL),
        value(0.8, indicator="OUT_RESPONSE", numerator=4, denominator=5, **COUNTED, **FROM_SENEGAL),
    )
    found = returned(rows, table, "SEN", "2024", complete_to=AS_OF)
    assert (found.ended, found.positive, found.answered, found.due, found.value_status) == (8, 3, 4, 5, "reported")
    nobody = returned(rows, table, "TGO", "2024", complete_to=AS_OF)
    assert nobody.ended == 0 and isnan(nobody.due), "nobody ended; without a total nothing is known of the survey"
    assert isnan(returned(rows, table, "TGO", "2024").ended), "in published data no row is not nobody"
    assert isnan(returned(rows, table, "SEN", "2023", complete_to=AS_OF).ended), "before the records begin"


def test_organisations_are_read_from_the_row_of_the_whole_country() -> None:
    table = organisations(
        {"organisations": 5, "both": 2},
        {"role": "hosting", "organisations": 4, "both": 3, "two_early": 1},
        {"organisations": 9, "scheme": "SC"},
        {"organisations": 9, "programme": "WECCEE"},
        {"organisations": 9, "place": "_T"},
        {"organisations": 9, "period": "2023"},
    )
    assert hosts(table, "SEN", "2024", complete_to=AS_OF) == Hosts(5, 2, 4, 3, 1)


def test_no_row_is_no_organisation_in_complete_data_only() -> None:
    table = organisations({"organisations": 5, "both": 2})
    assert hosts(table, "SEN", "2024", complete_to=AS_OF) == Hosts(5, 2, 0, 0, 0)
    unknown = hosts(table, "SEN", "2024")
    assert (unknown.sending, isnan(unknown.hosting), isnan(unknown.two_early)) == (5, True, True)
    assert isnan(hosts(table, "SEN", "2026", complete_to=AS_OF).sending), "a year to come"
