"""Writing a release so that nobody ever reads half of one.

Files are written in a temporary directory inside the release folder, flushed to the disk, moved to names made of their
content, and become the release when ``manifest.json`` is replaced, last and at once. Files of the release before stay, so
a reader that has just opened its manifest can finish; older ones go.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crossmobility.errors import BadRelease
from crossmobility.i18n import message
from crossmobility.release.manifest import MANIFEST, TABLE_FILE, Manifest, StoredTable, manifest_in

if TYPE_CHECKING:
    import pandas as pd

UNFINISHED: Final = ".unfinished-"
LOCK: Final = ".lock"


def stored(
    folder: Path, frames: Mapping[str, pd.DataFrame], *, audience: str, datasets: Sequence[Mapping[str, object]]
) -> Manifest:
    """Make ``frames`` the current release of ``folder`` and return its manifest.

    The release before stays whole and current until the last step. The same input gives the same edition.

    Raises
    ------
    BadRelease
        The folder cannot be written, or another build is writing there now.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder), _unfinished(folder) as workshop:
            tables = {name: _written(frame, name, workshop, folder) for name, frame in frames.items()}
            _flush(folder)
            manifest = Manifest(audience, tuple(datasets), tables).sealed()
            before = _current(folder)
            if before is None or before.edition != manifest.edition:
                _replace_manifest(manifest, workshop, folder)
                _clear(folder, keep=[manifest, before])
            return manifest
    except OSError as error:
        raise _unwritable(folder, error) from error


def _written(frame: pd.DataFrame, name: str, workshop: Path, folder: Path) -> StoredTable:
    import pyarrow as pa
    import pyarrow.parquet as pq

    draft = workshop / f"{name}.parquet"
    # Without the metadata pandas adds, the file depends on its content alone.
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, draft, compression="zstd", row_group_size=1 << 17)
    with draft.open("rb+") as written:
        sha256 = hashlib.file_digest(written, "sha256").hexdigest()
        os.fsync(written.fileno())
    final = folder / f"{name}-{sha256[:16]}.parquet"
    draft.replace(final)
    return StoredTable(final.name, sha256, len(frame), tuple(map(str, frame.columns)))


def _replace_manifest(manifest: Manifest, workshop: Path, folder: Path) -> None:
    draft = workshop / MANIFEST
    with draft.open("w", encoding="utf-8") as written:
        written.write(manifest.to_json())
        written.flush()
        os.fsync(written.fileno())
    draft.replace(folder / MANIFEST)
    _flush(folder)


def _flush(folder: Path) -> None:
    """Ask for the names in ``folder`` to be on the disk, not only the bytes of its files."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _current(folder: Path) -> Manifest | None:
    try:
        return manifest_in(folder)
    except BadRelease:
        return None


def _clear(folder: Path, keep: Sequence[Manifest | None]) -> None:
    """Remove what neither the new release nor the one before needs. Files that are not ours stay."""
    needed = {table.file for manifest in keep if manifest for table in manifest.tables.values()}
    for path in folder.iterdir():
        if TABLE_FILE.fullmatch(path.name) and path.name not in needed:
            with suppress(OSError):  # the new release is already current; an old file left behind harms nobody
                path.unlink()


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    for abandoned in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(abandoned, ignore_errors=True)
    workshop = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep a second build out; the lock goes with the process, so a crash leaves none behind."""
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadRelease(
                message("Another build is writing to {folder}.", folder=folder),
                message("Wait until it has finished, or give another folder with --out."),
            ) from None
        yield


def _unwritable(folder: Path, error: OSError) -> BadRelease:
    return BadRelease(
        message(
            "The release cannot be written to {folder} ({reason}).", folder=folder, reason=error.strerror or str(error)
        ),
        message("Check the rights and the free space there, or give another folder with --out."),
    )
