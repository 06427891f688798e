"""What a plan would change: balance, ratios, shares, targets, volunteer-months."""

from __future__ import annotations

from datetime import date
from math import isnan

import pandas as pd
from plans import OURS, ground, of, places, plan, sexes
from values import target, value, values

from crossmobility.domain.plans import (
    Closure,
    Freeze,
    WhatIf,
    effect,
    targets_in,
)


def test_the_balance_of_a_pair_is_read_before_and_with_the_plan() -> None:
    (row,) = of(places("SEN-FRA", 3)).pairs.to_dict("records")
    assert (row["family"], row["country"], row["counterpart"]) == ("SC", "FRA", "SEN")
    assert (row["in_before"], row["out_before"], row["in_with"], row["out_with"]) == (9, 20, 12, 20)
    # 9 in is too few; 12 ÷ 20 = 0.6 is below 0.8, and 16 ÷ 20 is not: four more.
    assert (row["band_before"], row["band_with"], row["more_in"], row["more_out"]) == ("too_small", "below", 4, 0)
    assert (row["ratio_with"], row["low"], row["high"], row["agreement_id"]) == (0.6, 0.8, 1.25, "")


def test_an_agreement_in_force_in_the_planned_year_judges_its_pair_and_is_listed_without_a_place() -> None:
    agreed = ground(
        {"agreement_id": "A-1", "low": 0.5, "high": 2.0},
        {"agreement_id": "A-2", "counterpart": "TGO"},
        {"agreement_id": "A-3", "counterpart": "MAR", "valid_to": "2025-12-31"},
    )
    found = of(places("SEN-FRA", 3), on=agreed).pairs.set_index("counterpart")
    assert found.index.tolist() == ["SEN", "TGO"]
    assert (found.loc["SEN", "band_with"], found.loc["SEN", "agreement_id"]) == ("within", "A-1")
    assert found.loc["TGO", ["in_with", "out_with"]].tolist() == [0, 0]


def test_a_pair_without_the_reference_country_is_judged_by_an_agreement_only() -> None:
    (row,) = of(places("MAR-SEN", 12, scheme="VSI_SS")).pairs.to_dict("records")
    assert (row["country"], row["counterpart"], row["band_with"]) == ("MAR", "SEN", "none") and isnan(row["low"])
    agreed = ground({"reference": "SEN", "counterpart": "MAR", "scheme": "VSI_SS", "low": 0.5, "high": 4.0})
    (row,) = of(places("MAR-SEN", 12, scheme="VSI_SS"), places("SEN-MAR", 18, scheme="VSI_SS"), on=agreed).pairs.to_dict(
        "records"
    )
    # Seen from Morocco: 6 + 18 arrive, 12 leave; the band that Senegal wrote is turned: 1 ÷ 4 to 1 ÷ 0.5.
    assert (row["in_with"], row["out_with"], row["low"], row["high"], row["band_with"]) == (24, 12, 0.25, 2.0, "within")


def test_pairs_of_equal_size_come_in_one_order() -> None:
    rows = [
        places(f"{one}-{two}", 1, scheme="VSI_SS")
        for one, two in (("TGO", "SEN"), ("MAR", "TGO"), ("CIV", "TGO"), ("BEN", "TGO"))
    ]
    found = of(*rows).pairs
    assert found[["country", "counterpart"]].agg("-".join, axis=1).tolist() == ["BEN-TGO", "CIV-TGO", "MAR-TGO", "SEN-TGO"]


def test_the_ratio_of_a_scheme_and_what_one_half_would_need() -> None:
    found = of(places("FRA-TGO", 20, scheme="SC_INTL"))
    (row,) = found.schemes.to_dict("records")
    assert (row["family"], row["ratio_before"], row["in_with"], row["out_with"]) == ("SC", 0.45, 9, 40)
    need = found.needed["SC"]
    # 0.5 × 40 = 20, of which 9 are there: Togo lacks 10, Senegal 1.
    assert need.arrivals == 11 and need.by_country.set_index("country")["more"].to_dict() == {"TGO": 10, "SEN": 1}


def test_south_south_counts_places_between_two_countries_of_the_list() -> None:
    found = of(places("TGO-SEN", 5, scheme="VSI_SS"))
    assert (found.south_before.part, found.south_before.whole) == (6, 35)
    assert (found.south_with.part, found.south_with.whole) == (11, 40) and found.south_with.share == 11 / 40


def test_women_are_counted_among_the_known_and_the_unknown_apart() -> None:
    on = ground(by_sex=sexes(F=12, M=7, X=1, U=2))
    found = of(places("SEN-FRA", 10, women=4.0), places("SEN-FRA", 3), places("SEN-FRA", 5, women=0.0), on=on)
    assert (found.women_before.known.part, found.women_before.known.whole, found.women_before.unknown) == (12, 20, 2)
    assert (found.women_with.known.part, found.women_with.known.whole, found.women_with.unknown) == (16, 35, 5)


def test_a_share_of_fewer_than_ten_is_none() -> None:
    found = of(on=ground(by_sex=sexes(F=9)))
    assert found.women_before.known.whole == 9 and isnan(found.women_before.known.share)


def aim(number: float, **cells: object) -> dict[str, object]:
    return target(number, **{"indicator": "PLC_STARTED", **cells})


def said(number: float, **cells: object) -> dict[str, object]:
    return value(number, **{"indicator": "PLC_STARTED", **cells})


def test_targets_of_the_planned_year_initial_and_revised_by_scheme_or_programme() -> None:
    revised = {"value_type": "target_revised", "edition": "v2", "as_of": "2025-11-30"}
    targets = targets_in(
        values(
            aim(50, period="2026", scheme="SC_RECIP"),
            said(40, period="2026", scheme="SC_RECIP", **revised),
            said(45, period="2026", scheme="SC_RECIP", **{**revised, "edition": "v1", "as_of": "2025-10-01"}),
            aim(8, period="2026", programme="WECCEE"),
            aim(30, period="2025", scheme="SC_RECIP"),
            aim(99, period="2026", scheme="SC_INTL", dimension="sex", category="F"),
            aim(70, period="2026", scheme="VSI", edition="plan", as_of="2026-02-01"),
            said(20, period="2026", scheme="SC_RECIP"),
        ),
        date(2025, 12, 31),
    )
    rows = (places("SEN-FRA", 10), places("SEN-FRA", 4, programme_id="WECCEE"), places("FRA-SEN", 2, scheme="SC_INTL"))
    found = of(*rows, on=ground(targets=targets)).targets.set_index(["programme", "scheme"])
    assert len(found) == 2
    scheme, programme = found.loc[("_T", "SC_RECIP")], found.loc[("WECCEE", "_T")]
    assert scheme[["initial", "revised", "before", "planned", "with_plan"]].tolist() == [50, 40, 0, 14, 14]
    assert (scheme["of_initial"], scheme["of_revised"]) == (14 / 50, 14 / 40)
    assert programme[["initial", "planned", "of_initial"]].tolist() == [8, 4, 0.5] and isnan(programme["of_revised"])


def test_without_a_target_of_the_year_those_of_the_year_before_stand_there_and_say_so() -> None:
    targets = targets_in(values(aim(30, period="2025"), aim(20, period="2024")), date(2025, 12, 31))
    (row,) = of(places("SEN-FRA", 15), on=ground(targets=targets)).targets.to_dict("records")
    assert (row["period"], row["initial"], row["planned"], row["of_initial"]) == ("2025", 30, 15, 0.5)
    assert of(places("SEN-FRA", 15)).targets.empty


def test_volunteer_months_inside_the_year_and_in_all() -> None:
    # From September six months: four in 2026. From January six: all.
    found = of(places("SEN-FRA", 10, 9), places("SEN-FRA", 2, 1)).months
    assert (found.before, found.in_year, found.whole) == (30, 52, 72)


def test_lost_and_later_places_are_in_no_number_with_the_plan() -> None:
    rows = (places("SEN-FRA", 10, 11), places("TGO-FRA", 4, 3), places("MAR-FRA", 2, 2))
    what_if = WhatIf(Closure("TGO", "FRA", "2026-01"), Freeze("SC", "2026-11", 3, postponed=True))
    found = of(*rows, what_if=what_if)
    assert found.places == {"kept": 2, "postponed": 0, "later": 10, "lost": 4}
    assert found.with_plan - found.before == 2 and found.months.whole == 12
    assert found.women_with.unknown == 2


def test_nothing_of_the_caller_is_changed() -> None:
    ours, rows = plan(places("SEN-FRA", 3)), OURS.copy()
    before = ours.lines.copy()
    effect(
        rows, ours, ground(), what_if=WhatIf(Closure("SEN", "FRA", "2026-01"), Freeze("SC", "2026-01", 2, postponed=True))
    )
    pd.testing.assert_frame_equal(rows, OURS)
    pd.testing.assert_frame_equal(ours.lines, before)
