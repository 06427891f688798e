"""The codes a cell may hold, and the words people write for them: a code, its label in French, its label in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from crossmobility import reference
from crossmobility.intake.names import normalised
from crossmobility.reference import Break, Indicator, Programme, Scheme

Labels = Mapping[str, str]


@dataclass(frozen=True)
class Vocabulary:
    """The reference tables a file is read against: those of the workbook, and what its dataset adds to them."""

    schemes: Mapping[str, Scheme] = field(default_factory=reference.schemes)
    programmes: Mapping[str, Programme] = field(default_factory=reference.programmes)
    breaks: tuple[Break, ...] = field(default_factory=reference.breaks)
    indicators: Mapping[str, Indicator] = field(default_factory=reference.indicators)

    def labels(self, code_list: str) -> Labels:
        """Return the codes of a list by the words for them, :func:`normalised`; words with two meanings are left out."""
        if code_list == "schemes":
            names = ((one.name_fr, one.name_en, one.short_fr, one.short_en) for one in self.schemes.values())
            return _by_word(zip(self.schemes, names, strict=True))
        if code_list == "programmes":
            both = ((one.name_fr, one.name_en) for one in self.programmes.values())
            return _by_word(zip(self.programmes, both, strict=True))
        codes = reference.code_lists().get(code_list, {})
        return _by_word((code, (one.label_fr, one.label_en)) for code, one in codes.items())


def _by_word(names: Iterable[tuple[str, Iterable[str]]]) -> Labels:
    found: dict[str, set[str]] = {}
    for code, words in names:
        for word in words:
            found.setdefault(normalised(word), set()).add(code)
    return MappingProxyType({word: next(iter(codes)) for word, codes in found.items() if word and len(codes) == 1})
