"""The rules of a scheme as sources state them, each with its date, its certainty and its source; and the steps to host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from crossmobility.reference import HostingStep, SchemeRule, code_lists, hosting_steps, scheme_rules, schemes
from crossmobility.render.formats import day, text
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_parts import cited, head, label, note, nothing, section, table
from crossmobility.render.words import Words

SHAPES: Final[Mapping[str, str]] = {"law": "■", "official": "●", "second_hand": "◐", "single_source": "○", "ours": "◇"}
"""The certainty of a rule as a shape; its word stands beside it."""


def rules(page: ProgrammesPage) -> str:
    """Return the rules of a scheme, or of every scheme of a family, and the steps of its legal route. Empty for others."""
    if page.subject.kind != "scheme":
        return ""
    words, t = page.words, page.words.t
    members = members_of(page.subject.code)
    found = _merged(members)
    title = t("Rules of the scheme") if len(members) < 2 else t("Rules of the schemes")
    if not found:
        return section("rules", title, nothing(words))
    heads = head(t("Rule")) + head(t("What it says")) + head(t("Standing and source"))
    body = "".join(_row(rule, of, len(members), words) for rule, of in found)
    made = table(title, heads, f"<tbody>{body}</tbody>", css="cm-pv-rules")
    key = ", ".join(f"{shape} {label('rule_certainty', code, words.language).lower()}" for code, shape in SHAPES.items())
    said = note(t("A page of information, not legal advice: check what applies before you act."), f"{key}.")
    return section("rules", title, made + said) + "".join(_steps(scheme, words) for scheme in members)


def members_of(code: str) -> list[str]:
    """Return the schemes a code stands for: itself, or the members of a family."""
    every = schemes()
    return [code] if code in every else [scheme.scheme for scheme in every.values() if scheme.family == code]


def _merged(members: Sequence[str]) -> list[tuple[SchemeRule, list[str]]]:
    """Return the rules in the order of their list, a rule that several schemes share once, with the schemes it holds for."""
    order = list(code_lists()["scheme_rule"])
    found: dict[tuple[str, str], tuple[SchemeRule, list[str]]] = {}
    for scheme in members:
        for rule in scheme_rules().get(scheme, {}).values():
            found.setdefault((rule.rule, rule.text_en), (rule, []))[1].append(scheme)
    place = {rule: number for number, rule in enumerate(order)}
    return sorted(found.values(), key=lambda each: place.get(each[0].rule, len(order)))


def _row(rule: SchemeRule, of: Sequence[str], members: int, words: Words) -> str:
    language = words.language
    only = f"<small>{text(', '.join(words.scheme(code) for code in of))}</small>" if len(of) < members else ""
    dated = (
        f"<small>{text(words.t('text of {day}', day=day(rule.valid_from, language)))}</small>" if rule.valid_from else ""
    )
    checked = (
        f"<small>{text(words.t('compared with the text in force on {day}', day=day(rule.checked_on, language)))}</small>"
        if rule.checked_on
        else ""
    )
    return (
        f'<tr><th scope="row">{text(label("scheme_rule", rule.rule, language))}{only}</th><td>{text(rule.text(language))}</td>'
        f"<td>{certain(rule.certainty, words)}{dated}{checked}{cited(rule.citation)}</td></tr>"
    )


def certain(code: str, words: Words) -> str:
    """Return how sure a rule is, as shape and word."""
    shape = SHAPES.get(code, "")
    return (
        f'<span class="cm-pv-certain cm-pv-is-{code}"><span aria-hidden="true">{shape}</span> '
        f"{text(label('rule_certainty', code, words.language))}</span>"
    )


def _steps(scheme: str, words: Words) -> str:
    steps = hosting_steps().get(scheme)
    if not steps:
        return ""
    t = words.t
    title = t("Steps to host somebody in France: {route}", route=label("hosting_route", scheme, words.language))
    heads = head(t("Step")) + head(t("When")) + head(t("Standing and source"))
    body = "".join(_step(step, words) for step in steps)
    said = note(
        t("Dates are counted from the day named; they are worked out for one person in the hosting guide of the desk.")
    )
    return section("steps", title, table(title, heads, f"<tbody>{body}</tbody>", css="cm-pv-rules cm-pv-hosting") + said)


def _step(step: HostingStep, words: Words) -> str:
    language = words.language
    trigger = label("step_trigger", step.trigger, language)
    kind = label("step_kind", step.kind, language)
    when = f"<b>{text(offset(step, words))}</b> {text(trigger)}<small>{text(kind)}</small>"
    if not step.is_dated:
        when = f"{text(trigger)}<small>{text(kind)}</small>"
    return (
        f'<tr><th scope="row"><b>{step.step}. {text(step.name(language))}</b><small>{text(step.what(language))}</small></th>'
        f"<td>{when}</td><td>{certain(step.certainty, words)}{cited(beyond_us(step))}</td></tr>"
    )


def beyond_us(step: HostingStep) -> str:
    """Return the sources of a step; that a rule is our own stands beside it already."""
    return "; ".join(one for one in step.citation.split("; ") if step.certainty != "ours" or "http" in one)


def offset(step: HostingStep, words: Words) -> str:
    """Return how far a step lies from the day it is counted from: "60 days before:", "same day:"; empty without a date."""
    t = words.t
    months, days = step.offset_months or 0, step.offset_days or 0
    if not step.is_dated:
        return ""
    if not months and not days:
        return t("same day:")
    parts = [t.plural("{count} month", "{count} months", abs(months)) if months else ""]
    parts += [t.plural("{count} day", "{count} days", abs(days)) if days else ""]
    length = " ".join(part for part in parts if part)
    return t("{length} before:", length=length) if (months or days) < 0 else t("{length} after:", length=length)
