"""Values of the indicators that are counted on records: every programme, scheme, year, direction, country and split.

Each value is made from the records of its scope, never from other values. Computing is done on whole numbers (periods,
scopes, countries, categories are numbered) and ends in one frame.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.counting import Codes
from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.catalogue import MEASURES, TARGET, Measure
from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.indicators.measures_cells import STATUSES, cells, joined
from crossmobility.domain.indicators.measures_facts import Facts
from crossmobility.domain.indicators.measures_scopes import DIRECTIONS, Laid, ProgrammeLike, Table
from crossmobility.domain.indicators.measures_targets import attainments

VALUE_COLUMNS: Final = (
    *("dataset", "indicator", "period", "programme", "scheme", "ref_country", "counterpart", "direction", "territory"),
    *("dimension", "category", "value_type", "edition", "numerator", "denominator", "value", "value_status", "as_of"),
    *("source", "comment"),
)
COMPUTED_EDITION: Final = "computed"
"""The edition of what was counted on the records; published values carry the name of their document."""
TABLES: Final[tuple[Table, ...]] = ("placements", "activities")


def indicator_values(
    records: Mapping[str, pd.DataFrame],
    definitions: Mapping[str, Definition],
    *,
    as_of: date,
    dataset: str,
    reference: str,
    programmes: Mapping[str, ProgrammeLike],
    families: Mapping[str, str] = MappingProxyType({}),
    oda: Collection[str] = (),
) -> pd.DataFrame:
    """Compute every indicator that is counted on records, for every scope.

    Parameters
    ----------
    records : mapping
        Accepted tables by name: ``placements``, ``activities``, and ``observations`` for the targets of PLC_TARGET.
        A table may be missing.
    definitions : mapping
        Those ``computed`` that the catalogue knows are computed, in this order (activities after placements, PLC_TARGET last).
    as_of : date
        The day the values hold for; what is dated later has not happened.
    dataset, reference : str
        Name of the dataset, and the country from which in and out are seen where a programme does not have its own.
    programmes : mapping
        Programmes by code; placements of others count in the totals only.
    families : mapping
        Scheme to family; a code that is both (``VSI``) means the family, as everywhere.
    oda : collection of str
        Countries on the list of recipients; without it the South–South share is not computed.

    Returns
    -------
    DataFrame
        One row (``VALUE_COLUMNS``) per indicator, period, scope and split. Scopes: all together, each programme, each
        family and scheme of schemes. Periods: calendar years; quarters too for counts and months reported that often.
        ``direction`` and ``counterpart`` other than ``_T`` where the definition is split by them, both at once too; every
        other dimension alone. ``numerator`` stands without ``denominator`` where nothing is divided; a median has its
        number of records below the line. Shares are 0 to 1.

        Of what is counted, totals (and their directions) that nobody adds to are 0 from the scope's first start on;
        other cells that are absent are 0 too. ``value`` is NaN where the denominator is 0 (``not_applicable``), and where
        it is below the definition's least: then numerator, denominator and their status stand without a value.
        ``partial``: a record that belongs there does not say enough. ``provisional``: ``as_of`` cuts the period, or part
        of a cohort is still running. ``not_reported``: nothing of what should be added is known.
    """
    wanted = [each for each in definitions.values() if each.computed]
    paired = [code for code, programme in programmes.items() if programme.design == "PAIRED"]
    tables: list[pd.DataFrame] = []
    for name in TABLES:
        rows = records.get(name)
        if rows is None or not len(rows):
            continue
        facts = Facts(rows, as_of, reference=reference, oda=oda, paired=paired)
        laid = Laid(facts, name, reference, programmes, families)
        counted = [each for each in wanted if _is_counted(each, name, oda)]
        tables.append(_frame(laid, [(each, MEASURES[each.indicator_id]) for each in counted], dataset, as_of))
    if tables and TARGET in definitions and len(records.get("observations", ())):
        tables.append(attainments(tables[0], records["observations"], as_of.isoformat()))
    return pd.concat(tables, ignore_index=True) if tables else _frame_of_nothing()


def _is_counted(definition: Definition, table: Table, oda: Collection[str]) -> bool:
    measure = MEASURES.get(definition.indicator_id)
    return measure is not None and measure.table == table and (bool(oda) or definition.indicator_id != "REC_SS")


def _frame(laid: Laid, wanted: Sequence[tuple[Definition, Measure]], dataset: str, as_of: date) -> pd.DataFrame:
    found = [cells(laid, definition, measure) for definition, measure in wanted]
    indicator = np.repeat(np.arange(len(found)), [len(each.keys) for each in found])
    span, scope, direction, counterpart, split = laid.read(joined([each.keys for each in found], np.int64))
    texts: dict[str, tuple[Sequence[str], Codes]] = {
        "indicator": ([definition.indicator_id for definition, _ in wanted], indicator),
        "period": ([each.text for each in laid.spans], span),
        "programme": ([each.programme for each in laid.scopes], scope),
        "scheme": ([each.scheme for each in laid.scopes], scope),
        "ref_country": ([each.reference for each in laid.scopes], scope),
        "counterpart": ([ALL, *laid.countries], counterpart),
        "direction": (DIRECTIONS, direction),
        "dimension": ([dimension for dimension, _ in laid.categories], split),
        "category": ([category for _, category in laid.categories], split),
        "value_status": (STATUSES, joined([each.status for each in found], np.int8).astype(np.int64)),
    }
    constants = {
        "dataset": dataset,
        "territory": ALL,
        "value_type": "actual",
        "edition": COMPUTED_EDITION,
        "as_of": as_of.isoformat(),
        "source": laid.name,
        "comment": "",
    }
    texts |= {name: ([value], np.zeros_like(span)) for name, value in constants.items()}
    columns: dict[str, pd.Series] = {name: _texts(*named) for name, named in texts.items()}
    columns["numerator"] = pd.Series(joined([each.numerator for each in found], np.float64))
    columns["denominator"] = pd.Series(joined([each.denominator for each in found], np.float64))
    columns["value"] = pd.Series(joined([each.value for each in found], np.float64))
    return pd.DataFrame({name: columns[name] for name in VALUE_COLUMNS}, copy=False)


def _texts(names: Sequence[str], codes: Codes) -> pd.Series:
    return pd.Series(pd.array(list(names), dtype="str").take(codes))


def _frame_of_nothing() -> pd.DataFrame:
    numbers = ("numerator", "denominator", "value")
    return pd.DataFrame({name: pd.Series(dtype="float64" if name in numbers else "str") for name in VALUE_COLUMNS})
