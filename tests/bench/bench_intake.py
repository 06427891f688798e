"""How long ``check`` and ``build`` take on many flow rows, and how much memory: ``make bench``.

The file is made from a seed in a temporary folder; nothing is asserted about time. One line of JSON per command, so runs
can be compared: median seconds, every run, peak resident memory, lines per second.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from crossmobility.reference import countries

HEAD = "statement_id,origin,destination,period,scheme,basis,placements,citation\n"
SCHEMES = ("SC_RECIP", "SC_INTL", "VSI", "VSI_RECIP", "CAMP", "ESC")
BASES = ("started", "active", "stock", "ended")
SEED = 20_150_811
BAD_ROWS_PER_THOUSAND = 5


def main() -> int:
    """Make the file, run the commands, print what they took."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--runs", type=int, default=3)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "bench"
        write_dataset(folder, options.rows)
        for name, arguments in commands(folder, Path(place) / "release").items():
            runs = [measured(arguments) for _ in range(options.runs)]
            print(json.dumps(summary(name, options.rows, runs)), flush=True)
    return 0


def write_dataset(folder: Path, rows: int) -> None:
    """Write a dataset of ``rows`` flow counts, a few of them wrong, the same for the same seed."""
    folder.mkdir()
    (folder / "dataset.toml").write_text('title_en = "Bench"\nas_of = "2025-12-31"\nsynthetic = true\n', encoding="utf-8")
    chance = random.Random(SEED)
    codes = list(countries())
    with (folder / "flow_counts.csv").open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(rows):
            origin, destination = chance.sample(codes, 2)
            if chance.randrange(1000) < BAD_ROWS_PER_THOUSAND:
                origin = "Ruritania"
            period = f"{chance.randrange(2000, 2025)}-Q{chance.randrange(1, 5)}"
            values = (chance.choice(SCHEMES), chance.choice(BASES), chance.randrange(1, 400))
            file.write(f"B{number},{origin},{destination},{period},{','.join(map(str, values))},Bench {number % 50}\n")


def commands(folder: Path, release: Path) -> dict[str, list[str]]:
    """Return the commands that are measured."""
    return {
        "check": ["check", str(folder), "--json"],
        "build": ["build", "--data", str(folder), "--out", str(release), "--json"],
        "flows": ["flows", "--data", str(folder), "--by", "origin,period", "--format", "json"],
    }


def measured(arguments: list[str]) -> tuple[float, int]:
    """Run one command in a process of its own; return seconds and peak resident kilobytes."""
    start = time.perf_counter()
    running = subprocess.Popen(
        [sys.executable, "-m", "crossmobility.cli", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    said = running.stderr.read() if running.stderr else b""
    _, status, used = os.wait4(running.pid, 0)
    seconds = time.perf_counter() - start
    code = running.returncode = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        raise SystemExit(f"{arguments[0]} ended with {code}: {said.decode(errors='replace')}")
    return seconds, used.ru_maxrss


def summary(name: str, rows: int, runs: list[tuple[float, int]]) -> dict[str, object]:
    """Return one comparable line of results."""
    seconds = median(run[0] for run in runs)
    return {
        "command": name,
        "rows": rows,
        "median_seconds": round(seconds, 2),
        "runs": [round(run[0], 2) for run in runs],
        "peak_rss_mb": round(max(run[1] for run in runs) / 1024),
        "rows_per_second": round(rows / seconds),
    }


if __name__ == "__main__":
    sys.exit(main())
