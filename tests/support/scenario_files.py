"""Scenarios for tests: a plan of two lines, files written by hand, and what the planner says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from crossmobility.desk.scenarios import (
    SCENARIO_COLUMNS,
)
from crossmobility.domain.plans import Plan, plan_of
from crossmobility.ui.page import Page

SAID = {"who": "Awa", "as_of": "2025-12-31", "dataset": "sample"}
LINE = "scenario,SEN,FRA,SC_RECIP,NONE,2026-09,8,12,7"


def ours() -> Plan:
    """Two lines: twelve places of which seven for women, and four of which nothing is said."""
    first = {"origin": "SEN", "destination": "FRA", "scheme": "SC_RECIP", "programme_id": "NONE", "period": "2026-09"}
    first |= {"duration_months": 8.0, "places": 12.0, "women": 7.0}
    second = {**first, "origin": "FRA", "destination": "TGO", "scheme": "SC_INTL", "programme_id": "WECCEE"}
    return plan_of([(1, first), (2, {**second, "duration_months": 6.5, "places": 4.0, "women": float("nan")})], 2026)


def put(scenarios: Path, *lines: str, name: str = "plan", top: Sequence[str] = ()) -> Path:
    """Write a scenario by hand, as an officer with a spreadsheet would."""
    scenarios.mkdir(exist_ok=True)
    file = scenarios / f"{name}.csv"
    file.write_text("\n".join([*top, ",".join(SCENARIO_COLUMNS), *lines, ""]), encoding="utf-8")
    return file


def shown(page: Page, region: str) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", page.regions[region].html)


def counted(page: Page) -> str:
    return re.findall(r'role="status">([^<]*)<', shown(page, "faults"))[0]
