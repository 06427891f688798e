"""The start page as text: what the workbook is for, the questions it answers, the data it holds, the words it uses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from crossmobility.i18n import Language, Message, message, translator
from crossmobility.render.flows_page import DatasetText
from crossmobility.render.formats import day, text

QUESTIONS: Final = (
    ("01_flows", message("Flows"), message("Who goes from which country to which, and when? Where is nothing published?")),
    (
        "02_reciprocity",
        message("Reciprocity"),
        message("Who gives and who receives? Which pairs of countries are balanced, which go one way only, and why?"),
    ),
    (
        "03_indicators",
        message("Indicators"),
        message(
            "Are targets met, initial and revised? What is on track at this date, what is late, and whose value is missing?"
        ),
    ),
    (
        "04_programmes",
        message("Programmes"),
        message(
            "What does each programme do, in its own terms, and how do they compare on equal scales? What holds for a scheme, "
            "for a country, for a manager?"
        ),
    ),
)
WORDS: Final = (
    (message("Corridor"), message("One country to another, in that order; the way back is another corridor.")),
    (message("Reference country"), message("The country from which arriving and leaving are seen.")),
    (
        message("Reciprocity ratio"),
        message("What arrives in the reference country divided by what leaves it, within one scheme; it may exceed 1."),
    ),
    (message("Balance index"), message("The smaller of both directions of a pair divided by the larger: from 0 to 1.")),
    (message("Achievement"), message("What was reached divided by the target; it may exceed 100%.")),
    (
        message("Progress"),
        message("How far the way from the baseline to the target has been gone, whichever direction is better."),
    ),
    (
        message("Counting basis"),
        message(
            "Placements started in the period, active during it, ended in it, or volunteers present on a date: four "
            "different numbers, never added together. Many sources do not say which one they publish."
        ),
    ),
    (
        message("Volunteer-month"),
        message("30.4375 days of mission: it makes a work camp of three weeks and a mission of two years comparable."),
    ),
    (
        message("Not broken down"),
        message("The source gives a total without saying from which countries. It is counted, never drawn on the map."),
    ),
    (message("n/a"), message("Not available: nothing is published. It is not zero.")),
)


def start_title(language: Language) -> str:
    """Return the title of the start page."""
    return translator(language)("Volunteers between countries: who goes where, both ways")


def start_head(language: Language) -> str:
    """Return the title and what the workbook is for."""
    t = translator(language)
    purpose = t(
        "Reciprocal international volunteering: people from Tunisia, Senegal or Burkina Faso who serve in France, people "
        "from France who serve there, and volunteers between countries of the South."
    )
    return f'<h1 class="cm-question">{text(start_title(language))}</h1><p class="cm-line">{text(purpose)}</p>'


def start_text(datasets: Sequence[DatasetText], statements: pd.DataFrame, language: Language) -> str:
    """Return the questions, the datasets, what sources say in words, and the glossary."""
    t = translator(language)

    def say(item: Message) -> str:
        return text(item.in_language(language))

    questions = "".join(
        f'<li><a href="{name}.ipynb?lang={language}"><b>{say(title)}</b></a> {say(question)}</li>'
        for name, title, question in QUESTIONS
    )
    glossary = "".join(f"<dt>{say(word)}</dt><dd>{say(meaning)}</dd>" for word, meaning in WORDS)
    return (
        f'<h2 class="cm-h2">{text(t("Questions answered here"))}</h2><ul class="cm-cards">{questions}</ul>'
        f'<h2 class="cm-h2">{text(t("Data"))}</h2>{_datasets(datasets, language)}{_statements(statements, language)}'
        f'<h2 class="cm-h2">{text(t("Words"))}</h2><dl class="cm-words">{glossary}</dl>'
    )


def _datasets(datasets: Sequence[DatasetText], language: Language) -> str:
    t = translator(language)
    rows = "".join(
        f'<tr><th scope="row">{text(each.title(language))}</th><td>{text(day(each.as_of, language))}</td>'
        f"<td>{text(t('synthetic demonstration data') if each.synthetic else t('real, published'))}</td>"
        f"<td>{text(each.licence)}</td></tr>"
        for each in datasets
    )
    labels = (t("Dataset"), t("Data as of"), t("Kind"), t("Licence"))
    head = "".join(f'<th scope="col">{text(label)}</th>' for label in labels)
    return f'<table class="cm-table cm-plain"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _statements(statements: pd.DataFrame, language: Language) -> str:
    if statements.empty:
        return ""
    t = translator(language)
    items = "".join(
        f"<li>{text(row[f'text_{language}'])} <cite>{text(row['citation'])}</cite></li>"
        for row in statements.to_dict("records")
    )
    count = t.plural("{count} statement", "{count} statements", len(statements))
    title = text(t("What sources say without a count by corridor"))
    return (
        f'<details class="cm-more"><summary>{title} ({text(count)})</summary><ul class="cm-sources">{items}</ul></details>'
    )
