"""Pages of one programme or scheme for tests: the real published facts, and records written by hand.

``page_of("WECCEE", stages=[stage("FRA", "SEN", "WECCEE 1", arrived=10)])`` is the page of a programme whose records hold what
the test says; without records it is what the sources publish and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from crossmobility.domain.programmes.editions import editions
from crossmobility.domain.programmes.stages import STAGE_COLUMNS, STAGE_NUMBERS, funnel
from crossmobility.domain.selection import Selection
from crossmobility.i18n import Language
from crossmobility.reference import Programme, programme_countries, programme_editions, programmes
from crossmobility.release.figures import DatasetInfo
from crossmobility.render.programmes_page import ProgrammesOffer, ProgrammesPage, Subject

NAN = float("nan")
RECORDS = DatasetInfo("records", "Des fiches", "Some records", "2025-12-31", synthetic=True, complete=True)
PUBLISHED = DatasetInfo("published", "Publiés", "Published", "2025-12-31")


def stage(origin: str, destination: str, cohort: str, **values: Any) -> dict[str, object]:
    """Return one row of stages: nobody anywhere but where ``values`` say so."""
    usual = dict.fromkeys(STAGE_COLUMNS, "") | dict.fromkeys(STAGE_NUMBERS, 0.0) | {"period": "2025", "month": "01"}
    return {**usual, "origin": origin, "destination": destination, "cohort": cohort, **values}


def page_of(
    code: str,
    *,
    kind: str = "programme",
    language: Language = "en",
    stages: Sequence[Mapping[str, object]] = (),
    changes: Mapping[str, object] | None = None,
    **fields: Any,
) -> ProgrammesPage:
    """Return the page of a programme or scheme; ``changes`` are changes of the programme's published facts."""
    dataset = RECORDS if stages or fields.pop("recorded", False) else PUBLISHED
    rows = pd.DataFrame(list(stages), columns=list(STAGE_COLUMNS))
    rows = rows.astype(dict.fromkeys(STAGE_NUMBERS, "float64"))
    of: dict[str, Any] = {}
    subject = Subject(kind, code)
    if kind == "programme":
        programme: Programme = replace(programmes()[code], **(changes or {}))
        subject = Subject("programme", code, programme.reference_country, programme.design)
        entries = [each for each in programme_editions() if each.programme_id == code]
        of = {
            "programme": programme,
            "entries": entries,
            "countries": [each for each in programme_countries() if each.programme_id == code],
            "editions": editions(entries, rows, subject.reference),
        }
    if len(rows):
        of["funnel"] = funnel(rows, subject.reference)
    selection = Selection(dataset=dataset.name, language=language, reference=subject.reference)
    return ProgrammesPage(selection, subject, ProgrammesOffer(*[()] * 5), [dataset], **{**of, **fields})
