"""How fast the reciprocity, the indicators and the programmes page answer a change of selection: ``make bench``.

Measured in headless Chromium from the reader's change to the frame after the whole page, its address included, shows the
answer. On the sample, on 2,000 corridors in each of ten years, and on 10,000 values of indicators. Nothing is asserted about time. One line of JSON a
dataset; all of them are also written to ``bench-results/changes.json``.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from itertools import product
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from bench_pages import SEED, memory, write_dataset
from playwright.sync_api import Browser, sync_playwright

from crossmobility.reference import programmes, schemes
from crossmobility.release.build import built, write_release

sys.path.insert(0, str(Path(__file__).parents[1] / "browser" / "support"))
import machines

YEARS: Final = tuple(str(year) for year in range(2015, 2025))
# One round: each change differs from the state the one before it leaves, so that every one redraws.
Round = tuple[tuple[str, list[str]], ...]
PAIRS: Final[Round] = (
    ("period", ["2023", "2022", "2021", "2024"]),
    ("window", ["5", "1", "3"]),
    ("country", ["SEN", "TGO", ""]),
    ("reference", ["SEN", "FRA"]),
)
TARGETS: Final[Round] = (
    ("period", ["2023", "2022", "2021", "2024"]),
    ("indicator", ["SAT_VOL", "OUT_6M", ""]),
    ("scope", ["programme:WECCEE", "programme:PRODDIGE", "scheme:SC_RECIP"]),
)
SUBJECTS: Final[Round] = (
    ("subject", ["programme:WECCEE", "scheme:SC_RECIP", "country:SEN", ""]),
    ("period", ["2023", "2022", "2021", "2024"]),
    ("subject", ["programme:PRODDIGE", "programme:ENLAZANDO", "country:TUN", "scheme:CAMP"]),
)
VALUES_HEAD: Final = (
    "indicator_id,programme_id,scheme,period,territory,dimension,category,value_type,edition,numerator,denominator,value,"
    "value_status,as_of,source,is_synthetic"
)
INDICATORS: Final = ("PLC_STARTED", "SAT_VOL", "OUT_6M", "INC_WOMEN", "CPL_RATE", "VIS_REFUS")
CHANGE: Final = """async ([intent, value]) => {
  const model = window.cmBench;
  const before = location.search;
  const start = performance.now();
  model(intent, value);
  while (location.search === before) {
    if (performance.now() - start > 30000) throw new Error(`no answer to ${intent}=${value}`);
    await new Promise((done) => setTimeout(done, 1));
  }
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""
# A control the page is drawn with would do as well; a hidden button says any intent through the same door.
DOOR: Final = """() => {
  const area = document.querySelector(".cm-live .cm-area-controls");
  window.cmBench = (intent, value) => {
    const button = document.createElement("button");
    button.dataset.intent = intent;
    button.dataset.value = value;
    button.hidden = true;
    area.append(button);
    button.click();
    button.remove();
  };
}"""


def main() -> int:
    """Measure both datasets, print and keep the figures."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=4)
    asked.add_argument("--out", type=Path, default=machines.CHECKOUT / "bench-results" / "changes.json")
    options = asked.parse_args()
    results = []
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as place:
        browser = driver.chromium.launch(executable_path=machines.chromium_path(driver), args=machines.FLAGS)
        many = Path(place) / "many"
        write_dataset(many, 2000, YEARS)
        values = Path(place) / "values"
        write_values(values)
        asked_of: list[tuple[str, str, Path, Round]] = [
            ("02_reciprocity", "sample", machines.SAMPLE, PAIRS),
            ("02_reciprocity", "2,000 corridors x 10 years", many, PAIRS),
            ("03_indicators", "sample", machines.SAMPLE, TARGETS),
            ("03_indicators", "10,000 values", values, TARGETS),
            ("04_programmes", "sample", machines.SAMPLE, SUBJECTS),
        ]
        for page, name, folder, changes in asked_of:
            built_at = Path(place) / f"{page}-{len(results)}"
            results.append({"page": page, **measured(browser, page, name, folder, built_at, changes, options.rounds)})
            print(json.dumps(results[-1]), flush=True)
        browser.close()
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text(json.dumps(results, indent=1) + "\n")
    return 0


def measured(
    browser: Browser, notebook: str, name: str, folder: Path, place: Path, changes: Round, rounds: int
) -> dict[str, Any]:
    """Serve one dataset and return what changes of selection cost, all of them and kind by kind."""
    write_release(built([folder]).figures, place / "release")
    taken: dict[str, list[float]] = {intent: [] for intent, _ in changes}
    first: list[float] = []
    with machines.serving(place / "release") as server:
        machines.until_warm(server)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(server.url(notebook), wait_until="commit")
        page.wait_for_selector(".cm-stage.cm-is-live", timeout=machines.PATIENCE * 1000)
        page.evaluate(DOOR)
        for turn in range(rounds):
            for intent, values in changes:
                for value in values:
                    took = page.evaluate(CHANGE, [intent, value])
                    # The first round warms the kernel's own code, and works out what the page keeps.
                    (taken[intent] if turn else first).append(took)
        used = memory(server.kernel_of(page))
        page.goto("about:blank")
        context.close()
    every = [took for times in taken.values() for took in times]
    return {
        "what": "changes",
        "dataset": name,
        "median_ms": round(median(every), 1),
        "first_ms": round(median(first), 1),
        "p95_ms": round(quantiles(every, n=20)[-1], 1),
        **{f"{intent}_ms": round(median(times), 1) for intent, times in taken.items()},
        "kernel_anonymous_mb": used["anonymous"],
    }


def write_values(folder: Path) -> None:
    """Write 10,560 values and targets of indicators, always the same: six indicators, eight programmes, eleven schemes, ten years."""
    folder.mkdir()
    (folder / "dataset.toml").write_text(
        'title_fr = "Mesure"\ntitle_en = "Benchmark"\nas_of = 2024-12-31\nsynthetic = true\n', encoding="utf-8"
    )
    chance = random.Random(SEED)
    scopes = [(programme, scheme) for programme in programmes() for scheme in schemes()]
    rows = []
    for (programme, scheme), indicator, year, kind in product(scopes, INDICATORS, YEARS, ("target_initial", "actual")):
        scope = (programme, "_T") if scheme == "SC_RECIP" else ("_T" if programme == "WECCEE" else programme, scheme)
        value = chance.randint(20, 400) if indicator == "PLC_STARTED" else round(chance.uniform(0.3, 0.99), 3)
        told = f"{int(year) + 1}-02-01" if kind == "actual" else f"{int(year) - 1}-12-01"
        rows.append(f"{indicator},{scope[0]},{scope[1]},{year},_T,_T,_T,{kind},plan,,,{value},reported,{told},bench,true")
    (folder / "observations.csv").write_text("\n".join([VALUES_HEAD, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
