"""What must hold between the tables of a reciprocity page, whatever the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isclose, isnan

import pandas as pd

from crossmobility.domain.loops import Loops
from crossmobility.domain.promises import Promise
from crossmobility.domain.reciprocity import Matrix, Pair
from crossmobility.i18n import message


def reciprocity_promises(
    *,
    partners: pd.DataFrame,
    whole: Pair,
    matrix: Matrix,
    loops: Loops,
    reasons: Mapping[str, pd.DataFrame],
    bases: pd.DataFrame,
) -> list[Promise]:
    """Check that a page's tables add up to one another; unknown numbers are left out, as everywhere."""
    balances = partners["balance"].dropna()
    cells = matrix.cells.to_numpy(dtype=float)
    counted = [table for table in reasons.values() if table["gap"].notna().all()]
    reconciled = [bool(holds) for holds in bases["holds"] if holds is not None]
    return [
        Promise(
            message("The cells of the matrix add up to its total"), _same(_sum(cells.ravel()), matrix.total), cells.size
        ),
        Promise(
            message("No country gives or receives more than all countries together"),
            _at_most(partners["inflow"], whole.back) and _at_most(partners["outflow"], whole.forward),
            len(partners),
        ),
        Promise(message("Every balance lies between 0 and 1"), bool(balances.between(0, 1).all()), len(balances)),
        Promise(
            message("Returned directly, through others and not returned add up to everything"),
            _same(loops.direct + loops.through + loops.unreturned, loops.total),
            1,
        ),
        Promise(
            message("The steps of every explanation lead exactly from leaving to arriving"),
            all(_same(_sum(table["gap"]), whole.back - whole.forward) for table in counted),
            len(counted),
        ),
        Promise(message("The four counting bases reconcile"), all(reconciled), len(reconciled)),
    ]


def _sum(values: Iterable[float]) -> float:
    return float(sum(value for value in values if not isnan(value)))


def _same(first: float, second: float) -> bool:
    """Tell whether two numbers agree; an unknown one contradicts nothing."""
    return isnan(first) or isnan(second) or isclose(first, second, rel_tol=1e-9, abs_tol=1e-6)


def _at_most(parts: pd.Series, total: float) -> bool:
    return isnan(total) or _sum(parts) <= total + 1e-6
