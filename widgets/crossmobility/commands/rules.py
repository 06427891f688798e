"""``crossmobility check --rules``: the rules about records, for people and for scripts."""

from __future__ import annotations

from crossmobility.commands.console import aligned, write_json, write_lines
from crossmobility.i18n import Language, message, translator
from crossmobility.intake.rules import EVERY_RULE

_SEVERITIES = {
    "error": message("error"),
    "warning": message("warning"),
    "error or warning": message("error or warning"),
}


def print_rules(language: Language, *, as_json: bool) -> None:
    """Print every rule: code, how grave a breach is, table, what must hold, where it comes from."""
    t = translator(language)
    if as_json:
        records = [
            {
                "rule": rule.code,
                "severity": rule.severity,
                "table": rule.table,
                "sentence": rule.sentence.in_language(language),
                "origin": rule.origin,
            }
            for rule in EVERY_RULE
        ]
        write_json(records)
        return
    head = (t("rule"), t("severity"), t("table"), t("what must hold"))
    rows = [
        (rule.code, _SEVERITIES[rule.severity].in_language(language), rule.table, rule.sentence.in_language(language))
        for rule in EVERY_RULE
    ]
    write_lines(aligned([head, *rows]))
