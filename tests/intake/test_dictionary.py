"""The data dictionary is what the schemas say, in both languages, and its links lead somewhere."""

from __future__ import annotations

import re

import pytest

from crossmobility.intake.dictionary import dictionary, write_dictionary
from crossmobility.intake.tables import table, table_names
from crossmobility.reference import code_lists, data_folder


@pytest.fixture(scope="module")
def written() -> str:
    return (data_folder() / "README.md").read_text(encoding="utf-8")


def test_the_dictionary_is_up_to_date(written: str) -> None:
    assert written == dictionary(), "stale: run “make dictionary”"


def test_every_table_and_column_is_described_in_both_languages(written: str) -> None:
    french, english = written.split('<a id="en-placements"></a>')
    for name in table_names():
        one = table(name)
        assert f"## {one.title_fr} (`{name}`)" in french and f"## {one.title_en} (`{name}`)" in written
        for field in one.fields:
            assert f"| `{field.name}` | {field.title_fr} |" in french, f"{name}.{field.name}"
            assert f"| `{field.name}` | {field.title_en} |" in english, f"{name}.{field.name}"
            assert field.description_fr in french and field.description_en in english, f"{name}.{field.name}"


def test_every_code_stands_there_with_its_label(written: str) -> None:
    for codes in code_lists().values():
        for code in codes.values():
            assert f"| `{code.code}` | {code.label_fr} |" in written
            assert f"| `{code.code}` | {code.label_en} |" in written


def test_links_lead_to_files_and_anchors_that_exist(written: str) -> None:
    places = set(re.findall(r"\]\(([^)]+)\)", written))
    anchors = set(re.findall(r'<a id="([^"]+)">', written))
    headings = {re.sub(r"\s", "-", line.lower()) for line in re.findall(r"^# (.+)$", written, re.MULTILINE)}
    for place in places:
        if place.startswith("#"):
            assert place[1:] in anchors | headings, place
        else:
            assert (data_folder() / place).exists(), place
    assert len(anchors) == len(re.findall(r'<a id="', written)), "an anchor stands twice"


def test_tables_have_as_many_cells_as_headings(written: str) -> None:
    for block in re.findall(r"(?:^\|.*\n)+", written, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block.splitlines()[0]


def test_writing_twice_gives_the_same_bytes(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("dictionary")
    first, second = (write_dictionary(folder / name).read_bytes() for name in ("a.md", "b.md"))
    assert first == second and b"\r" not in first
