"""The data dictionary ``data/README.md``, made from ``data/schema``: every table and column, in French, then in English.

``python -m crossmobility.intake.dictionary`` writes it. Same schemas, same text.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from crossmobility.i18n import Language, Translator, translator
from crossmobility.intake.choices import FILES_OF_LISTS, RULES
from crossmobility.intake.tables import SUFFIX, Field, Role, Table, table, table_names
from crossmobility.reference import code_lists, data_folder

ROLES: Final[Sequence[Role]] = ("records", "corrections", "figures", "reference")
# The tables that people meet first; the others follow in the order of their names.
FIRST: Final = ("placements", "organisations", "activities", "observations", "agreements", "corrections", "flow_counts")
LANGUAGES: Final[Sequence[Language]] = ("fr", "en")


def dictionary() -> str:
    """Return the data dictionary as Markdown."""
    parts = [
        "<!-- Made from data/schema by “make dictionary”: change the schemas, not this file. -->",
        "[Français](#dictionnaire-des-données) · [English](#data-dictionary)",
        *(part for language in LANGUAGES for part in _in_language(language)),
    ]
    return "\n\n".join(parts) + "\n"


def write_dictionary(file: Path | None = None) -> Path:
    """Write the dictionary to ``file``, by default where it belongs, and return the place."""
    place = file or data_folder() / "README.md"
    place.write_text(dictionary(), encoding="utf-8", newline="\n")
    return place


def _in_language(language: Language) -> Iterator[str]:
    t = translator(language)
    tables = [table(name) for name in sorted(table_names(), key=_place)]
    yield f"# {t('Data dictionary')}"
    yield t(
        "A dataset is a folder of tables, each a CSV file (UTF-8) or an Excel workbook (.xlsx) named like the table, beside "
        "a file dataset.toml that says what the folder is. One row per key; an empty cell is unknown, zero is a number. "
        "Headings may be the names of columns given here, or their titles in French or English. Files with other headings, "
        "codes or ways of writing are described, not rewritten: see "
        "[Describing a file](../docs/describing-a-file.md)."
    )
    yield t(
        "Codes may be replaced by their labels in French or English. Dates are written 2025-12-31; periods 2019, 2019-H1, "
        "2019-Q3, 2019-07 or 2019-01-01/2019-06-30; countries as ISO three-letter codes or names; truth values true or "
        "false, yes or no, oui or non. To start from an empty workbook with drop-down lists: "
        "`crossmobility template placements --out placements.xlsx`. Its row of help and its row of example are left out when "
        "the file is read."
    )
    for role in ROLES:
        of_role = [one for one in tables if one.role == role]
        links = "".join(f"\n- [{one.title(language)}](#{_anchor(one, language)}) (`{one.name}`)" for one in of_role)
        yield f"**{_role(role, t)}**\n{links}"
    for one in tables:
        yield from _table(one, language, t)
    yield from _lists(tables, language, t)


def _place(name: str) -> tuple[int, int, str]:
    first = FIRST.index(name) if name in FIRST else len(FIRST)
    return ROLES.index(table(name).role), first, name


def _role(role: Role, t: Translator) -> str:
    return {
        "records": t("Records: about placements and those who carry them"),
        "corrections": t("Corrections of records"),
        "figures": t("Published or received figures"),
        "reference": t("Reference: public facts in data/reference"),
    }[role]


def _table(one: Table, language: Language, t: Translator) -> Iterator[str]:
    yield f'<a id="{_anchor(one, language)}"></a>\n\n## {one.title(language)} (`{one.name}`)'
    yield one.description(language)
    keys = ", ".join(f"`{name}`" for name in one.primary_key)
    yield f"{t('Key:')} {keys}. {t('Declared in')} [{one.name}{SUFFIX}](schema/{one.name}{SUFFIX})."
    head = (t("Column"), t("Title"), t("Type"), t("Needed"), t("What it says"), t("Values"))
    rows = [
        (
            f"`{field.name}`",
            field.title(language),
            _type(field, t),
            t("yes") if field.required else "",
            field.description(language),
            _values(one, field, language, t),
        )
        for field in one.fields
    ]
    yield _markdown(head, rows)
    if one.role != "reference":
        yield _headings(one, language, t)


def _headings(one: Table, language: Language, t: Translator) -> str:
    """Return the other headings under which a column is known again, folded away."""
    named = [(field, [name for name in field.aliases if name]) for field in one.fields]
    lines = "\n".join(f"- `{field.name}` ({field.title(language)}): {', '.join(names)}" for field, names in named if names)
    return f"<details><summary>{t('Other headings that are understood')}</summary>\n\n{lines}\n\n</details>"


def _type(field: Field, t: Translator) -> str:
    if field.whole:
        return t("whole number")
    return {
        "string": t("text"),
        "number": t("number"),
        "integer": t("whole number"),
        "date": t("date"),
        "boolean": t("yes or no"),
    }[field.type]


def _values(one: Table, field: Field, language: Language, t: Translator) -> str:
    said = []
    if field.code_list and field.code_list not in RULES:
        said.append(f"[{field.code_list}]({_target(field.code_list, one, language)})")
    said += [f"`{code}`" for code in one.outside(field.name)]
    said += [
        f"{t('names a row of')} [{key.table}](#{_anchor(table(key.table), language)})"
        for key in one.foreign_keys
        if key.column == field.name and key.table != field.code_list
    ]
    if field.unique:
        said.append(t("no two rows alike"))
    if field.minimum is not None:
        said.append(t("from {number}", number=field.minimum))
    if field.maximum is not None:
        said.append(t("to {number}", number=field.maximum))
    if field.default:
        said.append(f"{t('absent:')} `{field.default}`")
    if field.separator:
        said.append(t("several, separated by “{mark}”", mark=field.separator))
    return "; ".join(said)


def _target(code_list: str, one: Table, language: Language) -> str:
    if code_list in FILES_OF_LISTS and code_list != one.name:
        return f"reference/{FILES_OF_LISTS[code_list]}"
    return f"#{language}-list-{code_list}"


def _lists(tables: Sequence[Table], language: Language, t: Translator) -> Iterator[str]:
    yield f'<a id="{language}-lists"></a>\n\n## {t("Lists of codes")}'
    yield t("All of them stand in [code_lists.csv](reference/code_lists.csv), with their labels in both languages.")
    for name in sorted(code_lists()):
        users = [(one, field) for one in tables for field in one.fields if field.code_list == name]
        used = ", ".join(f"`{one.name}.{field.name}`" for one, field in users)
        rows = [(f"`{code}`", entry.label(language)) for code, entry in code_lists()[name].items()]
        yield f'<a id="{language}-list-{name}"></a>\n\n### `{name}`'
        yield f"{t('Used in:')} {used}." if users else t("In no file: worked out when figures are built.")
        yield _markdown((t("Code"), t("Label")), rows)


def _anchor(one: Table, language: Language) -> str:
    return f"{language}-{one.name}"


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(f"{write_dictionary()}\n")
