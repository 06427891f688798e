"""What may stand in a column, for people: the codes of its list and the words for them, in the order to show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crossmobility import reference
from crossmobility.i18n import Language
from crossmobility.intake.tables import Field

# Lists that are files of their own in data/reference; every other list stands in code_lists.csv.
FILES_OF_LISTS: Final[Mapping[str, str]] = {
    "countries": "countries.csv",
    "schemes": "schemes.csv",
    "programmes": "programmes.csv",
}
# How periods are written is a rule, not a list.
RULES: Final = ("periods",)
YES_AND_NO: Final[Mapping[Language, tuple[str, str]]] = {"fr": ("oui", "non"), "en": ("yes", "no")}


def choices(field: Field, language: Language) -> Mapping[str, str]:
    """Return the codes a column may hold and their labels in ``language``; empty when the column has no list.

    Truth values are ``true`` and ``false``. Countries stand in the order of their names, the rest in that of its list.
    """
    if field.type == "boolean":
        return dict(zip(("true", "false"), YES_AND_NO[language], strict=True))
    if field.code_list == "countries":
        names = {code: reference.country_name(code, language) for code in reference.countries()}
        return dict(sorted(names.items(), key=lambda item: _plain(item[1])))
    if field.code_list == "schemes":
        return {code: one.name(language) for code, one in reference.schemes().items()}
    if field.code_list == "programmes":
        return {code: one.name(language) for code, one in reference.programmes().items()}
    if field.code_list and field.code_list not in RULES:
        return {code: one.label(language) for code, one in reference.code_lists()[field.code_list].items()}
    return {}


def _plain(name: str) -> str:
    from crossmobility.intake.names import normalised  # names need fuzzy matching, which most callers never load

    return normalised(name)
