"""The manifest of a release: the one small file readers trust, and the tables it vouches for.

A release folder holds ``manifest.json`` and Parquet files named by their content. Nothing else in the folder counts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from crossmobility.errors import BadRelease
from crossmobility.i18n import Message, message

if TYPE_CHECKING:
    import pandas as pd

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
TABLE_FILE: Final = re.compile(r"[a-z_]+-[0-9a-f]{16}\.parquet")
"""How the files of a release are called; what is called otherwise is never read and never removed."""

_REBUILD: Final = message("Build the release again with “crossmobility build”.")


@dataclass(frozen=True)
class StoredTable:
    """One table of a release: its file, the file's SHA-256, and what it must contain."""

    file: str
    sha256: str
    rows: int
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """What a release holds. ``edition`` is the SHA-256 of everything else in the manifest: same content, same edition."""

    audience: str
    datasets: tuple[Mapping[str, object], ...]
    tables: Mapping[str, StoredTable]
    edition: str = ""

    def sealed(self) -> Manifest:
        """Return this manifest with the edition its content gives."""
        return Manifest(self.audience, self.datasets, self.tables, _fingerprint(self._content()))

    def to_json(self) -> str:
        """Return the text of ``manifest.json``: sorted keys, no clock, so the same input gives the same text."""
        content = {**self._content(), "edition": self.edition}
        return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def _content(self) -> dict[str, object]:
        return {
            "format": FORMAT,
            "audience": self.audience,
            "datasets": [dict(dataset) for dataset in self.datasets],
            "tables": {name: {**asdict(table), "columns": list(table.columns)} for name, table in self.tables.items()},
        }


def manifest_in(folder: Path) -> Manifest:
    """Read and verify the manifest of a release.

    Raises
    ------
    BadRelease
        No manifest, not one of ours, of another format version, or altered after it was written.
    """
    content = _json_in(folder)
    if content.get("format") != FORMAT:
        raise _bad(message("The release in {folder} was written in another format.", folder=folder))
    try:
        manifest = Manifest(
            audience=str(content["audience"]),
            datasets=tuple(dict(dataset) for dataset in content["datasets"]),
            tables={name: _stored_table(table) for name, table in content["tables"].items()},
            edition=str(content["edition"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _bad(_altered(MANIFEST, folder)) from None
    if manifest.sealed().edition != manifest.edition:
        raise _bad(_altered(MANIFEST, folder))
    return manifest


def edition_of(folder: Path) -> str:
    """Return the edition a release folder holds now: one small file read, cheap enough to ask every few seconds."""
    path = folder / MANIFEST
    try:
        stat = path.stat()
    except OSError:
        raise _missing(folder) from None
    seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    known = _editions.get(path)
    if known is None or known[0] != seen:
        known = (seen, str(_json_in(folder).get("edition", "")))
        _editions[path] = known
    return known[1]


_editions: dict[Path, tuple[tuple[int, int, int], str]] = {}


def tables_of(folder: Path) -> tuple[Manifest, dict[str, pd.DataFrame]]:
    """Read every table of a release, each verified against the manifest before it is parsed.

    Returns
    -------
    tuple of Manifest and dict of DataFrame
        The manifest and its tables by name. A table that is missing or altered raises :class:`BadRelease`.
    """
    manifest = manifest_in(folder)
    try:
        return manifest, _tables(folder, manifest)
    except BadRelease:
        # A build may have replaced the manifest and cleared older files while we were reading.
        newer = manifest_in(folder)
        if newer.edition == manifest.edition:
            raise
        return newer, _tables(folder, newer)


def _tables(folder: Path, manifest: Manifest) -> dict[str, pd.DataFrame]:
    import pyarrow as pa

    tables = {name: _table_in(folder, table) for name, table in manifest.tables.items()}
    # Arrow keeps what decoding needed for the next time; a kernel reads a release once.
    pa.default_memory_pool().release_unused()
    return tables


def _table_in(folder: Path, table: StoredTable) -> pd.DataFrame:
    # Imported here: a kernel that only asks for the edition does not pay for Parquet.
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / table.file
    if not TABLE_FILE.fullmatch(table.file):
        raise _bad(_altered(MANIFEST, folder))
    try:
        content = path.read_bytes()
    except OSError:
        raise _bad(message("The release in {folder} has lost its file {file}.", folder=folder, file=table.file)) from None
    # The bytes that were verified are the bytes that are parsed. One thread: each more costs a viewer memory for good.
    if hashlib.sha256(content).hexdigest() != table.sha256:
        raise _bad(_altered(table.file, folder))
    read: pd.DataFrame = pq.read_table(pa.BufferReader(content), use_threads=False).to_pandas(
        use_threads=False, self_destruct=True, split_blocks=True
    )
    if len(read) != table.rows or tuple(read.columns) != table.columns:
        raise _bad(_altered(table.file, folder))
    return read


def _stored_table(table: Mapping[str, object]) -> StoredTable:
    columns = table["columns"]
    if not isinstance(columns, list):
        raise TypeError("columns is a list")
    return StoredTable(str(table["file"]), str(table["sha256"]), int(str(table["rows"])), tuple(map(str, columns)))


def _json_in(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _missing(folder) from None
    except (OSError, ValueError):
        raise _bad(message("The release in {folder} cannot be read: {file}.", folder=folder, file=MANIFEST)) from None
    if not isinstance(content, dict):
        raise _bad(_altered(MANIFEST, folder))
    return content


def _fingerprint(content: Mapping[str, object]) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _missing(folder: Path) -> BadRelease:
    return _bad(message("There is no release in {folder}.", folder=folder))


def _altered(file: str, folder: Path) -> Message:
    return message("The file {file} of the release in {folder} was altered after it was built.", file=file, folder=folder)


def _bad(problem: Message) -> BadRelease:
    return BadRelease(problem, _REBUILD)
