"""One country's file: organisations and counts by hand on a few placements, and by plain pandas on the sample."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pytest

from crossmobility import reference
from crossmobility.domain import country_file as file

AS_OF = date(2025, 12, 31)
DAYS = ("start_on", "end_on", "planned_start_on", "planned_end_on", "closed_before_start_on", "followup_on")
FAMILIES = {"SC_RECIP": "SC", "SC_INTL": "SC", "VSI": "VSI", "VSI_RECIP": "VSI"}
SITUATIONS = ("EMPLOYED", "STUDY", "SEEKING")
SAMPLE = reference.data_folder() / "sample"


@dataclass(frozen=True)
class Event:
    break_id: str
    from_on: date
    to_on: date | None = None
    countries: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    citation: str = ""
    closes_corridor: bool = False

    def label(self, language: str) -> str:
        return self.break_id

    def note(self, language: str) -> str:
        return ""


def one(ends: str, start: str = "", end: str = "", **more: str) -> dict[str, str]:
    """Return a placement; ``ends`` is "SEN-FRA". It was planned to last until its end, else until mid 2026."""
    origin, destination = ends.split("-")
    usual = {
        "origin": origin,
        "destination": destination,
        "start_on": start,
        "end_on": end,
        "planned_start_on": start,
        "planned_end_on": end or "2026-06-30",
        "closed_before_start_on": "",
        "closed_reason": "",
        "followup_on": "",
        "followup_status": "",
        "sending_org_id": "S1",
        "hosting_org_id": "H1",
        "scheme": "SC_RECIP",
    }
    return usual | more


def frame(*rows: dict[str, str]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=list(one("SEN-FRA")), dtype="str")
    return table.assign(**{name: pd.to_datetime(table[name].replace("", None)).astype("datetime64[s]") for name in DAYS})


def organisations(*ids: str) -> pd.DataFrame:
    return pd.DataFrame({"org_id": list(ids), "name": [f"Name of {code}" for code in ids], "country": "SEN"}, dtype="str")


def rows(table: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return list(table[list(columns)].itertuples(index=False, name=None))


# Sending organisations


def test_senders_are_those_of_the_country_and_hosts_are_looked_for_anywhere() -> None:
    placements = frame(
        one("SEN-FRA", "2024-01-10", sending_org_id="S1"),
        one("SEN-FRA", "2015-01-10", "2015-06-30", sending_org_id="S1"),
        one("SEN-FRA", "2024-01-10", sending_org_id="S2"),
        one("SEN-FRA", "2019-01-10", "2019-06-30", sending_org_id="S3"),
        one("FRA-SEN", "2023-01-10", "2023-02-10", sending_org_id="S4", hosting_org_id="S1"),
        one("FRA-TGO", "2015-01-10", "2015-02-10", sending_org_id="S4", hosting_org_id="S3"),
        one("SEN-FRA", "", sending_org_id="S5", planned_start_on="2025-01-01"),
        one("SEN-FRA", "2026-02-01", sending_org_id="S6"),
        one("SEN-FRA", "2024-01-10", sending_org_id=""),
    )
    found = file.senders(placements, organisations("S1", "S2", "S3", "S4"), "SEN", as_of=AS_OF)
    assert tuple(found.columns) == file.SENDER_COLUMNS
    assert rows(found, "org_id", "sent", "sent_lately", "hosted", "hosted_lately", "state") == [
        ("S2", 1, 1, 0, 0, "never"),
        ("S3", 1, 0, 1, 0, "hosted_before"),
        ("S1", 2, 1, 1, 1, "also_hosts"),
    ]


def test_an_organisation_of_no_table_keeps_its_id_as_its_name() -> None:
    found = file.senders(frame(one("SEN-FRA", "2024-01-10")), organisations(), "SEN", as_of=AS_OF)
    assert rows(found, "org_id", "name", "country") == [("S1", "S1", "")]


def test_a_country_nobody_left_has_no_senders() -> None:
    found = file.senders(frame(one("SEN-FRA", "2024-01-10")), organisations("S1"), "FRA", as_of=AS_OF)
    assert found.empty and tuple(found.columns) == file.SENDER_COLUMNS


# Hosts


def test_a_host_is_named_from_its_second_early_end_in_three_calendar_years() -> None:
    early = {"planned_end_on": "2025-11-30"}
    placements = frame(
        one("FRA-SEN", "2024-12-01", "2025-02-01", hosting_org_id="H1", **early),
        one("FRA-SEN", "2024-12-01", "2025-11-22", hosting_org_id="H1", **early),  # eight days early
        one("FRA-SEN", "2024-12-01", "2025-11-23", hosting_org_id="H1", **early),  # a week: completed
        one("FRA-SEN", "2022-06-01", "2023-01-01", hosting_org_id="H2", planned_end_on="2023-05-31"),
        one("FRA-SEN", "2022-06-01", "2022-12-31", hosting_org_id="H2", planned_end_on="2023-05-31"),  # too long ago
        one("FRA-SEN", "2025-01-01", "2026-01-01", hosting_org_id="H3", planned_end_on="2026-05-31"),  # not yet
        one("FRA-SEN", "2025-01-01", "2025-02-01", hosting_org_id="H3", planned_end_on="2026-05-31"),
        one("FRA-TGO", "2025-01-01", "2025-02-01", hosting_org_id="H4", planned_end_on="2026-05-31"),
        one("FRA-TGO", "2025-01-01", "2025-02-01", hosting_org_id="H4", planned_end_on="2026-05-31"),
    )
    found = file.hosts_with_early_ends(placements, organisations("H1"), "SEN", as_of=AS_OF)
    assert tuple(found.columns) == file.HOST_COLUMNS, "no reason, nobody's name"
    assert rows(found, "org_id", "name", "hosted", "early_ends") == [("H1", "Name of H1", 3, 2)]


# Who came back


def test_twelve_months_end_on_the_day_of_the_data() -> None:
    assert file.last_year(AS_OF) == "2025-01-01/2025-12-31"
    assert file.last_year(date(2024, 2, 29)) == "2023-03-01/2024-02-29"
    assert file.window_of(date(2024, 2, 29)) == "2022-01-01/2024-12-31"


def back(end: str, status: str = "", on: str = "", **more: str) -> dict[str, str]:
    return one("SEN-FRA", "2024-06-01", end, followup_status=status, followup_on=on, **more)


def test_returnees_ended_abroad_in_the_twelve_months() -> None:
    placements = frame(
        back("2025-01-01", sending_org_id="S2"),
        back("2025-12-31", sending_org_id="S1"),
        back("2025-03-01", sending_org_id="S1"),
        back("2024-12-31"),
        back("", planned_end_on="2025-07-01"),  # overdue: it counts as ended on its planned day
        one("SEN-SEN", "2024-06-01", "2025-06-01"),  # nobody comes back who never left
        one("FRA-SEN", "2024-06-01", "2025-06-01"),
    )
    assert file.returned(placements, "SEN", as_of=AS_OF).tolist() == [True, True, True, False, True, False, False]
    assert rows(file.sent_back(placements, organisations("S1"), "SEN", as_of=AS_OF), "name", "returned") == [
        ("Name of S1", 3),
        ("S2", 1),
    ]


def test_situations_add_up_and_what_one_person_does_is_not_said() -> None:
    placements = frame(
        back("2025-01-10", "EMPLOYED", "2025-07-20"),
        back("2025-01-10", "EMPLOYED", "2025-07-20"),
        back("2025-01-10", "STUDY", "2025-07-20"),
        back("2025-01-10", "SEEKING", "2025-07-20"),
        back("2025-01-10", "SEEKING", "2026-01-02"),  # answered after the day of the data
        back("2025-07-02"),  # 182 days are over on 31 December
        back("2025-07-03"),
    )
    found = file.situations(placements, "SEN", as_of=AS_OF, codes=SITUATIONS)
    assert rows(found, *file.SITUATION_COLUMNS) == [
        ("EMPLOYED", 2),
        (file.NOT_SAID, 2),
        (file.NO_ANSWER, 2),
        (file.NOT_DUE, 1),
    ]


def test_nobody_back_is_a_table_without_rows() -> None:
    found = file.situations(frame(back("2020-01-10")), "SEN", as_of=AS_OF, codes=SITUATIONS)
    assert found.empty and tuple(found.columns) == file.SITUATION_COLUMNS


# Breaks


def lost(ends: str, planned: str, reason: str, closed: str = "2025-06-01", **more: str) -> dict[str, str]:
    return one(ends, "", planned_start_on=planned, closed_before_start_on=closed, closed_reason=reason, **more)


LOST = frame(
    *[lost("SEN-FRA", "2025-03-01", "VISA_REFUSED")] * 3,
    lost("SEN-FRA", "2025-03-01", "WITHDRAWN"),
    lost("SEN-FRA", "2025-03-01", "HOST_CANCELLED"),
    lost("SEN-FRA", "2025-03-01", "NOT_SELECTED"),
    lost("SEN-FRA", "2025-03-01", "WITHDRAWN", closed="2026-01-05"),
    lost("SEN-FRA", "2025-01-31", "VISA_REFUSED"),
    *[lost("FRA-SEN", "2025-03-01", "BUDGET_FREEZE", scheme="VSI")] * 2,
    lost("TGO-FRA", "2025-03-01", "VISA_REFUSED"),
    one("SEN-FRA", "2025-04-01"),
)


def losses(*breaks: Event, country: str = "SEN") -> list[tuple[object, ...]]:
    found = file.lost_since(LOST, breaks, country, as_of=AS_OF, families=FAMILIES, reference="FRA")
    return rows(found, *file.LOSS_COLUMNS)


def test_losses_since_a_break_are_counted_by_scheme_and_reason_and_a_single_reason_is_not_said() -> None:
    assert losses(Event("VISAS", date(2025, 2, 1), None, ("SEN",))) == [
        ("VISAS", "SC_RECIP", "VISA_REFUSED", 3, 8),
        ("VISAS", "SC_RECIP", file.NOT_SAID, 2, 8),
        ("VISAS", "VSI", "BUDGET_FREEZE", 2, 2),
    ]


def test_a_break_of_a_family_counts_its_schemes_only() -> None:
    freeze = Event("FREEZE", date(2025, 2, 1), None, ("FRA",), ("VSI",))
    assert losses(freeze) == [("FREEZE", "VSI", "BUDGET_FREEZE", 2, 2)]


def test_breaks_elsewhere_and_later_are_left_out_and_one_without_a_loss_says_so() -> None:
    elsewhere = Event("MALI", date(2022, 11, 1), None, ("MLI",))
    later = Event("LATER", date(2026, 1, 1))
    quiet = Event("QUIET", date(2025, 3, 2), None, ("SEN",))
    assert losses(elsewhere, later, quiet) == [("QUIET", "", "", 0, 1)]


def test_no_table_has_a_column_about_a_person() -> None:
    columns = {*file.SENDER_COLUMNS, *file.HOST_COLUMNS, *file.SENT_BACK_COLUMNS, *file.SITUATION_COLUMNS}
    columns |= {*file.LOSS_COLUMNS}
    assert not columns & {"volunteer_id", "placement_id", "sex", "age_band", "end_reason", "fewer_opportunities"}


def test_countries_come_by_the_number_of_their_placements() -> None:
    placements = frame(one("SEN-FRA"), one("TGO-FRA"), one("FRA-TGO"))
    assert file.countries_in(placements) == ["FRA", "TGO", "SEN"]


# The sample


@pytest.fixture(scope="module")
def plain() -> pd.DataFrame:
    """The placements of the sample as the file has them, days as ISO text."""
    return pd.read_csv(SAMPLE / "placements.csv", dtype="str", keep_default_na=False)


@pytest.fixture(scope="module")
def sample(plain: pd.DataFrame) -> pd.DataFrame:
    return plain.assign(**{name: pd.to_datetime(plain[name].replace("", None)) for name in DAYS})


@pytest.fixture(scope="module")
def known() -> pd.DataFrame:
    return pd.read_csv(SAMPLE / "organisations.csv", dtype="str", keep_default_na=False)


@pytest.mark.parametrize("country", ["SEN", "FRA", "TUN"])
def test_the_sample_counted_again(plain: pd.DataFrame, sample: pd.DataFrame, known: pd.DataFrame, country: str) -> None:
    begun = plain[(plain["start_on"] != "") & (plain["start_on"] <= "2025-12-31")]
    sent = Counter(begun[begun["origin"] == country]["sending_org_id"])
    hosted = Counter(begun["hosting_org_id"])
    found = file.senders(sample, known, country, as_of=AS_OF)
    assert dict(rows(found, "org_id", "sent")) == dict(sent)
    assert dict(rows(found, "org_id", "hosted")) == {code: hosted[code] for code in sent}
    assert {code for code, state in rows(found, "org_id", "state") if state == "never"} == sent.keys() - hosted.keys()

    here = begun[(begun["destination"] == country) & begun["end_on"].between("2023-01-01", "2025-12-31")]
    gap = (pd.to_datetime(here["planned_end_on"]) - pd.to_datetime(here["end_on"])).dt.days
    early = Counter(here[gap > 7]["hosting_org_id"])
    hosts = file.hosts_with_early_ends(sample, known, country, as_of=AS_OF)
    assert dict(rows(hosts, "org_id", "early_ends")) == {code: n for code, n in early.items() if n >= 2}

    last = begun["end_on"].where(begun["end_on"] != "", begun["planned_end_on"])
    came = begun[
        (begun["origin"] == country) & (begun["destination"] != country) & last.between("2025-01-01", "2025-12-31")
    ]
    came = came[(came["end_on"] != "") | (came["planned_end_on"] < "2025-12-31")]
    assert dict(rows(file.sent_back(sample, known, country, as_of=AS_OF), "org_id", "returned")) == dict(
        Counter(came["sending_org_id"])
    )
    answered = Counter(came[came["followup_status"] != ""]["followup_status"])
    found = dict(rows(file.situations(sample, country, as_of=AS_OF, codes=SITUATIONS), *file.SITUATION_COLUMNS))
    assert sum(found.values()) == len(came) > 0
    assert {code: n for code, n in found.items() if code in answered} == {c: n for c, n in answered.items() if n > 1}
    assert found.get(file.NOT_SAID, 0) == sum(n == 1 for n in answered.values())


def test_the_losses_of_the_sample_counted_again(plain: pd.DataFrame, sample: pd.DataFrame) -> None:
    families = {code: scheme.family for code, scheme in reference.schemes().items()}
    found = file.lost_since(sample, reference.breaks(), "SEN", as_of=AS_OF, families=families, reference="FRA")
    ours = plain[(plain["origin"] == "SEN") | (plain["destination"] == "SEN")]
    closed = ours[(ours["closed_before_start_on"] != "") & (ours["closed_reason"] != "NOT_SELECTED")]
    since = closed[closed["planned_start_on"] >= "2020-01-01"]
    covid = found[found["break_id"] == "COVID"]
    assert covid["placements"].sum() == len(since) > 0
    refused = since[(since["closed_reason"] == "VISA_REFUSED") & (since["scheme"] == "SC_RECIP")]
    assert rows(covid[covid["reason"] == "VISA_REFUSED"], "scheme", "placements") == [("SC_RECIP", len(refused))]
