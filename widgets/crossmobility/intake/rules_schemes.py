"""Rules that a scheme sets: who, from where, where to, how long, under whose accreditation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.i18n import Message, message
from crossmobility.intake.country_cells import CountryNames
from crossmobility.intake.ledger import by_value
from crossmobility.intake.rulebook import Setting
from crossmobility.intake.stack import Mask, Stack
from crossmobility.reference import countries

FRANCE: Final = "FRA"
VSI: Final = ("VSI", "VSI_RECIP", "VSI_SS")
INCOMING: Final = ("SC_RECIP", "VSI_RECIP")
# A disabled volunteer of Service Civique may be up to 30; the records do not say who is.
WITH_A_WAIVER: Final = "26-30"


def planned_length(stack: Stack, setting: Setting) -> None:
    """V6, V7: the planned length lies within the scheme's bounds, both days counted.

    A VSI shorter than a year is legal but gets no State aid: a warning.
    """
    days = (stack.rows["planned_end_on"] - stack.rows["planned_start_on"]).dt.days + 1
    for code, scheme in setting.vocabulary.schemes.items():
        rule = "V7" if code in VSI else "V6"
        of_scheme = (stack.rows["scheme"] == code).to_numpy()
        low, high = scheme.planned_days_min, scheme.planned_days_max
        if low is not None and of_scheme.any():
            _say_short(stack, rule, of_scheme & (days < low).to_numpy(), low, days)
        if high is not None and of_scheme.any():
            _say_long(stack, rule, of_scheme & (days > high).to_numpy(), high, days)


def _say_short(stack: Stack, rule: str, breach: Mask, low: int, days: pd.Series) -> None:
    for scheme, count, places in _lengths(stack, breach, days):
        if rule == "V7":
            text = message(
                "The placement is planned for {days} days. A {scheme} of less than {low} days gets no State aid: confirm "
                "that this is meant.",
                days=count,
                scheme=scheme,
                low=low,
            )
            stack.say("warning", rule, places, text, column="planned_end_on")
            continue
        text = message(
            "The placement is planned for {days} days; {scheme} asks for {low} at least. Correct the planned dates, or the "
            "scheme.",
            days=count,
            scheme=scheme,
            low=low,
        )
        stack.say("error", rule, places, text, column="planned_end_on")


def _say_long(stack: Stack, rule: str, breach: Mask, high: int, days: pd.Series) -> None:
    for scheme, count, places in _lengths(stack, breach, days):
        text = message(
            "The placement is planned for {days} days; {scheme} allows {high} at most. Correct the planned dates, or the "
            "scheme.",
            days=count,
            scheme=scheme,
            high=high,
        )
        stack.say("error", rule, places, text, column="planned_end_on")


def _lengths(stack: Stack, breach: Mask, days: pd.Series) -> list[tuple[str, int, npt.NDArray[np.intp]]]:
    positions = np.flatnonzero(breach & stack.sound)
    if not len(positions):
        return []
    found = pd.DataFrame({"scheme": stack.rows["scheme"].iloc[positions], "days": days.iloc[positions].astype("int64")})
    group = found.groupby(["scheme", "days"], sort=False).ngroup().to_numpy().astype(np.intp)
    places = list(by_value(np.arange(len(positions)), group))
    firsts = found.iloc[[one[0] for one in places]]
    return [
        (str(scheme), int(count), positions[one])
        for scheme, count, one in zip(firsts["scheme"], firsts["days"], places, strict=True)
    ]


def age_of_the_scheme(stack: Stack, setting: Setting) -> None:
    """V8: the age band is one the scheme admits; 26-30 in Service Civique is possible with a disability: a warning."""
    for code, scheme in setting.vocabulary.schemes.items():
        if not scheme.age_bands:
            continue
        admitted = (*scheme.age_bands, "U", "")
        breach = ((stack.rows["scheme"] == code) & ~stack.rows["age_band"].isin(admitted)).to_numpy()
        waived = (stack.rows["age_band"] == WITH_A_WAIVER).to_numpy() & (scheme.family == "SC")
        stack.say_each(
            "warning",
            "V8",
            breach & waived,
            lambda _: message(
                "The volunteer was over 25 at the start. A Service Civique is signed before the 26th birthday, except with a "
                "disability: check the day of the contract."
            ),
            column="age_band",
        )
        stack.say_each(
            "error",
            "V8",
            breach & ~waived,
            partial(_not_admitted, code, ", ".join(scheme.age_bands)),
            by=["age_band"],
            column="age_band",
        )


def _not_admitted(scheme: str, bands: str, values: Mapping[str, str]) -> Message:
    return message(
        "The age band is {band}; {scheme} admits {bands}. Correct the age band, or the scheme.",
        band=values["age_band"],
        scheme=scheme,
        bands=bands,
    )


def reciprocity_of_civic_service(stack: Stack, setting: Setting) -> None:
    """V9: Service Civique by reciprocity is not for the EEA and Switzerland, and the country hosts French volunteers."""
    rows = stack.rows
    incoming = (rows["scheme"] == "SC_RECIP").to_numpy()
    near = [code for code, country in countries().items() if country.is_eea_ch]
    stack.say_each(
        "error",
        "V9",
        incoming & rows["origin"].isin(near).to_numpy(),
        lambda values: message(
            "The origin {country} lies in the European Economic Area or is Switzerland, where reciprocity does not apply. "
            "Correct the origin, or the scheme.",
            country=CountryNames("", codes=(values["origin"],)),
        ),
        by=["origin"],
        column="origin",
    )
    if not setting.whole:
        return
    hosting = rows["destination"][(rows["origin"] == FRANCE).to_numpy() & stack.good].unique()
    stack.say_each(
        "warning",
        "V9",
        incoming & ~rows["origin"].isin([*near, *hosting]).to_numpy(),
        lambda values: message(
            "The dataset has no placement from France to {country}. Reciprocity asks that the country hosts French "
            "volunteers: check that it does.",
            country=CountryNames("", codes=(values["origin"],)),
        ),
        by=["origin"],
        column="origin",
    )


def incoming_means_france(stack: Stack, _: Setting) -> None:
    """V10: a placement of an incoming scheme takes place in France."""
    breach = (stack.rows["scheme"].isin(INCOMING) & (stack.rows["destination"] != FRANCE)).to_numpy()
    stack.say_each(
        "error",
        "V10",
        breach,
        lambda values: message(
            "The scheme {scheme} brings volunteers to France, but the destination is {country}. Correct the destination, or "
            "the scheme.",
            scheme=values["scheme"],
            country=CountryNames("", codes=(values["destination"],)),
        ),
        by=["scheme", "destination"],
        column="destination",
    )


def south_south_is_without_france(stack: Stack, _: Setting) -> None:
    """V11: a South–South VSI neither leaves nor reaches France."""
    with_france = (stack.rows["origin"] == FRANCE) | (stack.rows["destination"] == FRANCE)
    stack.say_each(
        "error",
        "V11",
        ((stack.rows["scheme"] == "VSI_SS") & with_france).to_numpy(),
        lambda _: message(
            "A South–South VSI (VSI_SS) neither leaves nor reaches France. Correct the country, or write VSI or VSI_RECIP."
        ),
        column="scheme",
    )
