"""Every question that docs/questions.md calls answered on the sample has a test of its number in one of test_questions_*.py."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
QUESTIONS = (TESTS.parent / "docs" / "questions.md").read_text(encoding="utf-8")
LINES = re.findall(r"^\| (\d+) \| .+ \| ([^|]+) \|$", QUESTIONS, re.MULTILINE)
ANSWERED = {int(number) for number, where in LINES if "✓" in where}
CARRIED_OUT = 22
"""Questions of a country representative or a manager that are answered at the least."""


def numbers_tested() -> set[int]:
    found = [path.read_text(encoding="utf-8") for path in TESTS.glob("test_questions_*.py")]
    marked = r"(?<!\))\n+def test_question_(\d+)_"  # not below a mark such as xfail(…)
    return {int(number) for text in found for number in re.findall(marked, text)}


def test_all_forty_questions_are_listed_once() -> None:
    assert sorted(int(number) for number, _ in LINES) == list(range(1, 41))


def test_what_is_called_answered_has_a_test_of_its_number_and_nothing_else_has() -> None:
    parametrized = {int(number) for path in TESTS.glob("test_questions_*.py") for number in _parametrized(path)}
    assert numbers_tested() | parametrized == ANSWERED


def test_most_questions_of_a_country_and_of_a_manager_are_answered() -> None:
    assert len({number for number in ANSWERED if number in range(15, 41)}) >= CARRIED_OUT


def test_every_question_says_where_it_is_answered_or_that_it_is_not_yet() -> None:
    for number, where in LINES:
        assert re.search(r"✓|desk `\d\d_\w+`|`0\d_\w+`|not yet", where), number


def _parametrized(path: Path) -> list[str]:
    return re.findall(r"@pytest\.mark\.parametrize\([^\n]+\)\ndef test_question_(\d+)_", path.read_text(encoding="utf-8"))
