"""The data check: choose or send a file, see what became of every line, use what is good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from crossmobility.desk.checking import (
    Checked,
    checked,
    example_file,
    findings_csv,
    look_at,
    moved,
    page_of,
    questions,
    rejected_csv,
    said_of_use,
    told,
    ways_to_read,
)
from crossmobility.errors import BadRequest, CrossMobilityError, UnreadableFile
from crossmobility.i18n import LANGUAGES, Language, Message, message, translator
from crossmobility.intake.local_folder import (
    InUse,
    Receiving,
    known_date,
    local_file,
    local_files,
    local_folder,
    save_report,
    take_into_use,
)
from crossmobility.intake.sources import DATA_SUFFIXES
from crossmobility.render import check_view
from crossmobility.render.accepted_view import accepted_section, use_section
from crossmobility.render.check_view import CheckPage, Filters, Question
from crossmobility.render.chrome import Chrome
from crossmobility.render.documents import Document
from crossmobility.render.findings_view import findings_by_rule, findings_section
from crossmobility.ui.address import Address
from crossmobility.ui.file_drop import FileDrop
from crossmobility.ui.page import Page
from crossmobility.ui.panel import Intent, Panel, PrivatePanel

LARGEST_DOWNLOAD: Final = 1_500_000
"""Characters that JupyterLab passes to a browser at once; a longer report is written beside the file instead."""
LONGEST_WORD: Final = 200
FIRST_YEAR: Final = 1990
MEANING: Final = "is-"
FILTERS: Final = {"severity": "severity", "rule": "rule", "place": "column"}


def data_check(*, file: str = "", language: Language = "fr") -> Page:
    """Return the page that checks a file of ``data/local``, or one sent from the reader's computer.

    Parameters
    ----------
    file : str
        Name of a file in ``data/local``, never a path; when empty, an invented example.
    language : str
        ``"fr"`` or ``"en"``.

    Raises
    ------
    BadRequest
        There is no such file.
    """
    return _DataCheck(file, language).page


def data_check_table(*, file: str = "", language: Language = "fr") -> Document:
    """Return the account of a file and the rules it broke, without the cells of the file: fit to be stored and compared."""
    page = page_of(checked(local_file(file) if file else example_file()), file, language)
    return Document("data check", check_view.account_table(page) + findings_by_rule(page))


class _DataCheck:
    """Joins the check and the widgets of the page: an intent changes what is asked, and the page is written anew."""

    def __init__(self, file: str, language: Language) -> None:
        if file:
            local_file(file)  # an unknown name is an error of the notebook, not of a file
        self._language, self._file, self._read_as = language, file, ""
        self._filters, self._as_of = Filters(), ""
        self._done: Checked | None = None
        self._failure: CrossMobilityError | None = None
        self._blamed = ""
        self._meanings: dict[str, str] = {}
        self._in_use: InUse | None = None
        self._not_used: CrossMobilityError | None = None
        self._saved: Message | None = None
        self._address = Address(on_open=lambda _query: None)
        self._head, self._choose = Panel(on_intent=self._take), PrivatePanel(on_intent=self._take)
        self._choose.twin = ""  # which files lie in a folder is nobody else's concern
        self._check, self._use = PrivatePanel(on_intent=self._take), Panel(on_intent=self._take)
        self._drop = FileDrop({}, begin=Receiving, on_file=self._arrived, on_failure=self._not_arrived)
        regions = {"head": self._head, "drop": self._drop, "choose": self._choose, "check": self._check, "use": self._use}
        self.page = Page("data check", self._address, regions)
        self._read()

    # What the reader does

    def _take(self, intent: Intent) -> None:
        words = {key: value for key, value in intent.items() if isinstance(value, str) and len(value) <= LONGEST_WORD}
        if "download" in words:
            self._deliver(words["download"])
        elif "as_of" in words:
            self._date(words["as_of"])
        elif "use" in words:
            self._put_to_use()
        elif words.get("lang") in LANGUAGES:
            self._language = "fr" if words["lang"] == "fr" else "en"
            self._show()
        elif "file" in words:
            self._open(words["file"])
        elif "read" in words:
            self._read_as, self._meanings = words["read"] if self._is_a_way(words["read"]) else "", {}
            self._read()
        elif any(key.startswith(MEANING) for key in words):
            self._mean({key.removeprefix(MEANING): said for key, said in words.items() if key.startswith(MEANING)})
        elif "clear" in words:
            self._filter(Filters())
        elif FILTERS.keys() & words.keys():
            self._filter(replace(self._filters, **{name: words[key] for key, name in FILTERS.items() if key in words}))

    def _date(self, as_of: str) -> None:
        """Take the day the data speak of. The field is not drawn anew: the reader may still be typing the year."""
        self._as_of = as_of
        if self._done is not None and self._file and _day(as_of) and not self._in_use:
            self._check_file()
            self._show_check()

    def _mean(self, meanings: dict[str, str]) -> None:
        """Take what columns mean, as far as the page offered it, and read the file again."""
        offered = {one.column: {option.value for option in one.options} for one in self._questions()}
        self._meanings |= {name: said for name, said in meanings.items() if said in offered.get(name, ())}
        self._meanings = {name: said for name, said in self._meanings.items() if said}
        self._read()

    def _questions(self) -> list[Question]:
        try:
            return questions(look_at(local_file(self._file), self._read_as) if self._file else None, self._language)
        except CrossMobilityError:
            return []

    def _is_a_way(self, name: str) -> bool:
        return name in {option.value for option in ways_to_read(self._language)}

    def _filter(self, filters: Filters) -> None:
        self._filters = filters
        self._show_check()

    def _open(self, name: str) -> None:
        if name and name not in local_files():
            return
        self._file, self._read_as, self._meanings = name, "", {}
        self._read()

    def _arrived(self, name: str) -> None:
        self._file, self._read_as, self._meanings = name, "", {}
        self._read()

    def _not_arrived(self, error: Exception | None) -> None:
        if error is None:
            return
        self._done, self._failure, self._blamed = None, told(error), ""
        self._show()

    def _deliver(self, what: str) -> None:
        if self._done is None or what not in ("rejected", "findings"):
            return
        document = (rejected_csv if what == "rejected" else findings_csv)(self._done, self._language)
        name = f"{Path(self._file or example_file().name).stem}-{what}.csv"
        if len(document) <= LARGEST_DOWNLOAD:
            self._check.deliver(name, document)
            return
        place = save_report(name, document)
        self._saved = message("The file is too long for the browser: it was written to data/local/{name}.", name=place)
        self._show_check()

    def _put_to_use(self) -> None:
        self._not_used = None
        if self._done is None or not self._file:
            return
        try:
            self._in_use = take_into_use(self._done.source, _needed(self._as_of))
        except (CrossMobilityError, OSError) as error:
            self._not_used = told(error)
        else:
            self._file = self._in_use.name
            self._done = moved(self._done, local_folder() / self._in_use.name)
        self._show()

    # Reading

    def _read(self) -> None:
        """Check the file anew, saying how far it has come; whatever goes wrong is shown, never raised."""
        self._done, self._failure, self._in_use, self._not_used, self._saved = None, None, None, None, None
        self._filters = Filters()
        self._check_file()
        self._show()

    def _check_file(self) -> None:
        t = translator(self._language)
        self._drop.busy = True
        self._drop.progress = t("Reading {file}…", file=Path(self._file).name) if self._file else ""
        try:
            place = local_file(self._file) if self._file else example_file()
            if self._file:
                self._as_of = self._as_of or known_date()
            self._done = checked(place, self._read_as, self._count, _day(self._as_of), self._meanings)
        except Exception as error:  # an officer is shown a sentence, not a traceback
            self._done, self._failure, self._blamed = None, told(error), Path(self._file).name
        self._drop.busy, self._drop.progress = False, ""

    def _count(self, lines: int) -> None:
        t = translator(self._language)
        self._drop.progress = t.plural("{count} line read…", "{count} lines read…", lines)

    # What the page shows

    def _show(self) -> None:
        language = self._language
        t = translator(language)
        self._head.html = Chrome("10_data_check", language, "").html() + check_view.check_head(language)
        self._drop.words = {
            "choose": t("Send a file…"),
            "hint": t("or drop it here: CSV or Excel (.xlsx), at most 200 MB. It is kept in data/local and nowhere else."),
            "stop": t("Stop"),
            "sending": t("Sending {name}: {percent}%"),
            "accept": ",".join(DATA_SUFFIXES),
        }
        self._choose.html = check_view.file_choice(
            language, [*local_files()], self._file, ways_to_read(language), self._read_as
        ) + check_view.meaning_form(language, self._questions() if not self._in_use else [], self._meanings)
        self._show_check()
        self._use.html = self._use_html()
        with self._address.hold_sync():
            self._address.language, self._address.title = language, check_view.check_title(language)

    def _show_check(self) -> None:
        if self._done is None:
            failure = self._failure or UnreadableFile(message("No file was read."), message("Choose one above."))
            self._check.html = check_view.problem_panel(self._language, self._blamed, failure)
            self._check.twin = self._check.html if not self._file else check_view.private_notice(self._language)
            return
        page = page_of(self._done, self._file, self._language, self._filters)
        saved = self._saved.in_language(self._language) if self._saved else ""
        self._check.html = (
            check_view.verdict(page)
            + check_view.account_table(page)
            + findings_section(page, saved)
            + accepted_section(page)
        )
        self._check.twin = None if page.is_example else self._kept(page)

    def _kept(self, page: CheckPage) -> str:
        counted = check_view.account_table(page) + findings_by_rule(page)
        return counted + check_view.private_notice(self._language)

    def _use_html(self) -> str:
        if self._done is None or not self._file or not self._done.accepted.rows:
            return ""
        return use_section(self._language, self._as_of, said_of_use(self._in_use, self._language), self._not_used)


def _day(text: str) -> str:
    """Return a whole ISO date, else nothing: half-typed years are no date."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return ""
    return found.isoformat() if found.year >= FIRST_YEAR else ""


def _needed(text: str) -> str:
    found = _day(text)
    if not found:
        raise BadRequest(
            message("The day the data speak of is missing."),
            message(
                "Give the last day your file knows of, such as 31 December of its year. It is never taken from the clock."
            ),
        )
    return found
