"""Who a programme is: what its sources publish, with countries by edition and direction; the rest is said to be unpublished."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from html_tree import Node, tree
from programmes_pages import page_of

from crossmobility.reference import ProgrammeCountry
from crossmobility.render.programmes_facts import facts, span
from crossmobility.render.words import Words


def facts_of(section: Node) -> dict[str, str]:
    lines = section.one("dl", "cm-pv-facts").every("dt"), section.one("dl", "cm-pv-facts").every("dd")
    return {name.text: said.text for name, said in zip(*lines, strict=True)}


def test_the_facts_of_a_programme_are_those_of_its_sources() -> None:
    section = tree(facts(page_of("SUDSUD")))
    assert facts_of(section) == {
        "Design": "South–South",
        "In and out seen from": "Morocco",
        "Run by": "France Volontaires, within the South–South cooperation action on migration (GIZ and Expertise France)",
        "Funded or supported by": (
            "European Union (Emergency Trust Fund) German Federal Ministry for Economic Cooperation and Development (BMZ)"
        ),
        "Began": "January 2020",
        "Ended on": "February 2022",
        "Usual scheme": "South–South VSI",
        "Goals of its own": "not published",
    }
    assert "Senegal (4 places planned), Mali (1 place planned), Côte d’Ivoire (3 places planned)" in section.text


def test_what_no_source_says_is_not_published() -> None:
    section = tree(facts(page_of("NOREC", language="fr")))
    said = facts_of(section)
    assert said["Forme"] == "Échange dans les deux sens"
    assert [said[name] for name in ("Début", "Fin", "Financé ou soutenu par", "Objectifs propres")] == ["non publié"] * 4
    assert "Objet\u00a0: non publié." in section.text.replace(" :", "\u00a0:")
    assert section.one("dl", "cm-pv-countries").text == "non publié"


def test_countries_stand_by_edition_with_dates_and_direction() -> None:
    section = tree(facts(page_of("WECCEE")))
    lines = " ".join(one.text for one in section.every("dl", "cm-pv-countries"))
    assert (
        "WECCEE 11 · Jan 2025 – Jul 2025 ⇄ both ways: Morocco, Tunisia, Senegal, Togo, Madagascar → only leaving: Guinea"
        in lines
    )
    assert "Edition not stated ⇄ both ways: Madagascar, Vietnam, Peru" in lines
    assert lines.count("Guinea") == 2  # in edition 11 and in its note, in no other edition


def test_of_many_editions_the_latest_stands_open_and_the_others_are_folded() -> None:
    section = tree(facts(page_of("WECCEE")))
    latest, others = section.every("dl", "cm-pv-countries")
    assert [one.text for one in latest.every("dt")] == ["WECCEE 11 · Jan 2025 – Jul 2025"]
    assert [one.text for one in others.every("dt")] == [
        "WECCEE 1",
        "WECCEE 2 · Nov 2015 – Jun 2016",
        "WECCEE 3",
        "Edition not stated",
    ]
    assert section.one("summary").text == "Countries of the other editions"
    assert not tree(facts(page_of("ENLAZANDO"))).every("details")


def test_five_countries_then_six() -> None:
    lines = tree(facts(page_of("ENLAZANDO", language="fr"))).one("dl", "cm-pv-countries").text
    assert "Phase 1 · depuis juin 2020 ⇄ accueil et envoi : Bolivie, Colombie, Équateur, Paraguay, Pérou" in lines.replace(
        "\u00a0", " "
    )
    assert (
        "Phase 2 · 2022–2024 ⇄ accueil et envoi : Argentine, Bolivie, Colombie, Équateur, Paraguay, Pérou"
        in lines.replace("\u00a0", " ")
    )


def test_countries_that_are_counted_but_not_named_are_said() -> None:
    assert "11 of 11 countries not named" in tree(facts(page_of("AFRICA2020"))).text


def test_goals_of_its_own_are_marks_with_their_number() -> None:
    section = tree(facts(page_of("PRODDIGE", changes={"sdg_focus": ("4", "13")})))
    assert [mark.text for mark in section.every("span", "cm-goal")] == ["4", "13"]


def test_each_source_is_a_link_to_its_address() -> None:
    links = tree(facts(page_of("DENVA"))).one("cite").every("a")
    assert links[0]["href"] == "https://togoanvt.org/lancement-du-programme-denva-a-lome"
    assert links[0].text == "ANVT, Lancement du programme DENVA à Lomé"
    assert len(links) == 3


def test_words_of_a_dataset_are_text_and_never_tags() -> None:
    country = replace(page_of("DENVA").countries[0], note_en="<b>&", country="TGO")
    page = page_of(
        "DENVA", changes={"purpose_en": "<script>", "lead_en": 'a "b" <i>', "citation": "x<y"}, countries=[country]
    )
    section = facts(page)
    assert "<script>" not in section and "&lt;script&gt;" in section
    assert "a &quot;b&quot; &lt;i&gt;" in section and "&lt;b&gt;&amp;" in section and "x&lt;y" in section


def test_a_scheme_and_a_country_have_no_such_section() -> None:
    assert facts(page_of("VSI", kind="scheme")) == ""


def test_times_are_as_precise_as_their_source() -> None:
    words = Words("en")
    assert span(date(2020, 6, 1), None, words) == "since June 2020"
    assert span(date(2024, 2, 6), None, words) == "since 6 February 2024"
    assert span(None, None, words) == ""


def test_a_country_named_in_both_directions_goes_both_ways() -> None:
    rows = [
        ProgrammeCountry("DENVA", "TGO", direction, None, None, None, "2025", "", "", "published", "x")
        for direction in ("IN", "OUT")
    ]
    assert "2025 cohort ⇄ both ways: Togo" in tree(facts(page_of("DENVA", countries=rows))).text
