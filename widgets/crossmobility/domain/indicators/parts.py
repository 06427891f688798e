"""Whether parts add up to their whole: values and targets split by a dimension or by territory.

Only indicators whose values add (``aggregation`` sum) are looked at, and only what somebody stated: what is counted on the
records adds up by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

import pandas as pd

from crossmobility.domain.countries import ALL
from crossmobility.domain.findings import Finding
from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.indicators.observed import ACTUAL, BASELINE, TARGETS, rows_in_force
from crossmobility.domain.indicators.progress import CLOSE
from crossmobility.domain.indicators.values import COMPUTED_EDITION
from crossmobility.domain.periods import lies_within, period
from crossmobility.i18n import Language, Message, message

BREAKDOWN_COLUMNS: Final = (
    *("indicator", "programme", "scheme", "period", "value_type", "territory", "dimension", "parts", "unknown"),
    *("whole", "together", "left", "slack", "source"),
)
NOT_BROKEN_DOWN: Final = "I-NOT-BROKEN-DOWN"
MORE_THAN_WHOLE: Final = "I-MORE-THAN-WHOLE"

_ABOUT: Final = ["indicator", "programme", "scheme", "period", "value_type"]
# "FR-R84" is a region, "FR-D01" a département: two geographies of one country, each a whole of its own.
_LEVEL: Final = re.compile(r"[A-Z]{2}-[A-Z](?=\w)")
_BY: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "FR-R": message("by region"),
        "FR-D": message("by département"),
        "territory": message("by territory"),
        "sex": message("by sex"),
        "age_band": message("by age band"),
        "scheme": message("by scheme"),
        "sector": message("by sector"),
    }
)


def breakdowns(
    values: pd.DataFrame,
    definitions: Mapping[str, Definition],
    *,
    as_of: date,
    period: str | None = None,
    parents: Mapping[str, str] = MappingProxyType({}),
) -> pd.DataFrame:
    """Return what was broken down, and how much of it.

    Parameters
    ----------
    values : DataFrame
        Values of one dataset (``VALUE_COLUMNS``); those in force at ``as_of`` are compared.
    period : str, optional
        Only values of periods inside it; of what does not add over periods (cumulated values, stocks) the latest one.
    parents : mapping
        Territory to the territory it lies in. One without an entry, or in one that has no values, lies in the whole.

    Returns
    -------
    DataFrame
        One row per value that is known as a whole and in parts (``BREAKDOWN_COLUMNS``), actual values, baselines and
        targets. ``dimension`` is the dimension, or for territories their level (``FR-R`` regions, ``FR-D`` départements);
        ``territory`` is that of the whole. ``parts`` are known, ``unknown`` are rows without a number; ``together`` is
        their sum and ``left`` what of the ``whole`` is in none of them, below 0 when they are more; ``slack`` is what
        rounding explains.
    """
    summed = [code for code, each in definitions.items() if each.aggregation == "sum"]
    stated = values[values["indicator"].isin(summed) & values["value_type"].isin((ACTUAL, BASELINE, *TARGETS))]
    rows = rows_in_force(stated, as_of)
    undirected = (rows["direction"] == ALL) & (rows["counterpart"] == ALL)
    rows = rows[undirected.to_numpy(dtype=bool)].reset_index(drop=True)
    if period is not None:
        rows = _inside(rows, definitions, period)
    compared = [_compared(rows, part) for part in (_by_dimension(rows), _by_territory(rows, parents))]
    found = pd.concat(compared, ignore_index=True)
    rounded = {code: 0.0 if each.unit == "COUNT" else 0.5 * 10.0**-each.decimals for code, each in definitions.items()}
    slack = found["indicator"].map(rounded).astype("float64") * (found["parts"] + 1) + CLOSE * found["whole"].abs()
    return found.assign(slack=slack)[list(BREAKDOWN_COLUMNS)].sort_values(
        [*_ABOUT, "dimension", "territory"], kind="stable", ignore_index=True
    )


def parts_that_differ(
    values: pd.DataFrame,
    definitions: Mapping[str, Definition],
    *,
    as_of: date,
    period: str | None = None,
    parents: Mapping[str, str] = MappingProxyType({}),
) -> list[Finding]:
    """Return a finding for every whole that its parts do not add up to (see :func:`breakdowns`).

    ``warning`` where a part of the whole is not broken down, ``error`` where the parts are more than the whole. Parts
    without a number explain what is missing, so then only too much is a finding.
    """
    compared = breakdowns(values, definitions, as_of=as_of, period=period, parents=parents)
    short = (compared["left"] > compared["slack"]) & (compared["unknown"] == 0)
    over = compared["left"] < -compared["slack"]
    rows = compared[short | over].to_dict("records")
    return [_finding({str(name): cell for name, cell in row.items()}, definitions) for row in rows]


def _inside(rows: pd.DataFrame, definitions: Mapping[str, Definition], text: str) -> pd.DataFrame:
    names = [str(each) for each in rows["period"].unique()]
    inside = rows[rows["period"].isin([each for each in names if lies_within(each, text)])]
    flows = {code for code, each in definitions.items() if each.accumulation == "flow"}
    last = inside["period"].map({each: period(each).end.toordinal() for each in names if each})
    latest = last.groupby([inside["indicator"], inside["programme"], inside["scheme"], inside["value_type"]]).transform(
        "max"
    )
    kept = inside["indicator"].isin(flows) | (inside["value_type"] != ACTUAL) | (last == latest)
    return inside[kept].reset_index(drop=True)


def _by_dimension(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["dimension"] != ALL].assign(within=rows["territory"])


def _by_territory(rows: pd.DataFrame, parents: Mapping[str, str]) -> pd.DataFrame:
    """Return territories with the one they lie in as ``within``, and their level as ``dimension``."""
    whole = rows["dimension"] == ALL
    parts = rows[whole & (rows["territory"] != ALL)]
    parent = parts["territory"].map(lambda code: parents.get(code, ALL))
    parts = parts.assign(within=parent, dimension=parts["territory"].map(_level))
    known = pd.MultiIndex.from_frame(rows[whole][[*_ABOUT, "territory"]])
    beside = pd.MultiIndex.from_frame(parts[[*_ABOUT, "within"]]).isin(known)
    # Départements of which no region has a value are parts of the country; if some have, the others cannot be judged.
    alone = ~pd.Series(beside, index=parts.index).groupby([parts[name] for name in (*_ABOUT, "dimension")]).transform("max")
    return parts.assign(within=parts["within"].mask(alone, ALL))


def _level(territory: str) -> str:
    found = _LEVEL.match(territory)
    return found[0] if found else "territory"


def _compared(rows: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Return each whole beside its parts."""
    wholes = rows[(rows["dimension"] == ALL) & rows["value"].notna()].rename(columns={"value": "whole"})
    stated = parts.assign(_stated=parts["edition"] != COMPUTED_EDITION)
    sums = (
        stated.groupby([*_ABOUT, "within", "dimension"], as_index=False)
        .agg(parts=("value", "count"), size=("value", "size"), together=("value", "sum"), _stated=("_stated", "any"))
        .rename(columns={"within": "territory"})
    )
    both = sums.merge(wholes[[*_ABOUT, "territory", "whole", "source"]], on=[*_ABOUT, "territory"], how="inner")
    found = both[both["_stated"] & (both["parts"] > 0)]
    return found.assign(unknown=found["size"] - found["parts"], left=found["whole"] - found["together"])


@dataclass(frozen=True)
class _Named(Message):
    """The name of an indicator, which its table gives in both languages."""

    french: str = ""

    def in_language(self, language: Language) -> str:
        return self.french if language == "fr" else self.text


def _finding(row: Mapping[str, object], definitions: Mapping[str, Definition]) -> Finding:
    definition = definitions[str(row["indicator"])]
    left = _number(row["left"])
    figures: dict[str, object] = {
        "indicator": _Named(definition.name_en, french=definition.name_fr),
        "scope": _scope(row),
        "whole": _number(row["whole"]),
        "together": _number(row["together"]),
        "left": abs(left),
        "by": _BY.get(str(row["dimension"]), message("by {dimension}", dimension=row["dimension"])),
    }
    return Finding(
        severity="warning" if left > 0 else "error",
        rule=NOT_BROKEN_DOWN if left > 0 else MORE_THAN_WHOLE,
        table="observations",
        file=str(row["source"]),
        message=_sentence(str(row["value_type"]), left > 0, figures),
        column="value",
        value=str(_number(row["together"])),
    )


def _sentence(value_type: str, missing: bool, figures: Mapping[str, object]) -> Message:
    if not missing:
        return message(
            "{indicator}, {scope}: the parts {by} make {together}, {left} more than the whole of {whole}. Somebody is counted "
            "in two parts, or one of the numbers is wrong: ask the source.",
            **figures,
        )
    if value_type in TARGETS:
        return message(
            "{indicator}, {scope}: {left} of the target of {whole} not broken down {by}; the parts make {together}. Ask "
            "who is to reach the rest.",
            **figures,
        )
    return message(
        "{indicator}, {scope}: {left} of {whole} not broken down {by}; the parts make {together}. Ask the source where the "
        "rest belongs.",
        **figures,
    )


def _scope(row: Mapping[str, object]) -> str:
    """Return period and scope as they are written in the table."""
    return ", ".join(str(row[name]) for name in ("period", "programme", "scheme", "territory") if row[name] != ALL)


def _number(cell: object) -> int | float:
    value = float(str(cell))
    return int(value) if value.is_integer() else value
