"""Rows for tests: a test says what matters, the factory fills in the rest."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from crossmobility.domain.flows import FLOW_COLUMNS

NAN = float("nan")
ORDINARY: dict[str, object] = {
    "dataset": "test",
    "statement_id": "",
    "part_of": "",
    "origin": "SEN",
    "destination": "FRA",
    "period": "2019",
    "programme": "_T",
    "scheme": "SC_RECIP",
    "sector": "_T",
    "sex": "_T",
    "age_band": "_T",
    "duration_band": "_T",
    "basis": "started",
    "kind": "actual",
    "placements": 1.0,
    "volunteer_months": NAN,
    "countries": NAN,
    "rank": NAN,
    "status": "reported",
    "certainty": "published",
    "citation": "",
    "source": "test",
}

Rows = Callable[..., pd.DataFrame]


def flow_rows(*rows: dict[str, object]) -> pd.DataFrame:
    """Return Figures flow rows; each dict says only what differs from an ordinary row."""
    frame = pd.DataFrame([{**ORDINARY, **row} for row in rows], columns=list(FLOW_COLUMNS))
    return frame.astype({"placements": float, "volunteer_months": float, "countries": float, "rank": float})


@pytest.fixture(scope="session")
def flows() -> Rows:
    """The factory of flow rows."""
    return flow_rows
