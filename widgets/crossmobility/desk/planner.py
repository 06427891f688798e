"""The planner of the next cohort: places by corridor and scheme, and at once what they would change. For JupyterLab only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from crossmobility.desk.planner_ground import standing
from crossmobility.desk.records import Records
from crossmobility.desk.scenarios import Scenario, read_scenario, save_scenario, scenario_names
from crossmobility.domain.plans import NO_PROGRAMME, Closure, Freeze, Line, WhatIf, checked, effect
from crossmobility.errors import BadRequest, CrossMobilityError
from crossmobility.i18n import LANGUAGES, Language, Message, message
from crossmobility.render import planner_effect, planner_view
from crossmobility.render.chrome import Chrome
from crossmobility.render.documents import Document
from crossmobility.render.planner_page import FIELDS, Asked, Begun, PlannerPage
from crossmobility.ui.address import Address
from crossmobility.ui.page import Page
from crossmobility.ui.panel import Intent, Panel, PrivatePanel

LONGEST_WORD: Final = 200
MOST_LINES: Final = 1000
MOST_MONTHS: Final = 24
_LINE: Final = re.compile(r"line-(\d{1,9})-(\w+)")


def planner_page(records: Records, *, scenario: str = "", language: Language = "fr") -> Page:
    """Return the page on which the next cohort is planned.

    Parameters
    ----------
    records : Records
        What :func:`~crossmobility.desk.records.open_records` gives, which refuses where dashboards are served.
    scenario : str
        Name of a scenario in ``data/local/scenarios`` to open, never a path; when empty, the plan is a copy of the last
        complete year.
    language : str
        ``"fr"`` or ``"en"``.

    Raises
    ------
    BadRequest, UnreadableFile
        There is no such scenario, or it cannot be read.
    """
    return _Planner(records, scenario, language).page


def planner_table(records: Records, language: Language = "fr") -> Document:
    """Return what a copy of the last year would change, by scheme, without a country: fit to be stored and compared."""
    return planner_effect.planner_summary(_Planner(records, "", language).state())


class _Planner:
    """Joins the plan and the widgets of the page: an intent changes a line or what is supposed, and the effect is written anew.

    The fields are not written anew when a number is typed: the reader may be typing the next one already.
    """

    def __init__(self, records: Records, scenario: str, language: Language) -> None:
        self._records, self._ground = records, standing(records)
        self._language, self._asked, self._draft = language, Asked(), _draft(self._ground.year)
        self._lines: list[Line] = list(self._ground.copy.lines)
        self._begun: Begun = "copy"
        self._name, self._who, self._opened, self._own = "", "", "", ""
        self._file: Scenario | None = None
        self._said: tuple[Message, ...] = ()
        self._failed, self._drawn = False, 0
        if scenario:
            self._take_file(read_scenario(scenario))
        self._address = Address(on_open=lambda _query: None)
        self._head, self._words = (Panel(on_intent=self._take) for _ in range(2))
        self._files, self._faults, self._plan, self._suppose, self._effect = (
            PrivatePanel(on_intent=self._take) for _ in range(5)
        )
        regions = {
            "head": self._head,
            "file": self._files,
            "faults": self._faults,
            "plan": self._plan,
            "whatif": self._suppose,
            "effect": self._effect,
            "words": self._words,
        }
        self.page = Page("planner", self._address, regions)
        self._show()

    # What the reader does

    def _take(self, intent: Intent) -> None:
        words = {key: value for key, value in intent.items() if isinstance(value, str) and len(value) <= LONGEST_WORD}
        for key, value in words.items():
            self._one(key, value)

    def _one(self, key: str, value: str) -> None:
        if key in ("name", "who"):
            self._name, self._who = (value.strip(), self._who) if key == "name" else (self._name, value.strip())
        elif key.startswith("new-") and key.removeprefix("new-") in FIELDS:
            self._draft = {**self._draft, key.removeprefix("new-"): value}
        elif found := _LINE.fullmatch(key):
            self._change(int(found[1]), found[2], value)
        elif key in ("add", "remove", "begin", "open", "save"):
            self._act(key, value)
        elif key == "lang" and value in LANGUAGES:
            self._language = "fr" if value == "fr" else "en"
            self._show()
        else:
            self._suppose_that(key, value)

    def _change(self, number: int, column: str, value: str) -> None:
        """Take what was typed in a field; everything but the fields follows."""
        if column not in FIELDS:
            return
        self._lines = [
            Line(line.number, {**line.cells, column: value}) if line.number == number else line for line in self._lines
        ]
        self._show(fields=False)

    def _act(self, verb: str, value: str) -> None:
        self._said, self._failed = (), False
        try:
            {"add": self._add, "remove": self._remove, "begin": self._begin, "open": self._open, "save": self._save}[verb](
                value
            )
        except (CrossMobilityError, OSError) as error:
            self._said, self._failed = _told(error), True
        self._show()

    def _add(self, _value: str) -> None:
        if len(self._lines) >= MOST_LINES:
            raise BadRequest(message("A plan holds at most {count} lines.", count=MOST_LINES))
        number = max((line.number for line in self._lines), default=0) + 1
        line = Line(number, {"kind": "scenario", **self._draft})
        wrong = checked([line], self._ground.known, self._ground.year).findings
        if wrong:
            raise BadRequest(message("The line was not added."), wrong[0].message)
        self._lines.append(line)
        self._said = (message("Line {line} was added.", line=str(number)),)

    def _remove(self, value: str) -> None:
        self._lines = [line for line in self._lines if str(line.number) != value]

    def _begin(self, value: str) -> None:
        if value in ("copy", "empty"):
            self._begun = "copy" if value == "copy" else "empty"
            self._lines = list(self._ground.copy.lines) if value == "copy" else []
            self._file, self._opened, self._own = None, "", ""

    def _open(self, value: str) -> None:
        if value:
            self._take_file(read_scenario(value))

    def _take_file(self, found: Scenario) -> None:
        self._file, self._lines, self._begun = found, list(found.lines), "file"
        self._name, self._who, self._opened = found.name, found.notes.get("who", ""), found.name
        # A file of which a line was lost must not be written over by what is left of it.
        self._own = "" if found.unread else found.name

    def _save(self, _value: str) -> None:
        plan = checked(self._lines, self._ground.known, self._ground.year)
        if plan.findings:
            raise BadRequest(
                message("The scenario was not saved: some lines do not count."),
                message("Correct or remove them first; they are named below."),
            )
        notes = {"who": self._who, "as_of": self._records.as_of, "dataset": self._records.dataset}
        save_scenario(self._name, plan.plan, notes, replacing=self._own)
        self._take_file(read_scenario(self._name))
        self._said = (message("Saved: data/local/scenarios/{name}.csv", name=self._name),)

    def _suppose_that(self, key: str, value: str) -> None:
        """Take what is supposed, as far as the page offers it."""
        months, ways = self._ground.months, {f"{line.cell('origin')}-{line.cell('destination')}" for line in self._lines}
        asked, first = self._asked, self._ground.months[0]
        if key == "closed" and value in ("", *ways):
            asked = replace(asked, corridor=value, closed_from=asked.closed_from or first)
        elif key == "closed-from" and value in months:
            asked = replace(asked, closed_from=value)
        elif key == "frozen" and value in ("", "_T", *self._ground.families.values()):
            asked = replace(asked, family=value, frozen_from=asked.frozen_from or first, months=asked.months or 3)
        elif key == "frozen-from" and value in months:
            asked = replace(asked, frozen_from=value)
        elif key == "frozen-months" and value.isdecimal() and int(value) <= MOST_MONTHS:
            asked = replace(asked, months=int(value))
        elif key == "frozen-fate" and value in ("lost", "postponed"):
            asked = replace(asked, postponed=value == "postponed")
        elif key == "window" and value in ("1", "3"):
            asked = replace(asked, window=value)
        if asked != self._asked:
            self._asked = asked
            self._show(fields=False)

    # What the page shows

    def state(self) -> PlannerPage:
        """Return everything the page shows."""
        ground, records = self._ground, self._records
        plan = checked(self._lines, ground.known, ground.year)
        what_if = _what_if(self._asked)
        return PlannerPage(
            language=self._language,
            title=records.title(self._language),
            as_of=ground.as_of,
            synthetic=records.synthetic,
            reference=records.reference_country,
            year=ground.year,
            lines=tuple(self._lines),
            checked=plan,
            effect=effect(ground.flows, plan.plan, ground.of(int(self._asked.window)), what_if=what_if),
            copy=ground.copy,
            what_if=what_if,
            asked=self._asked,
            begun=self._begun,
            recorded=ground.recorded,
            draft=self._draft,
            scenarios=scenario_names(),
            name=self._name,
            who=self._who,
            opened=self._opened,
            notes=self._file.notes if self._file is not None else {},
            account=self._file.account(self._refused_in_file()) if self._file is not None else None,
            unread=self._file.unread if self._file is not None else (),
            said=self._said,
            failed=self._failed,
            programmes=records.programme_names(self._language),
            drawn=self._drawn,
        )

    def _refused_in_file(self) -> frozenset[int]:
        lines = self._file.lines if self._file is not None else ()
        return checked(lines, self._ground.known, self._ground.year).refused

    def _show(self, *, fields: bool = True) -> None:
        """Write the page; without ``fields``, those of the lines stay as they are in the browser."""
        self._drawn += fields
        language, page = self._language, self.state()
        fresh = planner_view.planner_lines(page)
        if fields:
            self._head.html = Chrome("14_next_cohort", language, self._records.as_of).html() + planner_view.planner_head(
                page
            )
            self._files.html, self._plan.html = planner_view.planner_file(page), fresh
        self._faults.html = planner_view.planner_faults(page) + planner_effect.planner_brief(page)
        self._suppose.html = planner_view.planner_what_if(page)
        self._effect.html, self._words.html = planner_effect.planner_effect(page), planner_effect.planner_words(page)
        # What is stored is the plan as it is, not as it was when its fields were last written; of a real one, nothing.
        # Which scenarios lie in a folder is nobody else's concern.
        self._plan.twin, self._files.twin = fresh, planner_view.planner_file(replace(page, scenarios=()))
        if not self._records.synthetic:
            self._plan.twin = planner_view.planner_notice(language)
            self._files.twin = self._faults.twin = self._suppose.twin = self._effect.twin = ""
        with self._address.hold_sync():
            self._address.language, self._address.title = language, planner_view.planner_title(language)


def _what_if(asked: Asked) -> WhatIf:
    origin, _, destination = asked.corridor.partition("-")
    closure = Closure(origin, destination, asked.closed_from) if asked.corridor else None
    freeze = Freeze(asked.family, asked.frozen_from, asked.months, asked.postponed) if asked.family else None
    return WhatIf(closure, freeze)


def _draft(year: int) -> Mapping[str, str]:
    return {"programme_id": NO_PROGRAMME, "period": f"{year}-09", "duration_months": "12", "places": "1"}


def _told(error: Exception) -> tuple[Message, ...]:
    if isinstance(error, CrossMobilityError):
        return (error.problem, error.hint) if error.hint is not None else (error.problem,)
    reason = getattr(error, "strerror", "") or str(error)
    return (message("data/local/scenarios cannot be written: {reason}.", reason=reason),)
