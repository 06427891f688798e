"""The indicators page: what was promised, what was reached, and how far that is at this date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

import pandas as pd

from crossmobility.csv_text import csv_text
from crossmobility.dashboards.shared import FRESH_SECONDS, Board, Shelf, every, scoped, speaking
from crossmobility.domain.breaks import Marked, breaks_in
from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.editions import revisions
from crossmobility.domain.indicators.history import history, trends, whole_values
from crossmobility.domain.indicators.observed import rows_in_force
from crossmobility.domain.indicators.parts import parts_that_differ
from crossmobility.domain.indicators.tracking import TRACKED_COLUMNS, owed, tracked
from crossmobility.domain.periods import PeriodKind, in_order, lies_within
from crossmobility.domain.periods import period as period_of
from crossmobility.domain.selection import Selection
from crossmobility.exports.iptt import iptt_workbook
from crossmobility.i18n import LANGUAGES, Language
from crossmobility.reference import LEVELS, breaks, french_territories
from crossmobility.release.figures import Figures
from crossmobility.release.watch import release_folder
from crossmobility.render import indicators_view as view
from crossmobility.render.chrome import Chrome
from crossmobility.render.documents import Document
from crossmobility.render.indicators_page import NOT_JUDGED, IndicatorOffer, IndicatorsPage
from crossmobility.state import Choices, Store, chosen
from crossmobility.ui.address import Address
from crossmobility.ui.page import Page
from crossmobility.ui.panel import Intent, Panel

_DRAWN: Final = {"tiles": view.tiles, "iptt": view.table, "detail": view.detail, "foot": view.foot}
_TARGETS: Final = ("target_initial", "target_revised")
MIRRORED_COLUMNS: Final = (
    "indicator",
    *(f"{name}_{way}" for way in ("in", "out") for name in ("value", "numerator", "denominator", "status")),
    "target",
)
CORRIDOR_COLUMNS: Final = ("counterpart", "direction", "numerator", "denominator", "value", "value_status")
PLACE_COLUMNS: Final = ("territory", "actual", "target", "achievement", "status", "value_status")


def indicators_dashboard(figures: Figures, *, dataset: str = "", period: str = "", language: Language = "fr") -> Page:
    """Return the indicators page: targets, what was reached, and an honest status, for a programme or scheme and a period.

    Parameters
    ----------
    figures : Figures
        What :func:`open_figures` returned.
    dataset, period : str
        What the page opens on; when empty, the first dataset with indicators, and the latest period with most targets.
    language : str
        ``"fr"`` or ``"en"``.

    Raises
    ------
    BadRequest
        An unknown dataset, or a period the dataset does not have.
    """
    return _IndicatorsDashboard(figures, dataset, period, language).page


def indicators_table(figures: Figures, *, dataset: str = "", period: str = "", language: Language = "fr") -> Document:
    """Return the tracking table :func:`indicators_dashboard` opens on, for readers and checks without a browser."""
    page = _IndicatorsDashboard(figures, dataset, period, language).page
    return Document("indicators as a table", page.regions["iptt"].static_html())


class _IndicatorsDashboard(Board):
    """Joins the store and the widgets of the indicators page: an intent changes the selection, a selection redraws."""

    def __init__(self, figures: Figures, dataset: str, period: str, language: Language) -> None:
        self._use(figures)
        self._default = self._opening(dataset or self._first(), language, period)
        self._store = Store(self._default)
        self._store.follow(self._redraw)
        self._address = Address(on_open=self._open)
        self._bar = Panel(on_intent=self._take)
        self._controls = Panel(on_intent=self._take)
        self._panels = {name: Panel(on_intent=self._take) for name in _DRAWN}
        regions = {"head": self._bar, "controls": self._controls, **self._panels}
        self.page = Page("indicators", self._address, regions, speaking(self._store))
        self._redraw(self._default)
        if release_folder() is not None:
            every(FRESH_SECONDS, self._freshen)

    # What can be chosen

    def _use(self, figures: Figures) -> None:
        self._shelf = Shelf(figures)
        self._values = lru_cache(maxsize=None)(figures.values_of)
        self._definitions = lru_cache(maxsize=None)(figures.definitions_of)
        self._rules = lru_cache(maxsize=None)(figures.rules_of)
        self._offer = lru_cache(maxsize=None)(self._offer_of)
        # A scope's values are a small part of all: the table of another period looks at them only.
        self._of_scope = lru_cache(maxsize=32)(self._of_scope_of)
        self._tracked = lru_cache(maxsize=64)(self._tracked_of)
        self._course = lru_cache(maxsize=64)(self._course_of)
        self._trends = lru_cache(maxsize=32)(self._trends_of)
        self._places = lru_cache(maxsize=32)(self._places_of)
        self._findings = lru_cache(maxsize=32)(self._findings_of)
        self._revised = lru_cache(maxsize=8)(self._revised_of)

    def _first(self) -> str:
        """Return the first dataset that has values of indicators, else the first."""
        names = [each.name for each in self._shelf.figures.datasets]
        return next((name for name in names if len(self._values(name))), names[0])

    def _offer_of(self, dataset: str) -> IndicatorOffer:
        values = self._values(dataset)
        schemes = set(values["scheme"].unique()) - {ALL}
        return IndicatorOffer(
            periods=tuple(in_order([text for text in values["period"].unique() if text])),
            programmes=tuple(sorted(set(values["programme"].unique()) - {ALL, "NONE"})),
            schemes=tuple(sorted(schemes)),
            levels=tuple(level for level in LEVELS if {*_of_level(level)} & set(values["territory"].unique())),
        )

    def _opening(self, dataset: str, language: Language, period: str = "") -> Selection:
        """Return the scope of which most is promised in the latest period with promises, and that period."""
        has, start = self._offer(dataset), Selection(dataset=dataset, language=language)
        if period and period not in has.periods:
            self._shelf.known_period(dataset, period)
        values = self._values(dataset)
        aims = values[values["value_type"].isin(_TARGETS) & (values["territory"] == ALL)]
        if period:
            aims = aims[aims["period"] == period]
        if aims.empty:
            years = [text for text in has.periods if period_of(text).kind == "year"]
            return replace(start, period=period or (years or [*has.periods, ""])[-1])
        last = period or in_order(aims["period"].unique())[-1]
        here = aims[aims["period"] == last].drop_duplicates(["indicator", "programme", "scheme"])
        scopes = here.groupby(["programme", "scheme"], observed=True).size().sort_values(kind="stable", ascending=False)
        programme, scheme = (str(code) for code in scopes.index[0])
        return replace(
            start,
            period=last,
            programmes=() if programme == ALL else (programme,),
            schemes=() if scheme == ALL else (scheme,),
        )

    def _choices(self, dataset: str) -> Choices:
        has = self._offer(dataset)
        return Choices(
            {
                "dataset": frozenset(each.name for each in self._shelf.figures.datasets),
                "period": frozenset(has.periods),
                "schemes": frozenset(has.schemes),
                "programmes": frozenset(has.programmes),
                "indicator": frozenset(self._definitions(dataset)) | {""},
                "territory": frozenset(["", *has.levels, *(code for level in has.levels for code in _of_level(level))]),
                "language": frozenset(LANGUAGES),
            }
        )

    # What the reader does

    def _take(self, intent: Intent) -> None:
        if "download" in intent:
            self._deliver(str(intent["download"]))
            return
        selection = self._store.selection
        intent = scoped(intent)
        changes = chosen(intent, self._choices(selection.dataset))
        if changes.get("dataset", selection.dataset) != selection.dataset:
            self._store.selection = self._opening(changes["dataset"], selection.language)
        elif changes:
            self._store.choose(**changes)

    def _deliver(self, asked: str) -> None:
        page = self._answer(self._store.selection)
        selection = page.selection
        parts = [
            "indicators",
            selection.dataset,
            selection.period.replace("/", "_"),
            *selection.programmes,
            *selection.schemes,
        ]
        name = "-".join(part for part in parts if part)
        if asked == "iptt-xlsx":
            self._panels["iptt"].deliver(f"{name}.xlsx", self._workbook(page))
        else:
            self._panels["iptt"].deliver(f"{name}.csv", csv_text(*view.download_rows(page)))

    def _workbook(self, page: IndicatorsPage) -> bytes:
        dataset, language = page.dataset, page.selection.language
        return iptt_workbook(
            page.tracked,
            page.definitions,
            title=view.question(page),
            language=language,
            as_of=date.fromisoformat(dataset.as_of),
            dataset_title=dataset.title(language),
            synthetic=dataset.synthetic,
            history=page.history.assign(indicator=page.selection.indicator),
            rules=page.rules,
            programmes=dataset.programmes,
        )

    # What the page shows

    def _answer(self, selection: Selection) -> IndicatorsPage:
        scope, dataset = _scope(selection), selection.dataset
        definitions = self._definitions(dataset)
        table = self._tracked(scope)
        late = owed(table)
        shown = replace(selection, indicator=selection.indicator or _headline(table))
        course = self._course(replace(scope, indicator=shown.indicator, territory=_place(selection)))
        return IndicatorsPage(
            selection=shown,
            tracked=table,
            definitions=definitions,
            rules=self._rules(dataset),
            history=course,
            marks=self._marks(scope, course),
            corridors=self._corridors(replace(scope, indicator=shown.indicator)),
            mirrored=_mirrored(table),
            territories=self._places(replace(scope, indicator=shown.indicator, territory=_level(selection))),
            findings=self._findings(scope),
            revisions=self._revisions(scope),
            owed=late[late["days_late"] > 0],
            offer=self._offer(dataset),
            datasets=self._shelf.figures.datasets,
            trends=self._trends(replace(scope, period=""), _kind(scope.period)),
        )

    def _as_of(self, dataset: str) -> date:
        return date.fromisoformat(self._shelf.info(dataset).as_of)

    def _of_scope_of(self, scope: Selection) -> pd.DataFrame:
        values = self._values(scope.dataset)
        programme, scheme = _codes(scope)
        return values[(values["programme"] == programme) & (values["scheme"] == scheme)].reset_index(drop=True)

    def _scoped(self, scope: Selection) -> pd.DataFrame:
        return self._of_scope(replace(scope, period="", indicator="", territory=""))

    def _tracked_of(self, scope: Selection) -> pd.DataFrame:
        if not scope.period:
            return pd.DataFrame(columns=list(TRACKED_COLUMNS))
        values = self._scoped(scope)
        programme, scheme = _codes(scope)
        return tracked(
            values[(values["counterpart"] == ALL) & (values["territory"] == ALL)],
            self._definitions(scope.dataset),
            self._rules(scope.dataset),
            as_of=self._as_of(scope.dataset),
            period=scope.period,
            programme=programme,
            scheme=scheme,
            direction=None,
        )

    def _course_of(self, scope: Selection) -> pd.DataFrame:
        programme, scheme = _codes(scope)
        own = whole_values(self._scoped(scope), programme=programme, scheme=scheme, territory=scope.territory or ALL)
        definition = self._definitions(scope.dataset).get(scope.indicator)
        if definition is None:
            return pd.DataFrame()
        return history(own, definition, as_of=self._as_of(scope.dataset), kind=_kind(scope.period))

    def _trends_of(self, scope: Selection, kind: PeriodKind) -> pd.DataFrame:
        programme, scheme = _codes(scope)
        own = whole_values(self._scoped(scope), programme=programme, scheme=scheme)
        return trends(own, as_of=self._as_of(scope.dataset), kind=kind)

    def _marks(self, scope: Selection, course: pd.DataFrame) -> list[Marked]:
        if course.empty:
            return []
        families = self._shelf.families
        codes = {*scope.schemes, *(families.get(code, code) for code in scope.schemes)}
        return breaks_in(breaks(), course["period"].tolist(), schemes=codes)

    def _corridors(self, scope: Selection) -> pd.DataFrame:
        values = self._scoped(scope)
        rows = values[
            (values["indicator"] == scope.indicator)
            & (values["period"] == scope.period)
            & (values["value_type"] == "actual")
            & (values["counterpart"] != ALL)
            & values["direction"].isin(["in", "out"])
        ]
        rows = rows_in_force(rows, self._as_of(scope.dataset))
        return rows[list(CORRIDOR_COLUMNS)].sort_values("numerator", ascending=False, kind="stable", ignore_index=True)

    def _places_of(self, scope: Selection) -> pd.DataFrame:
        """Return the chosen indicator in every territory of a level, those without a value too."""
        level = next((each for each in LEVELS if each == scope.territory), None)
        if level is None or not scope.period:
            return pd.DataFrame(columns=list(PLACE_COLUMNS))
        values = self._scoped(scope)
        programme, scheme = _codes(scope)
        table = tracked(
            values[(values["indicator"] == scope.indicator) & values["territory"].isin(_of_level(level))],
            self._definitions(scope.dataset),
            self._rules(scope.dataset),
            as_of=self._as_of(scope.dataset),
            period=scope.period,
            programme=programme,
            scheme=scheme,
            territory=None,
        )
        return table.loc[table["dimension"] == ALL, list(PLACE_COLUMNS)].reset_index(drop=True)

    def _findings_of(self, scope: Selection) -> list[Any]:
        found = parts_that_differ(
            self._scoped(scope),
            self._definitions(scope.dataset),
            as_of=self._as_of(scope.dataset),
            period=scope.period or None,
            parents={code: entry.parent for code, entry in french_territories().items() if entry.parent},
        )
        return [each.message for each in found]

    def _revised_of(self, dataset: str) -> pd.DataFrame:
        values = self._values(dataset)
        return revisions(values, as_of=self._as_of(dataset), definitions=self._definitions(dataset))

    def _revisions(self, scope: Selection) -> pd.DataFrame:
        found = self._revised(scope.dataset)
        programme, scheme = _codes(scope)
        within = [text for text in found["period"].unique() if text == scope.period or lies_within(text, scope.period)]
        here = (found["programme"] == programme) & (found["scheme"] == scheme) & found["period"].isin(within)
        return found[here].reset_index(drop=True)

    def _redraw(self, selection: Selection) -> None:
        page = self._answer(selection)
        self._bar.html = Chrome("03_indicators", selection.language, page.dataset.as_of).html() + view.head(page)
        self._controls.html = view.controls(page)
        for name, panel in self._panels.items():
            panel.html = _DRAWN[name](page)
        self._say(view.question(page))


def _scope(selection: Selection) -> Selection:
    """Return a selection without what changes no figure of the table: the indicator looked at, territories, language."""
    return replace(selection, indicator="", territory="", language="fr")


def _codes(scope: Selection) -> tuple[str, str]:
    return scope.programmes[0] if scope.programmes else ALL, scope.schemes[0] if scope.schemes else ALL


def _kind(text: str) -> PeriodKind:
    kind = period_of(text).kind if text else "year"
    return "year" if kind == "range" else kind


def _of_level(level: str) -> list[str]:
    return [code for code, entry in french_territories().items() if entry.level == level]


def _level(selection: Selection) -> str:
    """Return the level of territories looked at, whether the level or one territory was chosen."""
    entry = french_territories().get(selection.territory)
    return entry.level if entry else selection.territory


def _place(selection: Selection) -> str:
    return selection.territory if selection.territory in french_territories() else ""


def _headline(table: pd.DataFrame) -> str:
    """Return the indicator a page looks at unasked: the first with a target and a status that looks at it, else the first."""
    if table.empty:
        return ""
    promised = table[(table["status"] != NOT_JUDGED) & table["target"].notna()]
    return str((table if promised.empty else promised)["indicator"].iloc[0])


def _mirrored(table: pd.DataFrame) -> pd.DataFrame:
    """Put the indicators measured on both sides of the exchange face to face."""
    if table.empty:
        return pd.DataFrame(columns=list(MIRRORED_COLUMNS))
    whole = table[(table["dimension"] == ALL) & table["actual"].notna()]
    columns = {"actual": "value", "numerator": "numerator", "denominator": "denominator", "value_status": "status"}
    sides = [
        whole[whole["direction"] == way].set_index("indicator")[list(columns)].rename(columns=columns).add_suffix(f"_{way}")
        for way in ("in", "out")
    ]
    both = sides[0].join(sides[1], how="inner")
    target = whole[whole["direction"] == ALL].set_index("indicator")["target"]
    return both.assign(target=target.reindex(both.index)).reset_index()[list(MIRRORED_COLUMNS)]
