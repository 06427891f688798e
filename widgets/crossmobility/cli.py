"""The console script ``crossmobility``: reads the arguments, calls one command, turns errors into one sentence.

Exit codes: 0 done, 1 done but rows were rejected or an expectation failed, 2 not done (a mistake in the request or a file
that cannot be read), 130 interrupted.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, Protocol

from crossmobility.commands.arguments import SEE_HELP, Parser, iso_day, language_of, one_of, some_of, whole_number
from crossmobility.commands.console import complain, write_json
from crossmobility.errors import BadRequest, CrossMobilityError
from crossmobility.i18n import Language, Translator, message, translator
from crossmobility.release.suggestions import unknown

NOT_DONE, INTERRUPTED, PIPE_CLOSED = 2, 130, 141
COMMANDS: Final = ("check", "build", "flows", "indicators", "serve", "template", "sample")
BASES: Final = ("started", "active", "stock", "ended", "not_stated")
KINDS: Final = ("actual", "planned")
FORMATS: Final = ("table", "csv", "json")
KEYS: Final = (
    "origin",
    "destination",
    "pair",
    "origin_region",
    "destination_region",
    "period",
    "scheme",
    "programme",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. User mistakes become one sentence on stderr, never a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = language_of(given)
    _never_fail_to_print()
    try:
        code = _answer(given, language)
        sys.stdout.flush()
        return code
    except CrossMobilityError as error:
        complain(error, language)
        if _wants_json(given):
            write_json({"error": error.text(language)})
        return NOT_DONE
    except KeyboardInterrupt:
        t = translator(language)
        print(t("Stopped."), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has left; without this Python would complain once more while closing stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED


class Command(Protocol):
    """What a command is: arguments and a language in, an exit code out."""

    def __call__(self, arguments: argparse.Namespace, language: Language) -> int: ...


def _answer(given: Sequence[str], language: Language) -> int:
    parser = command_line(language)
    _check_command(given)
    try:
        arguments, rest = parser.parse_known_args(given)
    except SystemExit as leaving:  # --help has printed what was asked
        return int(leaving.code or 0)
    if rest:
        raise BadRequest(message("“{text}” is not understood here.", text=rest[0]), SEE_HELP)
    if arguments.command is None:
        raise BadRequest(message("Which command?"), SEE_HELP)
    return _command(arguments.command)(arguments, language)


def _command(name: str) -> Command:
    # Imported when called: "serve" must not pay for pandas, nor "check" for Voilà.
    if name == "check":
        from crossmobility.commands import check

        return check.run
    if name == "build":
        from crossmobility.commands import build

        return build.run
    if name == "flows":
        from crossmobility.commands import flows

        return flows.run
    if name == "indicators":
        from crossmobility.commands import indicators

        return indicators.run
    if name == "template":
        from crossmobility.commands import template

        return template.run
    if name == "sample":
        from crossmobility.commands import sample

        return sample.run
    from crossmobility.commands import serve

    return serve.run


def _check_command(given: Sequence[str]) -> None:
    """Say what commands there are before argparse does, in English and with its own words."""
    values = {position + 1 for position, argument in enumerate(given) if argument == "--lang"}
    named = [argument for i, argument in enumerate(given) if not argument.startswith("-") and i not in values]
    if named and named[0] not in COMMANDS:
        raise unknown(message("There is no command “{name}”.", name=named[0]), named[0], COMMANDS)


def command_line(language: Language) -> Parser:
    """Return the parser of the whole command line, its help in ``language``."""
    t = translator(language)
    parser = Parser(
        translate=t,
        prog="crossmobility",
        description=t(
            "Follow reciprocal international volunteering: check files, build figures, read flows, serve dashboards."
        ),
        epilog=t("“crossmobility COMMAND --help” explains a command."),
    )
    commands = parser.add_subparsers(dest="command", metavar=t("COMMAND"), title=t("commands"))
    for name, summary, add in (
        ("check", t("read files, account for every line, say what is wrong"), _add_check),
        ("build", t("build the figures that dashboards show"), _add_build),
        ("flows", t("print the numbers behind the map"), _add_flows),
        ("indicators", t("print the indicator tracking table"), _add_indicators),
        ("serve", t("serve the dashboards"), _add_serve),
        ("template", t("write an Excel workbook to fill in"), _add_template),
        ("sample", t("write the synthetic demonstration data"), _add_sample),
    ):
        command = commands.add_parser(name, translate=t, help=summary, description=summary)
        add(command, t)
    return parser


def _add_check(command: Parser, t: Translator) -> None:
    asked = command.add_argument_group(t("what is asked"))
    asked.add_argument("files", nargs="*", type=Path, metavar=t("FILE"), help=t("CSV or XLSX files, or dataset folders"))
    options = command.options
    options.add_argument(
        "--source", type=Path, metavar="TOML", help=t("description of the file (otherwise NAME.source.toml beside it)")
    )
    options.add_argument("--out", type=Path, metavar=t("FOLDER"), help=t("folder for findings.csv and rejected.csv"))
    options.add_argument(
        "--as-of", type=iso_day("--as-of"), metavar=t("DATE"), help=t("day the records tell about, such as 2025-12-31")
    )
    options.add_argument(
        "--merge", type=Path, metavar=t("FILE"), help=t("put corrected rows of a rejected.csv back, into a copy in --out")
    )
    options.add_argument("--rules", action="store_true", help=t("list the rules about records and stop"))
    options.add_argument("--strict", action="store_true", help=t("count names “to confirm” as rejected"))
    _add_json(command, t)


def _add_build(command: Parser, t: Translator) -> None:
    asked = command.add_argument_group(t("what is asked"))
    _add_data(asked, t)
    options = command.options
    options.add_argument(
        "--as-of", type=iso_day("--as-of"), metavar=t("DATE"), help=t("day the figures hold for, such as 2025-12-31")
    )
    options.add_argument(
        "--audience",
        default="management",
        type=one_of(("officer", "management", "public"), "--audience"),
        metavar="officer|management|public",
        help=t("for whom the figures are (otherwise management)"),
    )
    options.add_argument("--out", type=Path, metavar=t("FOLDER"), help=t("folder of the release (otherwise data/release)"))
    _add_json(command, t)


def _add_flows(command: Parser, t: Translator) -> None:
    asked = command.add_argument_group(t("what is asked"))
    _add_data(asked, t)
    asked.add_argument("--period", metavar=t("PERIOD"), help=t("2019, 2019-H1, 2019-Q3, 2019-07 or FIRST-DAY/LAST-DAY"))
    asked.add_argument(
        "--basis",
        type=one_of(BASES, "--basis"),
        metavar="|".join(BASES),
        help=t("what is counted; bases are never added"),
    )
    asked.add_argument("--scheme", metavar=t("SCHEME"), help=t("a scheme or a family of schemes"))
    asked.add_argument("--programme", metavar=t("PROGRAMME"), help=t("a programme"))
    asked.add_argument("--reference", metavar="ISO", help=t("country seen from which flows arrive and leave"))
    asked.add_argument("--source", metavar="ID", help=t("only what this source says"))
    asked.add_argument(
        "--kind",
        default="actual",
        type=one_of(KINDS, "--kind"),
        metavar="|".join(KINDS),
        help=t("what happened, or what was planned"),
    )
    asked.add_argument(
        "--by", type=some_of(KEYS, "--by"), metavar=t("KEYS"), help=t("one or several of: {keys}", keys=", ".join(KEYS))
    )
    asked.add_argument(
        "--mix-schemes",
        action="store_true",
        help=t("with --by pair: balance and ratio also where different families of schemes are added"),
    )
    options = command.options
    options.add_argument(
        "--as-of", type=iso_day("--as-of"), metavar=t("DATE"), help=t("day the figures hold for, such as 2025-12-31")
    )
    options.add_argument(
        "--format", default="table", type=one_of(FORMATS, "--format"), metavar="|".join(FORMATS), help=t("how to print")
    )


def _add_indicators(command: Parser, t: Translator) -> None:
    asked = command.add_argument_group(t("what is asked"))
    _add_data(asked, t)
    asked.add_argument("--programme", metavar=t("PROGRAMME"), help=t("a programme"))
    asked.add_argument("--scheme", metavar=t("SCHEME"), help=t("a scheme or a family of schemes"))
    asked.add_argument(
        "--period",
        metavar=t("PERIOD"),
        help=t(
            "2019, 2019-H1, 2019-Q3, 2019-07 or FIRST-DAY/LAST-DAY (otherwise the last one; csv and json: every year, and "
            "every period somebody stated)"
        ),
    )
    asked.add_argument("--indicator", metavar=t("INDICATOR"), help=t("an indicator; the table then shows its splits too"))
    options = command.options
    options.add_argument(
        "--as-of", type=iso_day("--as-of"), metavar=t("DATE"), help=t("day the figures hold for, such as 2025-12-31")
    )
    options.add_argument(
        "--format", default="table", type=one_of(FORMATS, "--format"), metavar="|".join(FORMATS), help=t("how to print")
    )


def _add_serve(command: Parser, t: Translator) -> None:
    asked = command.add_argument_group(t("what is asked"))
    asked.add_argument(
        "--release", type=Path, metavar=t("FOLDER"), help=t("folder of the release (otherwise data/release)")
    )
    asked.add_argument(
        "--port", default=8866, type=whole_number("--port", 1, 65535), metavar="N", help=t("port (otherwise 8866)")
    )
    asked.add_argument(
        "--ip", default="127.0.0.1", metavar="IP", help=t("address to listen on (otherwise this machine only)")
    )
    asked.add_argument("--token", metavar=t("TOKEN"), help=t("word that visitors must have in the address"))


def _add_template(command: Parser, t: Translator) -> None:
    asked = command.add_argument_group(t("what is asked"))
    asked.add_argument("table", metavar=t("TABLE"), help=t("table to fill in, such as placements"))
    command.options.add_argument(
        "--out", type=Path, metavar=t("FILE"), help=t("workbook to write (otherwise TABLE.xlsx here)")
    )


def _add_sample(command: Parser, t: Translator) -> None:
    options = command.options
    options.add_argument("--out", type=Path, metavar=t("FOLDER"), help=t("folder of the sample (otherwise data/sample)"))
    options.add_argument(
        "--seed",
        type=whole_number("--seed", 0, 2**32 - 1),
        metavar="N",
        help=t("number the sample grows from; the same number gives the same bytes"),
    )


def _add_data(asked: argparse._ArgumentGroup, t: Translator) -> None:
    asked.add_argument(
        "--data",
        action="append",
        type=Path,
        metavar=t("FOLDER"),
        help=t("dataset folder; may be repeated (otherwise the bundled datasets)"),
    )


def _add_json(command: Parser, t: Translator) -> None:
    command.options.add_argument(
        "--json", action="store_true", help=t("print one JSON document on stdout and nothing else")
    )


def _wants_json(given: Sequence[str]) -> bool:
    return "--json" in given or "--format=json" in given or ("--format", "json") in pairwise(given)


def _never_fail_to_print() -> None:
    """Print "?" for what an old terminal cannot show, instead of failing on the first accent."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
