"""One country's file: what an officer may know by name and dashboards may not show. Organisations and counts, never a person.

``placements`` are records as accepted: one row a placement, dates as datetime64, NaT where the record says nothing.
``organisations`` have one row per ``org_id`` with ``name`` and ``country``. A window is the three calendar years up to
``as_of``; who was active, and who ended, is as :mod:`~crossmobility.domain.placements` counts it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.breaks import BreakLike, breaks_in
from crossmobility.domain.hosting import months_after
from crossmobility.domain.placements import counts_in
from crossmobility.domain.status import ended_early

SENDER_COLUMNS: Final = ("org_id", "name", "country", "sent", "sent_lately", "hosted", "hosted_lately", "state")
"""``sent``, ``hosted``: placements ever active by ``as_of``; ``_lately``: active in the window. ``state``: ``SENDER_STATES``."""
SENDER_STATES: Final = ("also_hosts", "hosted_before", "never")
HOST_COLUMNS: Final = ("org_id", "name", "country", "hosted", "early_ends")
SENT_BACK_COLUMNS: Final = ("org_id", "name", "country", "returned")
SITUATION_COLUMNS: Final = ("situation", "returned")
LOSS_COLUMNS: Final = ("break_id", "scheme", "reason", "placements", "planned")
NOT_SAID: Final = "_O"
"""Stands for what concerns one placement only: it is counted, but what it was is not said."""
NOT_DUE: Final = "not_due"
NO_ANSWER: Final = "no_answer"
ENDS_TO_NAME: Final = 2
"""Early ends from which a host is named."""
YEARS: Final = 3
DAYS_TO_SURVEY: Final = 182
NOT_LOST: Final = ("NOT_SELECTED",)
"""Ends before the start that lose no placement: the candidate was not chosen."""


def window_of(as_of: date) -> str:
    """Return the three calendar years up to ``as_of`` as a period: ``2023-01-01/2025-12-31``."""
    return f"{as_of.year - YEARS + 1}-01-01/{as_of.year}-12-31"


def last_year(as_of: date) -> str:
    """Return the twelve months up to ``as_of`` as a period; ``as_of`` is their last day."""
    return f"{months_after(as_of, -12) + timedelta(days=1)}/{as_of}"


def countries_in(placements: pd.DataFrame) -> list[str]:
    """Return the countries that placements come from or go to, those with most placements first, then by code."""
    ends = pd.concat([placements["origin"], placements["destination"]])
    counts = ends[ends != ""].value_counts()
    return sorted(map(str, counts.index), key=lambda code: (-int(counts[code]), code))


def senders(placements: pd.DataFrame, organisations: pd.DataFrame, country: str, *, as_of: date) -> pd.DataFrame:
    """Return the organisations that sent somebody from ``country``, and whether they also host anywhere.

    Returns
    -------
    DataFrame
        One row (``SENDER_COLUMNS``) per organisation with a placement of that origin that has started, those that never
        hosted first, then by what they sent. ``also_hosts``: hosted in the window; ``hosted_before``: only earlier;
        ``never``: these records hold no placement it hosted.
    """
    ever, lately = _started(placements, as_of), counts_in(placements, "active", window_of(as_of), as_of).to_numpy()
    ours = (placements["origin"] == country).to_numpy()
    counts = pd.DataFrame(
        {
            "sent": _counts(placements["sending_org_id"], ever & ours),
            "sent_lately": _counts(placements["sending_org_id"], lately & ours),
            "hosted": _counts(placements["hosting_org_id"], ever),
            "hosted_lately": _counts(placements["hosting_org_id"], lately),
        }
    )
    counts = counts[counts["sent"].fillna(0) > 0].fillna(0).astype("int64")
    states = np.select([counts["hosted_lately"] > 0, counts["hosted"] > 0], SENDER_STATES[:2], default=SENDER_STATES[2])
    named = _named(counts.assign(state=pd.Series(states, index=counts.index, dtype="str")), organisations)
    order = named["state"].map({state: place for place, state in enumerate(reversed(SENDER_STATES))})
    named = named.assign(order=order, most=-named["sent_lately"], ever=-named["sent"])
    return named.sort_values(["order", "most", "ever", "name", "org_id"]).reset_index(drop=True)[list(SENDER_COLUMNS)]


def hosts_with_early_ends(
    placements: pd.DataFrame, organisations: pd.DataFrame, country: str, *, as_of: date
) -> pd.DataFrame:
    """Return the hosts in ``country`` with two early ends or more in the window: how many, neither whose nor why.

    Returns
    -------
    DataFrame
        One row (``HOST_COLUMNS``) per organisation, most early ends first; ``hosted`` are its placements there that were
        active in the window.
    """
    here = (placements["destination"] == country).to_numpy()
    active = counts_in(placements, "active", window_of(as_of), as_of).to_numpy() & here
    ends = placements["end_on"]
    when = ((ends >= pd.Timestamp(as_of.year - YEARS + 1, 1, 1)) & (ends <= pd.Timestamp(as_of))).to_numpy()
    early = ended_early(placements) & when & here & _started(placements, as_of)
    counts = pd.DataFrame(
        {
            "hosted": _counts(placements["hosting_org_id"], active),
            "early_ends": _counts(placements["hosting_org_id"], early),
        }
    )
    counts = counts[counts["early_ends"].fillna(0) >= ENDS_TO_NAME].fillna(0).astype("int64")
    named = _named(counts, organisations).assign(most=lambda rows: -rows["early_ends"])
    return named.sort_values(["most", "name", "org_id"]).reset_index(drop=True)[list(HOST_COLUMNS)]


def returned(placements: pd.DataFrame, country: str, *, as_of: date) -> pd.Series:
    """Tell which placements brought somebody back to ``country`` in the last twelve months: they ended abroad by then."""
    abroad = (placements["origin"] == country) & (placements["destination"] != country)
    return counts_in(placements, "ended", last_year(as_of), as_of) & abroad


def sent_back(placements: pd.DataFrame, organisations: pd.DataFrame, country: str, *, as_of: date) -> pd.DataFrame:
    """Return the organisations whose people came back in the last twelve months: one row (``SENT_BACK_COLUMNS``) each."""
    back = returned(placements, country, as_of=as_of).to_numpy()
    counts = pd.DataFrame({"returned": _counts(placements["sending_org_id"], back)})
    named = _named(counts.astype("int64"), organisations).assign(most=lambda rows: -rows["returned"])
    return named.sort_values(["most", "name", "org_id"]).reset_index(drop=True)[list(SENT_BACK_COLUMNS)]


def situations(placements: pd.DataFrame, country: str, *, as_of: date, codes: Iterable[str]) -> pd.DataFrame:
    """Count the situation, six months after, of those who came back in the last twelve months.

    Parameters
    ----------
    codes : iterable of str
        Situations (list ``followup_status``) in their order; any other stands after them.

    Returns
    -------
    DataFrame
        One row (``SITUATION_COLUMNS``) per situation that two people or more are in, ``_O`` for those that a single person
        is in, ``no_answer`` (182 days have passed, none is recorded) and ``not_due``; they add up to all who came back.
    """
    rows = placements[returned(placements, country, as_of=as_of).to_numpy()]
    answered = (rows["followup_on"] <= pd.Timestamp(as_of)) & (rows["followup_status"] != "")
    due = rows["end_on"].fillna(rows["planned_end_on"]) + pd.Timedelta(days=DAYS_TO_SURVEY) <= pd.Timestamp(as_of)
    said = rows["followup_status"].where(answered, np.where(due, NO_ANSWER, NOT_DUE))
    counts = _unsaid({str(code): int(count) for code, count in said.value_counts().items()}, keep=(NO_ANSWER, NOT_DUE))
    last = (NOT_SAID, NO_ANSWER, NOT_DUE)
    known = dict.fromkeys([*codes, *sorted(counts.keys() - {*last}), *last])
    order = [code for code in known if code in counts]
    return pd.DataFrame({"situation": order, "returned": [counts[code] for code in order]}, columns=list(SITUATION_COLUMNS))


def lost_since(
    placements: pd.DataFrame,
    breaks: Iterable[BreakLike],
    country: str,
    *,
    as_of: date,
    families: Mapping[str, str],
    reference: str,
) -> pd.DataFrame:
    """Count what was lost or refused since each break that touches the country.

    A break counts when it names ``country`` or ``reference``, or no country, and began by ``as_of``. Its placements come from
    or go to ``country``, have an end in a country it names and a scheme (or family) it names, and were to start on its
    first day or later. Lost: closed before the start by ``as_of``, unless the candidate was not selected. That one followed
    the other is no cause.

    Returns
    -------
    DataFrame
        One row (``LOSS_COLUMNS``) per break, scheme and reason with two placements or more, ``_O`` for the reasons of a single
        one, breaks oldest first; a break without a loss has one row of scheme and reason ``""`` and 0. ``planned`` are all
        placements of the break's scheme (of the break, where nothing was lost), lost or not.
    """
    ours = placements[(placements["origin"] == country) | (placements["destination"] == country)]
    closed = (ours["closed_before_start_on"] <= pd.Timestamp(as_of)) & ~ours["closed_reason"].isin(NOT_LOST)
    rows: list[tuple[str, str, str, int, int]] = []
    for event in _touching(breaks, (country, reference), as_of):
        planned = _of_break(ours, event, families) & (ours["planned_start_on"] >= pd.Timestamp(event.from_on))
        lost = ours[planned & closed]
        if lost.empty:
            rows.append((event.break_id, "", "", 0, int(planned.sum())))
        for scheme, group in lost.groupby("scheme", sort=True):
            counts = _unsaid({str(code): int(count) for code, count in group["closed_reason"].value_counts().items()})
            of_scheme = int((planned & (ours["scheme"] == scheme)).sum())
            order = sorted(counts, key=lambda code: (code == NOT_SAID, -counts[code], code))
            rows += [(event.break_id, str(scheme), code, counts[code], of_scheme) for code in order]
    return pd.DataFrame(rows, columns=list(LOSS_COLUMNS))


def _touching(breaks: Iterable[BreakLike], countries: Collection[str], as_of: date) -> list[BreakLike]:
    known = [event for event in breaks if event.from_on <= as_of]
    first = min((event.from_on for event in known), default=as_of)
    return [mark.event for mark in breaks_in(known, [f"{first}/{as_of}"], countries=countries)]


def _of_break(rows: pd.DataFrame, event: BreakLike, families: Mapping[str, str]) -> pd.Series:
    """Tell which placements a break speaks of: their countries and their scheme."""
    found = pd.Series(True, index=rows.index)
    if event.countries:
        found &= rows["origin"].isin(event.countries) | rows["destination"].isin(event.countries)
    if event.schemes:
        found &= rows["scheme"].isin(event.schemes) | rows["scheme"].map(families).isin(event.schemes)
    return found


def _unsaid(counts: Mapping[str, int], keep: Collection[str] = ()) -> dict[str, int]:
    """Put together what concerns one placement each: a count of one would say what happened to one person."""
    single = [code for code, count in counts.items() if count == 1 and code not in keep]
    said = {code: count for code, count in counts.items() if code not in single}
    return said | ({NOT_SAID: len(single)} if single else {})


def _started(placements: pd.DataFrame, as_of: date) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    started: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = (placements["start_on"] <= pd.Timestamp(as_of)).to_numpy()
    return started


def _counts(organisation: pd.Series, who: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> pd.Series:
    """Count placements by organisation; one that is not stated is no organisation."""
    return organisation[who & (organisation != "").to_numpy()].value_counts()


def _named(counts: pd.DataFrame, organisations: pd.DataFrame) -> pd.DataFrame:
    """Put name and country of each organisation before its counts; one that is in no table keeps its id as its name."""
    names = organisations.drop_duplicates("org_id").set_index("org_id")[["name", "country"]].reindex(counts.index)
    ids = pd.Series(counts.index.astype("str"), index=counts.index)
    known = names.assign(name=names["name"].fillna(ids), country=names["country"].fillna(""), org_id=ids)
    return pd.concat([known, counts], axis=1).reset_index(drop=True)
