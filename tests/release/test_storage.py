"""A release is whole or it is the one before: writing, reading, altering, crashing at every step."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from crossmobility.errors import BadRelease
from crossmobility.release import storage
from crossmobility.release.manifest import MANIFEST, edition_of, manifest_in, tables_of
from crossmobility.release.storage import stored
from crossmobility.release.watch import changed_since

DATASET = {"name": "published", "title_fr": "Chiffres publiés", "as_of": "2025-12-31"}


def frame(senegal: float = 11, tunisia: float = 8) -> pd.DataFrame:
    """Return two corridors of different size, so that a swap would show."""
    return pd.DataFrame({"origin": ["SEN", "TUN"], "destination": ["FRA", "FRA"], "placements": [senegal, tunisia]})


def write(folder: Path, **values: float) -> str:
    """Write a release of :func:`frame` and return its edition."""
    tables = {"flows": frame(**values), "statements": frame().iloc[:1]}
    return stored(folder, tables, audience="management", datasets=[DATASET]).edition


def parquet_files(folder: Path) -> set[str]:
    """Return the names of the table files in a release folder."""
    return {path.name for path in folder.glob("*.parquet")}


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    write(tmp_path)
    manifest, tables = tables_of(tmp_path)
    pd.testing.assert_frame_equal(tables["flows"], frame())
    assert manifest.audience == "management"
    assert manifest.datasets == (DATASET,)
    assert manifest.tables["flows"].rows == 2


def test_the_same_input_gives_the_same_edition_and_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    assert write(first) == write(second)
    assert (first / MANIFEST).read_bytes() == (second / MANIFEST).read_bytes()
    assert parquet_files(first) == parquet_files(second), "files are named by their content"


def test_another_number_gives_another_edition(tmp_path: Path) -> None:
    before = write(tmp_path)
    after = write(tmp_path, senegal=12)
    assert before != after == edition_of(tmp_path)


def test_the_manifest_has_no_clock(tmp_path: Path) -> None:
    write(tmp_path)
    content = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    assert set(content) == {"format", "edition", "audience", "datasets", "tables"}
    assert set(content["tables"]["flows"]) == {"file", "sha256", "rows", "columns"}


@pytest.mark.parametrize("table", ["flows", "statements"])
def test_one_altered_byte_of_a_table_is_refused(tmp_path: Path, table: str) -> None:
    write(tmp_path)
    path = tmp_path / manifest_in(tmp_path).tables[table].file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(BadRelease, match=r"was altered after it was built.*crossmobility build"):
        tables_of(tmp_path)


def test_an_edited_manifest_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / MANIFEST
    path.write_text(path.read_text(encoding="utf-8").replace("2025-12-31", "2026-12-31"), encoding="utf-8")
    with pytest.raises(BadRelease, match=r"manifest.json .* was altered"):
        manifest_in(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"format": 1}', '{"format": 99}', "\x00\x00"])
def test_a_manifest_that_is_not_ours_is_refused_without_a_traceback(tmp_path: Path, content: str) -> None:
    (tmp_path / MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(BadRelease, match="crossmobility build"):
        manifest_in(tmp_path)


def test_a_manifest_cannot_name_a_file_elsewhere(tmp_path: Path) -> None:
    release = tmp_path / "release"
    write(release)
    content = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
    content["tables"]["flows"]["file"] = "../secret.parquet"
    (release / MANIFEST).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(BadRelease):
        tables_of(release)


def test_a_missing_release_and_a_lost_file_are_two_sentences(tmp_path: Path) -> None:
    with pytest.raises(BadRelease, match="There is no release in"):
        tables_of(tmp_path / "nowhere")
    write(tmp_path)
    (tmp_path / manifest_in(tmp_path).tables["flows"].file).unlink()
    with pytest.raises(BadRelease, match="has lost its file flows-"):
        tables_of(tmp_path)


STEPS = ["mkdtemp", "first table moved", "second table moved", "names flushed", "manifest written", "manifest replaced"]


@pytest.mark.parametrize("step", range(len(STEPS)), ids=STEPS)
def test_a_crash_at_any_step_leaves_a_whole_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    before = write(tmp_path)
    after = write(tmp_path / "elsewhere", senegal=12)
    crash_at(monkeypatch, step)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, senegal=12)
    monkeypatch.undo()
    manifest, tables = tables_of(tmp_path)
    replaced = STEPS[step] == "manifest replaced"
    assert manifest.edition == (after if replaced else before)
    assert tables["flows"]["placements"].iloc[0] == (12 if replaced else 11)
    assert write(tmp_path, senegal=12) == after, "the next build succeeds"
    assert not list(tmp_path.glob(f"{storage.UNFINISHED}*")), "nothing unfinished is left"


def crash_at(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Make the n-th of the operations that change the folder fail as if the process were killed there."""
    replace, flush, mkdtemp = Path.replace, storage._flush, storage.tempfile.mkdtemp
    moves: list[object] = []

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    def counted_replace(*arguments: Path) -> Path:
        moves.append(arguments)
        # Moves: table, table, manifest.
        if step == len(moves) and step in (1, 2):
            crash()
        if step == 4 and len(moves) == 3:
            crash()
        moved = replace(*arguments)
        if step == 5 and len(moves) == 3:
            crash()
        return moved

    monkeypatch.setattr(Path, "replace", counted_replace)
    monkeypatch.setattr(storage.tempfile, "mkdtemp", crash if step == 0 else mkdtemp)
    monkeypatch.setattr(storage, "_flush", crash if step == 3 else flush)


def test_the_release_before_stays_readable_and_older_ones_go(tmp_path: Path) -> None:
    write(tmp_path, senegal=1)
    oldest = manifest_in(tmp_path).tables["flows"].file
    write(tmp_path, senegal=2)
    before = manifest_in(tmp_path).tables["flows"].file
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "flows.parquet").write_text("mine too")
    write(tmp_path, senegal=3)
    assert before in parquet_files(tmp_path)
    assert oldest not in parquet_files(tmp_path)
    assert (tmp_path / "notes.txt").exists() and (tmp_path / "flows.parquet").exists(), "only our own files are removed"


def test_building_again_repairs_an_altered_file(tmp_path: Path) -> None:
    edition = write(tmp_path)
    (tmp_path / manifest_in(tmp_path).tables["flows"].file).write_bytes(b"broken")
    assert write(tmp_path) == edition
    tables_of(tmp_path)


def test_a_second_build_at_the_same_time_is_told_to_wait(tmp_path: Path) -> None:
    with storage._locked(tmp_path), pytest.raises(BadRelease, match=r"Another build is writing .* Wait"):
        write(tmp_path)
    write(tmp_path)


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(BadRelease, match=r"cannot be written to .*--out"):
        write(tmp_path / "file" / "release")


def test_an_open_page_notices_another_edition_and_keeps_the_last_good_one(tmp_path: Path) -> None:
    edition = write(tmp_path)
    assert not changed_since(edition, tmp_path)
    newer = write(tmp_path, tunisia=9)
    assert changed_since(edition, tmp_path)
    assert not changed_since(newer, tmp_path)
    (tmp_path / MANIFEST).unlink()
    assert not changed_since(newer, tmp_path), "an unreadable release has not changed"


def test_without_a_release_to_show_nothing_ever_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CROSSMOBILITY_RELEASE", raising=False)
    assert not changed_since("in memory")
