"""The national volunteering schemes that sources name, with the volumes they publish."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

from crossmobility.reference import NationalScheme, national_schemes
from crossmobility.render.formats import figure, period_label, text
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.render.programmes_parts import cited, head, label, largest, note, percent, section, table
from crossmobility.render.words import Words, unaccented


def national(page: ProgrammesPage) -> str:
    """Return the bodies sources name: all for national volunteering, those of its countries for a South–South programme."""
    words, t = page.words, page.words.t
    found = _bodies(page)
    if not found:
        return ""
    found = sorted(found, key=lambda each: (-(each.volunteers or 0), unaccented(words.country(each.country))))
    scale = largest(float(each.volunteers or 0) for each in found)
    title = t("National volunteering schemes that sources name")
    heads = head(t("Country")) + head(t("Body")) + head(t("Volunteers deployed"), "cm-pv-wide") + head(t("Source"))
    body = "".join(_row(each, scale, words) for each in found)
    said = note(
        t(
            "Sources speak of nearly 20 African countries; none of them publishes the list. Here stand those that a source names."
        ),
        t("A country without a number is not a country without volunteers."),
    )
    return section("national", title, table(title, heads, f"<tbody>{body}</tbody>", css="cm-pv-national") + said)


def _bodies(page: ProgrammesPage) -> Sequence[NationalScheme]:
    if page.subject.kind == "scheme" and page.subject.code == "NATIONAL":
        return national_schemes()
    if page.subject.kind == "programme" and page.subject.design == "SOUTH_SOUTH":
        of = {row.country for row in page.countries} | {page.subject.reference}
        return [each for each in national_schemes() if each.country in of]
    return ()


def _row(each: NationalScheme, scale: float, words: Words) -> str:
    t, language = words.t, words.language
    value = nan if each.volunteers is None else float(each.volunteers)
    if each.volunteers is None:
        drawn = f'<span class="cm-pv-absent">{text(t("not published"))}</span>'
    else:
        when = f"<small>{text(period_label(each.period, language))}</small>" if each.period else ""
        width = percent(value, scale)
        drawn = f'<span class="cm-pv-track"><i style="--w:{width}"></i><b style="--w:{width}">{figure(value, language)}</b></span>{when}'
    remark = f"<small>{text(each.note(language))}</small>" if each.note(language) else ""
    certainty = label("certainty", each.certainty, language)
    return (
        f'<tr><th scope="row">{text(words.country(each.country))}</th><td>{text(each.body)}{remark}</td>'
        f'<td class="cm-pv-way cm-between cm-pv-wide">{drawn}</td><td><small>{text(certainty)}</small>{cited(each.citation)}</td></tr>'
    )
