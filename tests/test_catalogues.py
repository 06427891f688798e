"""Every sentence a person may read stands in the catalogues, in French and in English."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[1] / "widgets" / "crossmobility"
ONE = {"t", "message"}
TWO = {"plural", "plural_message"}
FIELD = re.compile(r"{(\w+)}")


def called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Call) and called(node.func) == "translator":
        return "t"  # translator(language)("…")
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def words(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def sentences() -> dict[str, str]:
    """Return every catalogue sentence of the package with the file it stands in; f-strings are looked into as well."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and called(node) in ONE | TWO:
                for argument in node.args[: 2 if called(node) in TWO else 1]:
                    if (sentence := words(argument)) is not None:
                        found.setdefault(sentence, path.name)
    return found


@pytest.fixture(scope="module")
def french() -> Catalog:
    with (PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "crossmobility.po").open("rb") as lines:
        return read_po(lines, locale="fr")


def forms(catalogue: Catalog) -> dict[str, tuple[str, ...]]:
    found = {}
    for entry in catalogue:
        strings = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
        for key in (entry.id,) if isinstance(entry.id, str) else entry.id:
            found[key] = strings
    return found


def test_every_sentence_has_a_french_translation(french: Catalog) -> None:
    known = forms(french)
    missing = {sentence: name for sentence, name in sentences().items() if not all(known.get(sentence, ("",)))}
    assert not missing


def test_every_translation_is_still_used(french: Catalog) -> None:
    used = sentences()
    assert [entry.id for entry in french if entry.id and not any(key in used for key in _keys(entry.id))] == []


def test_translations_fill_the_same_blanks(french: Catalog) -> None:
    for entry in french:
        wanted = {field for key in _keys(entry.id) for field in FIELD.findall(key)}
        for string in forms(french).get(_keys(entry.id)[0], ()):
            assert set(FIELD.findall(string)) <= wanted, entry.id
            if entry.id and not entry.pluralizable:
                assert set(FIELD.findall(string)) == wanted, entry.id


def test_french_uses_its_own_typography(french: Catalog) -> None:
    # Signs inside quotation marks are quoted code; "?lang=" belongs to an address.
    for sentence, strings in forms(french).items():
        for string in strings if sentence else ():
            assert not re.search(r"(?<![\u202f\"“«])[;!?](?![\w\"”])", string), (
                f"a narrow no-break space is missing: {string}"
            )
            assert not re.search(r" :(?!/)", string), f"a plain space before a colon: {string}"
            assert not re.search(r"« | »|'", string), f"a plain space in guillemets, or a straight apostrophe: {string}"


def _keys(identifier: str | tuple[str, ...]) -> tuple[str, ...]:
    return (identifier,) if isinstance(identifier, str) else tuple(identifier)
