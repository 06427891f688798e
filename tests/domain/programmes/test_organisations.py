"""Organisations by role, scope and year: new, loyal, returning, lost, in both roles, and how much rests on the largest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.programmes.organisations import (
    ORGANISATION_COLUMNS,
    ORGANISATION_KEYS,
    ORGANISATION_NUMBERS,
    organisation_cells,
)

AS_OF = date(2025, 6, 30)
DATES = ["start_on", "end_on", "planned_end_on"]
FAMILIES = {"SC_RECIP": "SC", "SC_INTL": "SC", "VSI": "VSI", "VSI_RECIP": "VSI", "CAMP": "CAMP"}


def placements(*rows: dict[str, object]) -> pd.DataFrame:
    """Return placements from Senegal to France, S1 to H1, the first half of 2024; each dict says only what differs."""
    usual: dict[str, object] = {
        "origin": "SEN",
        "destination": "FRA",
        "programme_id": "NONE",
        "scheme": "SC_RECIP",
        "sending_org_id": "S1",
        "hosting_org_id": "H1",
        "start_on": "2024-01-08",
        "end_on": "2024-06-28",
        "planned_end_on": "2024-06-28",
    }
    frame = pd.DataFrame([usual | row for row in rows], columns=list(usual))
    texts = [name for name in usual if name not in DATES]
    return frame.astype(dict.fromkeys(texts, "str")).assign(**{name: pd.to_datetime(frame[name]) for name in DATES})


def during(year: int, **more: object) -> dict[str, object]:
    """Return a placement of the first half of a year that ended as planned."""
    return {"start_on": f"{year}-01-08", "end_on": f"{year}-06-28", "planned_end_on": f"{year}-06-28", **more}


def early(year: int, **more: object) -> dict[str, object]:
    """Return a placement of a year that ended in March instead of June."""
    return during(year, **more) | {"end_on": f"{year}-03-01"}


def by_year(rows: pd.DataFrame, role: str, *names: str, **scope: str) -> dict[str, tuple[float, ...] | float]:
    """Return the numbers asked for by year, in one scope: all together unless said."""
    wanted = {"role": role, "place": "_T", "programme": "_T", "scheme": "_T", **scope}
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    told = rows.set_index("period")[list(names)]
    return {
        str(year): line[0] if len(names) == 1 else line
        for year, line in zip(told.index, told.to_numpy().tolist(), strict=True)
    }


def cells(*rows: dict[str, object], as_of: date = AS_OF) -> pd.DataFrame:
    return organisation_cells(placements(*rows), FAMILIES, as_of=as_of, dataset="ours")


def test_an_organisation_is_new_once_then_loyal_then_lost_and_may_return() -> None:
    found = cells(during(2020), during(2021), during(2024), during(2024, hosting_org_id="H2"))
    told = by_year(found, "hosting", "organisations", "new", "loyal", "returning", "lost")
    assert told == {
        "2020": [1, 1, 0, 0, 0],
        "2021": [1, 0, 1, 0, 0],
        "2022": [0, 0, 0, 0, 1],
        "2024": [2, 1, 0, 1, 0],
        "2025": [0, 0, 0, 0, 2],
    }, "2023 has nothing to say; in 2025 nobody came back so far"


def test_a_placement_over_new_year_keeps_its_organisation_in_both_years() -> None:
    found = cells({"start_on": "2023-10-02", "end_on": "2024-04-02", "planned_end_on": "2024-04-02"})
    assert by_year(found, "sending", "new", "loyal", "placements") == {
        "2023": [1, 0, 1],
        "2024": [0, 1, 1],
        "2025": [0, 0, 0],
    }


def test_an_open_placement_lasts_to_the_day_and_an_overdue_one_to_its_plan() -> None:
    still = {"start_on": "2023-10-02", "end_on": None, "planned_end_on": "2025-10-02"}
    assert by_year(cells(still), "hosting", "organisations") == {"2023": 1, "2024": 1, "2025": 1}
    overdue = still | {"planned_end_on": "2024-04-02"}
    assert by_year(cells(overdue), "hosting", "organisations", "lost") == {"2023": [1, 0], "2024": [1, 0], "2025": [0, 1]}


def test_what_starts_after_the_day_is_not_there_yet() -> None:
    found = cells(during(2023), during(2025, hosting_org_id="H9"), as_of=date(2024, 12, 31))
    assert by_year(found, "hosting", "organisations", "lost") == {"2023": [1, 0], "2024": [0, 1]}


def test_scopes_are_all_places_programmes_schemes_and_families() -> None:
    found = cells(
        {"programme_id": "WECCEE"},
        {"origin": "TUN", "scheme": "SC_INTL"},
        {"origin": "FRA", "destination": "TUN", "scheme": "VSI"},
        {"origin": "TUN", "scheme": "VSI_RECIP"},
    )
    now = found[found["period"] == "2024"]
    scopes = {
        role: {(place, programme, scheme): number for place, programme, scheme, number in lines.to_numpy().tolist()}
        for role, lines in now.set_index("role")[["place", "programme", "scheme", "placements"]].groupby(level=0)
    }
    shared = {
        ("_T", "_T", "_T"): 4,
        ("_T", "WECCEE", "_T"): 1,
        ("_T", "_T", "SC"): 2,
        ("_T", "_T", "VSI"): 2,
        ("_T", "_T", "SC_RECIP"): 1,
        ("_T", "_T", "SC_INTL"): 1,
        ("_T", "_T", "VSI_RECIP"): 1,
    }
    assert scopes["sending"] == shared | {("SEN", "_T", "_T"): 1, ("TUN", "_T", "_T"): 2, ("FRA", "_T", "_T"): 1}
    assert scopes["hosting"] == shared | {("FRA", "_T", "_T"): 3, ("TUN", "_T", "_T"): 1}


def test_new_means_new_in_the_scope() -> None:
    found = cells(during(2023, scheme="VSI"), during(2024))
    assert by_year(found, "hosting", "new", "loyal")["2024"] == [0, 1]
    assert by_year(found, "hosting", "new", "loyal", scheme="SC_RECIP")["2024"] == [1, 0]


def test_both_looks_at_the_other_role_anywhere_in_three_years() -> None:
    partner = {"sending_org_id": "A", "origin": "TUN", "scheme": "VSI_RECIP"}
    found = cells(
        during(2020, **partner),
        *(during(year, hosting_org_id="A") for year in (2021, 2022, 2023, 2024)),
    )
    assert by_year(found, "hosting", "both") == {"2020": 0, "2021": 1, "2022": 1, "2023": 0, "2024": 0, "2025": 0}
    assert by_year(found, "hosting", "both", scheme="SC_RECIP")["2022"] == 1, "the other role was in another scheme"
    assert by_year(found, "sending", "both")["2020"] == 0, "it did not host before 2021"


def test_one_placement_may_have_the_same_organisation_on_both_sides() -> None:
    found = cells({"sending_org_id": "A", "hosting_org_id": "A"}, {})
    assert by_year(found, "sending", "organisations", "both")["2024"] == [2, 1]
    assert by_year(found, "hosting", "organisations", "both")["2024"] == [2, 1]


def test_the_largest_is_the_organisation_with_most_placements_of_the_year() -> None:
    found = cells({}, {}, {"hosting_org_id": "H2"}, during(2023, hosting_org_id="H2"))
    assert by_year(found, "hosting", "placements", "largest") == {"2023": [1, 1], "2024": [3, 2], "2025": [0, 0]}


def test_two_early_ends_in_three_years_weigh_and_one_does_not() -> None:
    found = cells(early(2020), early(2022), early(2022, hosting_org_id="H2"), during(2025, hosting_org_id="H3"))
    told = by_year(found, "hosting", "two_early")
    assert told == {"2020": 0, "2021": 0, "2022": 1, "2023": 0, "2025": 0}, "in 2023 the one of 2020 is too long ago"
    twice = cells(early(2022), early(2022))
    assert by_year(twice, "hosting", "two_early") == {"2022": 1, "2023": 1, "2024": 1}, "and it weighs without a placement"
    assert by_year(twice, "hosting", "two_early", scheme="SC") == {"2022": 1, "2023": 1, "2024": 1}


def test_an_early_end_after_the_day_has_not_happened() -> None:
    rows = (early(2024), early(2024))
    assert by_year(cells(*rows, as_of=date(2024, 2, 29)), "hosting", "two_early") == {"2024": 0}
    assert by_year(cells(*rows, as_of=date(2024, 3, 1)), "hosting", "two_early") == {"2024": 1}


def test_an_organisation_nobody_names_is_counted_nowhere() -> None:
    found = cells({"hosting_org_id": ""}, {})
    assert by_year(found, "hosting", "organisations", "placements")["2024"] == [1, 1]
    assert by_year(found, "sending", "organisations", "placements")["2024"] == [1, 2]


@pytest.mark.parametrize("rows", [[], [{"start_on": "2030-01-01"}], [{"start_on": None, "end_on": None}]])
def test_without_anybody_the_table_has_no_rows_and_the_same_types(rows: list[dict[str, object]]) -> None:
    empty, one = cells(*rows), cells({})
    assert empty.empty and tuple(empty.columns) == ORGANISATION_COLUMNS
    assert [str(dtype) for dtype in empty.dtypes] == [str(dtype) for dtype in one.dtypes]


def test_the_records_of_the_caller_stay_as_they_were() -> None:
    rows = placements({}, early(2023))
    before = rows.copy(deep=True)
    organisation_cells(rows, FAMILIES, as_of=AS_OF)
    pd.testing.assert_frame_equal(rows, before)


day = st.dates(date(2020, 1, 1), date(2025, 12, 31))
drawn = st.fixed_dictionaries(
    {
        "origin": st.sampled_from(["SEN", "FRA"]),
        "destination": st.sampled_from(["FRA", "TUN"]),
        "programme_id": st.sampled_from(["NONE", "WECCEE"]),
        "scheme": st.sampled_from(["SC_RECIP", "SC_INTL", "VSI", "CAMP", "NEW"]),
        "sending_org_id": st.sampled_from(["A", "B", "C"]),
        "hosting_org_id": st.sampled_from(["A", "B", "D", ""]),
        "start_on": st.none() | day,
        "end_on": st.none() | day,
        "planned_end_on": day,
    }
)
Line = tuple[str, str, set[int], int]


def plain(
    rows: list[dict[str, object]], role: str, as_of: date
) -> Iterator[tuple[dict[str, object], set[int], int | None]]:
    """Yield the placements that have started with the years they were active in and the year of an early end, one by one."""
    for row in rows:
        start, end, planned = row["start_on"], row["end_on"], row["planned_end_on"]
        assert isinstance(planned, date)
        if not isinstance(start, date) or start > as_of or not row[f"{role}_org_id"]:
            continue
        last = end if isinstance(end, date) else planned if planned < as_of else as_of
        gone = isinstance(end, date) and end <= as_of and (planned - end).days > 7
        last = max(min(last, as_of), start)
        yield row, set(range(start.year, last.year + 1)), last.year if gone else None


def expected(rows: list[dict[str, object]], role: str, scope: dict[str, str], year: int, as_of: date) -> dict[str, float]:
    """Count one scope and year the slow way."""
    place = "origin" if role == "sending" else "destination"
    other = "hosting" if role == "sending" else "sending"
    inside = [
        (str(row[f"{role}_org_id"]), years, gone)
        for row, years, gone in plain(rows, role, as_of)
        if scope["place"] in ("_T", row[place])
        and scope["programme"] in ("_T", row["programme_id"])
        and scope["scheme"] in ("_T", row["scheme"], FAMILIES.get(str(row["scheme"]), row["scheme"]))
    ]
    there = {when: {who for who, years, _ in inside if when in years} for when in range(2019, year + 1)}
    now, before = there[year], there[year - 1]
    earlier = set().union(*(there[when] for when in range(2019, year)))
    elsewhere = {
        str(row[f"{other}_org_id"]) for row, years, _ in plain(rows, other, as_of) if years & {year - 2, year - 1, year}
    }
    sizes = Counter(who for who, years, _ in inside if year in years)
    ends = Counter(who for who, _, gone in inside if gone is not None and year - 2 <= gone <= year)
    return {
        "organisations": len(now),
        "new": len(now - earlier),
        "loyal": len(now & before),
        "returning": len((now & earlier) - before),
        "lost": len(before - now),
        "both": len(now & elsewhere),
        "placements": sum(sizes.values()),
        "largest": max(sizes.values(), default=0),
        "two_early": sum(count >= 2 for count in ends.values()),
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(drawn, min_size=1, max_size=14), st.dates(date(2023, 1, 1), date(2025, 12, 31)))
def test_every_number_is_the_one_counted_slowly(rows: list[dict[str, object]], as_of: date) -> None:
    found = organisation_cells(placements(*rows), FAMILIES, as_of=as_of)
    assert not found.duplicated(list(ORGANISATION_KEYS)).any()
    assert (found["organisations"] == found[["new", "loyal", "returning"]].sum(axis=1)).all()
    assert (found["both"] <= found["organisations"]).all() and (found["largest"] <= found["placements"]).all()
    assert (found[["organisations", "lost", "two_early"]] > 0).any(axis=1).all(), "a row says something"
    seen = set()
    for row in found.to_dict("records"):
        scope = {name: str(row[name]) for name in ("place", "programme", "scheme")}
        seen.add((row["role"], *scope.values(), row["period"]))
        told = {name: row[name] for name in ORGANISATION_NUMBERS}
        assert told == expected(rows, str(row["role"]), scope, int(row["period"]), as_of), (scope, row["period"])
    whole = {"place": "_T", "programme": "_T", "scheme": "_T"}
    for role in ("sending", "hosting"):
        for year in range(2020, as_of.year + 1):
            if (role, "_T", "_T", "_T", str(year)) not in seen:
                assert not any(expected(rows, role, whole, year, as_of).values()), "an absent row is zero"
