"""What a closed corridor or a freeze takes away, or puts off."""

from __future__ import annotations

from plans import FAMILIES, places, plan

from crossmobility.domain.plans import (
    Closure,
    Freeze,
    WhatIf,
    fates,
)


def test_a_closed_corridor_takes_its_places_from_its_month_on_one_way_only() -> None:
    ours = plan(
        places("SEN-FRA", 3, 5), places("SEN-FRA", 4, 6), places("SEN-FRA", 5, 12), places("FRA-SEN", 6, 6, "SC_INTL")
    )
    found = fates(ours, WhatIf(closure=Closure("SEN", "FRA", "2026-06")), FAMILIES)
    assert found["fate"].tolist() == ["kept", "lost", "lost", "kept"]
    assert found["cause"].tolist() == ["", "closure", "closure", ""]


def test_a_freeze_takes_or_puts_off_the_places_of_its_family_that_would_start_in_it() -> None:
    ours = plan(
        places("SEN-FRA", 1, 2),
        places("SEN-FRA", 2, 3),
        places("FRA-SEN", 3, 5, "SC_INTL"),
        places("SEN-FRA", 4, 6),
        places("FRA-TGO", 5, 4, "VSI"),
    )
    lost = fates(ours, WhatIf(freeze=Freeze("SC", "2026-03", 3, postponed=False)), FAMILIES)
    assert lost["fate"].tolist() == ["kept", "lost", "lost", "kept", "kept"]
    later = fates(ours, WhatIf(freeze=Freeze("SC", "2026-03", 3, postponed=True)), FAMILIES)
    assert later["fate"].tolist() == ["kept", "postponed", "postponed", "kept", "kept"]
    assert later["starts"].tolist() == ["2026-02", "2026-06", "2026-08", "2026-06", "2026-04"]
    every = fates(ours, WhatIf(freeze=Freeze("_T", "2026-03", 3, postponed=False)), FAMILIES)
    assert every["fate"].tolist() == ["kept", "lost", "lost", "kept", "lost"]


def test_what_is_put_off_beyond_the_year_is_later_and_into_a_closure_is_lost() -> None:
    ours = plan(places("SEN-FRA", 1, 11), places("SEN-FRA", 2, 3))
    freeze = Freeze("SC", "2026-01", 12, postponed=True)
    assert fates(ours, WhatIf(freeze=freeze), FAMILIES)["starts"].tolist() == ["2027-11", "2027-03"]
    assert fates(ours, WhatIf(freeze=freeze), FAMILIES)["fate"].tolist() == ["later", "later"]
    short = WhatIf(Closure("SEN", "FRA", "2026-05"), Freeze("SC", "2026-03", 2, postponed=True))
    assert fates(ours, short, FAMILIES)["fate"].tolist() == ["lost", "lost"]
    assert fates(ours, short, FAMILIES)["cause"].tolist() == ["closure", "closure"]
