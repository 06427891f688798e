"""Departures month by month, and what changed after a break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from crossmobility.domain.breaks import Marked
from crossmobility.domain.programmes.country import departures_by_month, since_breaks
from crossmobility.domain.programmes.stages import STAGE_COLUMNS, STAGE_NUMBERS
from crossmobility.i18n import Language

COMPLETE = "2025-12-31"
LAST_DAY = date(2025, 12, 31)


def stages(*rows: tuple[str, dict[str, float]], **more: str) -> pd.DataFrame:
    """Return stage rows from Mali to France: the month of the planned start, and the numbers that are not 0."""
    usual = {
        "dataset": "test",
        "origin": "MLI",
        "destination": "FRA",
        "programme": "NONE",
        "cohort": "",
        "scheme": "SC_RECIP",
    }
    lines = [
        {**usual, "period": month[:4], "month": month[5:], **dict.fromkeys(STAGE_NUMBERS, 0.0), **numbers, **more}
        for month, numbers in rows
    ]
    return pd.DataFrame(lines, columns=list(STAGE_COLUMNS))


def by_month(table: pd.DataFrame) -> dict[str, tuple[float, float]]:
    return {str(month): (float(usual), float(planned)) for month, usual, planned in table.itertuples(index=False)}


@dataclass(frozen=True)
class Event:
    """A break for tests."""

    break_id: str = "B"
    from_on: date = date(2023, 8, 7)
    to_on: date | None = None
    countries: tuple[str, ...] = ("MLI",)
    schemes: tuple[str, ...] = ()
    citation: str = ""
    closes_corridor: bool = True

    def label(self, language: Language) -> str:
        return language

    def note(self, language: Language) -> str:
        return language


def changed(rows: pd.DataFrame, *events: Event, as_of: date = LAST_DAY, complete_to: str = COMPLETE) -> list[list[object]]:
    marks = [Marked(event, "2023", "2025") for event in events]
    families = {"SC_RECIP": "SC", "SC_INTL": "SC"}
    table = since_breaks(rows, marks, "MLI", as_of=as_of, families=families, complete_to=complete_to)
    assert table.columns.tolist() == ["break_id", "months", "before", "after", "refused", "cancelled", "waiting"]
    return [[None if cell != cell else cell for cell in line] for line in table.to_numpy(dtype=object).tolist()]


def test_usual_is_the_mean_of_three_years_and_planned_is_what_is_not_closed() -> None:
    rows = pd.concat(
        [
            stages(
                ("2022-09", {"planned": 40, "arrived": 40}),  # the year before the three
                ("2023-09", {"planned": 4, "arrived": 3, "refused": 1}),
                ("2025-09", {"planned": 3, "arrived": 3}),
                ("2026-09", {"planned": 6, "waiting": 3, "withdrawn": 1, "cancelled": 1, "not_selected": 1}),
                ("2026-01", {"planned": 2, "waiting": 1, "refused": 1}),
                ("2027-01", {"planned": 5, "waiting": 5}),  # more than a year ahead
                ("", {"planned": 1, "waiting": 1}),  # nobody planned a start
            ),
            stages(("2025-09", {"planned": 9, "arrived": 9}), destination="MLI"),
            stages(("2025-09", {"planned": 9, "arrived": 9}), origin="SEN"),
        ],
        ignore_index=True,
    )
    table = departures_by_month(rows, "MLI", as_of=LAST_DAY, complete_to=COMPLETE)
    found = by_month(table)
    assert list(found) == [f"{month:02d}" for month in range(1, 13)]
    assert found["09"] == (2, 3) and found["01"] == (0, 1) and found["05"] == (0, 0)


def test_within_a_year_the_coming_months_come_first_and_the_running_year_is_not_usual() -> None:
    rows = stages(
        ("2022-03", {"planned": 3, "arrived": 3}),
        ("2025-03", {"planned": 30, "arrived": 30}),
        ("2025-06", {"planned": 7, "waiting": 7}),
        ("2025-07", {"planned": 1, "waiting": 1}),
        ("2026-06", {"planned": 2, "waiting": 2}),
    )
    table = departures_by_month(rows, "MLI", as_of=date(2025, 6, 15), complete_to="2025-06-15")
    assert table["month"].tolist()[:3] == ["07", "08", "09"] and table["month"].tolist()[-1] == "06"
    assert by_month(table)["03"] == (1, 0) and by_month(table)["07"] == (0, 1) and by_month(table)["06"] == (0, 2)


def test_records_that_begin_later_make_a_mean_of_fewer_years() -> None:
    rows = stages(("2024-03", {"planned": 3, "arrived": 3}), ("2025-03", {"planned": 4, "arrived": 4}))
    assert by_month(departures_by_month(rows, "MLI", as_of=LAST_DAY, complete_to=COMPLETE))["03"] == (3.5, 0)


def test_departures_are_unknown_without_records() -> None:
    table = departures_by_month(stages(), "MLI", as_of=LAST_DAY)
    assert len(table) == 12 and table[["usual", "planned"]].isna().all().all()
    other = departures_by_month(stages(("2024-03", {"arrived": 3}), origin="SEN"), "MLI", as_of=LAST_DAY)
    assert other["usual"].isna().all(), "of data that are not complete, no row is not nobody"


def test_a_break_compares_the_twelve_months_after_it_with_those_before() -> None:
    rows = stages(
        ("2022-07", {"arrived": 99}),
        ("2022-08", {"arrived": 5}),
        ("2023-07", {"arrived": 2, "refused": 7}),
        ("2023-08", {"arrived": 1, "refused": 2}),
        ("2024-07", {"arrived": 1, "cancelled": 3}),
        ("2024-08", {"arrived": 99}),
        ("2025-11", {"waiting": 4, "refused": 1}),
    )
    assert changed(rows, Event()) == [["B", 12, 7, 2, 3, 3, 4]]


def test_a_break_that_is_over_loses_only_what_was_planned_while_it_lasted() -> None:
    rows = stages(("2022-01", {"arrived": 1}), ("2023-09", {"refused": 2}), ("2024-01", {"refused": 5}))
    assert changed(rows, Event(to_on=date(2023, 12, 31))) == [["B", 12, 0, 0, 2, 0, 0]]


def test_a_year_cut_by_the_day_of_the_data_is_compared_with_the_same_months() -> None:
    rows = stages(
        ("2022-08", {"arrived": 5}),
        ("2022-10", {"arrived": 50}),
        ("2023-09", {"arrived": 2}),
        ("2023-10", {"waiting": 3}),
    )
    assert changed(rows, Event(), as_of=date(2023, 10, 15)) == [["B", 2, 5, 2, 0, 0, 3]]
    assert changed(rows, Event(), as_of=date(2023, 8, 20)) == [["B", 0, None, None, 0, 0, 3]], "no month is over yet"


def test_years_before_the_records_are_unknown() -> None:
    assert changed(stages(("2023-06", {"arrived": 2})), Event()) == [["B", 12, None, 0, 0, 0, 0]]
    assert changed(stages(), Event(), complete_to="") == [["B", 12, None, None, None, None, None]]


def test_breaks_of_other_countries_are_passed_over_and_those_of_a_scheme_looked_at_there() -> None:
    rows = pd.concat(
        [
            stages(("2022-01", {"arrived": 1}), ("2023-09", {"arrived": 2})),
            stages(("2023-09", {"arrived": 5, "refused": 1}), scheme="VSI_RECIP"),
            stages(("2023-09", {"arrived": 9}), destination="MLI"),
        ],
        ignore_index=True,
    )
    events = [
        Event("FRENCH", countries=("FRA",)),
        Event("ALL", countries=()),
        Event("FAMILY", schemes=("SC",)),
        Event("SCHEME", schemes=("VSI_RECIP",)),
    ]
    after = [[line[0], line[3], line[4]] for line in changed(rows, *events)]
    assert after == [["ALL", 7, 1], ["FAMILY", 2, 0], ["SCHEME", 5, 1]]
