"""Grants, trainings and events of the programmes; sentences say which numbers are published lower bounds."""

from __future__ import annotations

from datetime import date
from typing import Final

from crossmobility.sample.chance import Chance
from crossmobility.sample.preparation import Row
from crossmobility.sample.programmes import CALLED_OFF, PRODDIGE, WECCEE

COLUMNS: Final = (
    "activity_id",
    "programme_id",
    "kind",
    "title",
    "country",
    "held_on",
    "participants_on_site",
    "participants_online",
    "applications",
    "amount_eur",
    "is_synthetic",
    "source",
)
INVENTED: Final = "sample"
FUND: Final = "France Volontaires, EnLAzando : fonds d’innovation (10 × 3 000 €, plus de 100 candidatures) ; jours inventés"
SEMINAR: Final = "France Volontaires, EnLAzando 2 : plus de 100 sur place, plus de 600 en ligne ; jour inventé"
LAUNCH: Final = "ANPE du Bénin, Togo Breaking News : lancement à Lomé du 6 au 8 février 2024"
PILOT: Final = "MAP Express (14 décembre 2020) : formation lancée à Rabat"
GRANT_EUR: Final = 3000
GRANTS: Final = ("BOL", "COL", "ECU", "PRY", "PER", "COL", "PER", "BOL", "ECU", "PRY")


def activities(chance: Chance) -> list[Row]:
    """Return one row per activity; a participant number that is nowhere published is invented, or absent."""
    rows = [*_enlazando(chance), *_trainings(chance), *_events(chance)]
    return [{"activity_id": f"A-{number:03d}", **row, "is_synthetic": True} for number, row in enumerate(rows, start=1)]


def _row(programme: str, kind: str, title: str, country: str, day: date, source: str = INVENTED, /, **numbers: int) -> Row:
    known: Row = {"programme_id": programme, "kind": kind, "title": title, "country": country, "held_on": day}
    return {**known, "source": source, **numbers}


def _enlazando(chance: Chance) -> list[Row]:
    call = "Fonds d’innovation : appel à projets (plus de 100 candidatures)"
    rows = [_row("ENLAZANDO", "EVENT", call, "", date(2021, 3, 15), FUND, applications=100)]
    for number, country in enumerate(GRANTS, start=1):
        title = f"Fonds d’innovation : projet {number} (exemple)"
        day = date(2021, 6, chance.between(1, 28))
        rows.append(_row("ENLAZANDO", "GRANT", title, country, day, FUND, amount_eur=GRANT_EUR))
    for year, country in ((2021, "PER"), (2021, "COL"), (2022, "ECU"), (2022, "BOL"), (2023, "ARG"), (2023, "PRY")):
        day = date(year, chance.between(4, 11), chance.between(1, 28))
        numbers = {"participants_on_site": chance.between(14, 30), "participants_online": chance.between(0, 5) * 10}
        rows.append(_row("ENLAZANDO", "TRAINING", "Formation d’acteurs du volontariat", country, day, INVENTED, **numbers))
    seminar = "Séminaire de Lima (plus de 100 sur place, plus de 600 en ligne)"
    numbers = {"participants_on_site": 100, "participants_online": 600}
    return [*rows, _row("ENLAZANDO", "EVENT", seminar, "PER", date(2024, 10, 8), SEMINAR, **numbers)]


def _trainings(chance: Chance) -> list[Row]:
    rows = []
    for number, (start, _, leaving, coming) in WECCEE.items():
        if number != CALLED_OFF:
            people = sum(leaving.values()) + sum(coming.values())
            title = f"Formation commune, édition {number}"
            rows.append(_row("WECCEE", "TRAINING", title, "FRA", start, participants_on_site=people))
    rows.append(_row("SUDSUD", "TRAINING", "Formation au départ, Rabat", "MAR", date(2020, 12, 14), PILOT))
    day = date(2025, 7, chance.between(1, 7))
    rows.append(_row("DENVA", "TRAINING", "Préparation de la cohorte africaine", "", day, participants_on_site=5))
    return rows


def _events(chance: Chance) -> list[Row]:
    rows = [_row("DENVA", "EVENT", "Lancement à Lomé, 6–8 février 2024", "TGO", date(2024, 2, 6), LAUNCH)]
    for year in PRODDIGE:
        day = date(year, 7, chance.between(5, 12))
        people = {"participants_on_site": chance.between(25, 70)}
        if year in (2020, 2021):
            people["participants_online"] = chance.between(3, 9) * 10
        title = "Restitution des projets collectifs"
        rows.append(_row("PRODDIGE", "EVENT", title, "FRA", day, INVENTED, **people))
    rows.append(
        _row(
            "AFRICA2020",
            "EVENT",
            "Rencontre des volontaires de la Saison",
            "FRA",
            date(2021, 11, 18),
            participants_on_site=11,
        )
    )
    return rows
