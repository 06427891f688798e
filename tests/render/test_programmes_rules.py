"""The rules of a scheme and the steps to host: every one with its certainty, its date and its source."""

from __future__ import annotations

import pytest
from html_tree import Node, tree
from programmes_pages import page_of

from crossmobility.reference import HostingStep, hosting_steps, scheme_rules
from crossmobility.render.programmes_rules import members_of, offset, rules
from crossmobility.render.words import Words


def parts(html: str) -> dict[str, Node]:
    return {part["data-part"]: part for part in tree(html).every("section")}


def step(months: int | None, days: int | None) -> HostingStep:
    return HostingStep("VSI_RECIP", 1, "", "", "", "", "arrival", months, days, "deadline", "law", "")


def test_every_rule_of_a_scheme_is_there_with_its_text_certainty_and_source() -> None:
    section = parts(rules(page_of("SC_RECIP", kind="scheme")))["rules"]
    rows = section.rows()[1:]
    assert len(rows) == len(scheme_rules()["SC_RECIP"])
    assert rows[0][:2] == ["Age", scheme_rules()["SC_RECIP"]["age"].text_en]
    assert rows[0][2].startswith("◐ Second hand service-public.fr F13278, Service civique (copie)")
    assert all(row.every("a") for row in section.one("tbody").every("tr"))


def test_a_rule_of_law_has_the_date_of_its_text() -> None:
    rows = parts(rules(page_of("VSI", kind="scheme", language="fr")))["rules"].rows()
    assert rows[1][:2] == ["Âge", "Toute personne majeure."]
    assert rows[1][2].startswith("■ Texte de loi texte du 23 février 2005")


def test_a_rule_to_be_checked_says_so() -> None:
    rows = parts(rules(page_of("SC_RECIP", kind="scheme")))["rules"].rows()
    (doubtful,) = [row for row in rows if row[0] == "Nationality, to be checked"]
    assert doubtful[2].startswith("○ Single source, to be checked")


def test_a_family_says_a_shared_rule_once_and_names_the_scheme_of_the_others() -> None:
    rows = parts(rules(page_of("SC", kind="scheme")))["rules"].rows()
    assert [row[0] for row in rows].count("Age") == 1
    assert "Reciprocity Service Civique, incoming" in [row[0] for row in rows]
    assert members_of("SC") == ["SC_RECIP", "SC_INTL"] and members_of("VSI_SS") == ["VSI_SS"]


def test_the_steps_of_a_legal_route_have_their_relative_deadlines() -> None:
    section = parts(rules(page_of("SC_RECIP", kind="scheme")))["steps"]
    rows = section.rows()[1:]
    assert len(rows) == len(hosting_steps()["SC_RECIP"])
    assert section.one("h2").text == "Steps to host somebody in France: Service Civique by reciprocity"
    assert [rows[number][1] for number in (1, 2, 3, 5)] == [
        "Planned arrival Step without a published date",
        "3 months before: Planned arrival Not before",
        "60 days before: Planned arrival Advice",
        "same day: Signature of the contract At the latest",
    ]
    assert rows[3][2] == "◇ Rule of this workbook"


def test_steps_in_french() -> None:
    rows = parts(rules(page_of("VSI_RECIP", kind="scheme", language="fr")))["steps"].rows()
    assert "30 jours après : Fin prévue Conseil" in [row[1].replace("\u00a0", " ") for row in rows[1:]]


def test_a_scheme_without_a_route_has_no_steps_and_one_without_rules_says_so() -> None:
    assert list(parts(rules(page_of("VSI", kind="scheme")))) == ["rules"]
    assert "Nothing published, nothing recorded." in rules(page_of("OTHER", kind="scheme"))
    assert rules(page_of("WECCEE")) == ""


@pytest.mark.parametrize(
    ("months", "days", "said"),
    [
        (None, None, ""),
        (0, None, "same day:"),
        (-1, None, "1 month before:"),
        (None, 7, "7 days after:"),
        (1, 15, "1 month 15 days after:"),
    ],
)
def test_a_deadline_is_counted_from_its_day(months: int | None, days: int | None, said: str) -> None:
    assert offset(step(months, days), Words("en")) == said
