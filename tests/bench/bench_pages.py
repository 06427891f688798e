"""How fast the flows page comes and answers, how much it fetches, how much memory a viewer costs: ``make bench``.

One server with preheated kernels, headless Chromium, a fresh profile for every visit. Nothing is asserted about time. One
line of JSON per number of corridors; all of them are also written to ``bench-results/pages.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import urllib.request
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from crossmobility.reference import countries
from crossmobility.release.build import built, write_release

sys.path.insert(0, str(Path(__file__).parents[1] / "browser" / "support"))
import machines

SEED = 20_150_811
PERIODS = ("2019", "2020", "2021", "2022", "2023", "2024")
HEAD = "statement_id,origin,destination,period,scheme,basis,kind,placements,status,certainty,citation,source"
PICTURE = """() => { const look = () => {
  const picture = document.querySelector(".cm-twin svg[data-period], .cm-twin .cm-picture");
  if (picture && picture.getBoundingClientRect().height > 0) { requestAnimationFrame(() => { window.benchSeen = performance.now(); }); }
  else requestAnimationFrame(look);
}; look(); }"""
CHANGES = """async (times) => {
  const root = document.querySelector(".cm-live");
  const control = () => root.querySelector("select[data-intent=period]");
  const values = [...control().options].map((option) => option.value).filter(Boolean);
  const shown = (value) => root.querySelector(`svg[data-period="${value}"]`);
  const frame = () => new Promise(requestAnimationFrame);
  const taken = [];
  for (let turn = 0; turn < times; turn += 1) {
    const now = control().value;
    const value = values[(values.indexOf(now) + 1) % values.length];
    const start = performance.now();
    control().value = value;
    control().dispatchEvent(new Event("change", { bubbles: true }));
    while (!shown(value)) {
      if (performance.now() - start > 30000) throw new Error(`the map never showed ${value}`);
      await new Promise((done) => {
        const seen = new MutationObserver(() => { seen.disconnect(); done(); });
        seen.observe(root, { subtree: true, childList: true, attributes: true });
        setTimeout(done, 1000);
      });
    }
    await frame();
    taken.push(performance.now() - start);
    await frame();
  }
  return taken;
}"""
FETCHED = """() => {
  const all = performance.getEntriesByType("resource");
  const page = performance.getEntriesByType("navigation")[0];
  return {
    requests: all.length + 1,
    transferred: all.reduce((sum, one) => sum + one.transferSize, page.transferSize),
    unpacked: all.reduce((sum, one) => sum + one.decodedBodySize, page.decodedBodySize),
  };
}"""


def main() -> int:
    """Measure every number of corridors asked for, print and keep the figures."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--corridors", type=int, nargs="+", default=[40, 2000])
    asked.add_argument("--visits", type=int, default=5)
    asked.add_argument("--changes", type=int, default=24)
    asked.add_argument("--out", type=Path, default=machines.CHECKOUT / "bench-results" / "pages.json")
    options = asked.parse_args()
    results = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=machines.chromium_path(driver), args=machines.FLAGS)
        for corridors in options.corridors:
            with tempfile.TemporaryDirectory() as place:
                results.append(measured(browser, Path(place), corridors, options.visits, options.changes))
            print(json.dumps(results[-1]), flush=True)
        browser.close()
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text(json.dumps(results, indent=1) + "\n")
    print(table(results))
    return 0


def measured(browser: Browser, place: Path, corridors: int, visits: int, changes: int) -> dict[str, Any]:
    """Serve one generated dataset and return what visiting its flows page costs."""
    write_dataset(place / "published", corridors)
    build = built([place / "published"])
    assert build.clean, "the generated rows no longer fit the schema"
    write_release(build.figures, place / "release")
    with machines.serving(place / "release") as server:
        each = [visited(browser, server, changes if turn == visits - 1 else 0) for turn in range(visits)]
        with urllib.request.urlopen(server.url("01_flows")) as answer:
            html = len(answer.read())
    taken = each[-1].pop("changes")
    return {
        "what": "pages",
        "corridors": corridors,
        "cores": os.cpu_count(),
        "html_bytes": html,
        **{name: each[0][name] for name in ("requests", "transferred", "unpacked")},
        "picture_ms": round(median(visit["picture"] for visit in each)),
        "live_ms": round(median(visit["live"] for visit in each)),
        "change_ms_median": round(median(taken), 1),
        "change_ms_p95": round(quantiles(taken, n=20)[-1], 1),
        "kernel_anonymous_mb": each[-1]["anonymous"],
        "kernel_rss_mb": each[-1]["rss"],
    }


def visited(browser: Browser, server: machines.Server, changes: int) -> dict[str, Any]:
    """Open the page in a fresh profile once its kernel is warm, and close it as a reader does."""
    machines.until_warm(server)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(f"({PICTURE})()")
    page.goto(server.url("01_flows"), wait_until="commit")
    page.wait_for_selector(".cm-stage.cm-is-live", timeout=machines.PATIENCE * 1000)
    seen = {
        "live": page.evaluate("performance.now()"),
        "picture": page.evaluate("window.benchSeen"),
        **page.evaluate(FETCHED),
    }
    if changes:
        page.evaluate(CHANGES, len(PERIODS))  # the first round warms the kernel's own code
        seen["changes"] = page.evaluate(CHANGES, changes)
        seen |= memory(server.kernel_of(page))
    page.goto("about:blank")
    context.close()
    return seen


def memory(process: int) -> dict[str, float]:
    """Return anonymous and resident megabytes of a process."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {name.strip(): int(rest.split()[0]) for name, rest in (line.split(":", 1) for line in lines)}
    return {"anonymous": round(kilobytes["Anonymous"] / 1024, 1), "rss": round(kilobytes["Rss"] / 1024, 1)}


def write_dataset(folder: Path, corridors: int, periods: Sequence[str] = PERIODS) -> None:
    """Write a dataset of so many corridors in each period, always the same."""
    folder.mkdir()
    (folder / "dataset.toml").write_text(
        'title_fr = "Mesure"\ntitle_en = "Benchmark"\nas_of = 2024-12-31\nsynthetic = true\n', encoding="utf-8"
    )
    chance = random.Random(SEED)
    drawn = sorted(code for code, country in countries().items() if country.un_member)
    others = chance.sample([code for code in drawn if code != "FRA"], len(drawn) - 1)
    # The first arrive in France, which is what the page opens on; thousands need pairs of other countries too.
    pairs = [*((code, "FRA") for code in others), *(("FRA", code) for code in others), *permutations(others[:60], 2)]
    rows = [
        f"b{line},{origin},{destination},{period},VSI,started,actual,{chance.randint(1, 400)},reported,published,made for a benchmark,bench"
        for line, (period, (origin, destination)) in enumerate(
            (period, pair) for period in periods for pair in pairs[:corridors]
        )
    ]
    (folder / "flow_counts.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")


def table(results: list[dict[str, Any]]) -> str:
    """Return the results as aligned lines, one measure a line."""
    names = [name for name in results[0] if name != "what"]
    return "\n".join(f"{name:22}" + "".join(f"{result[name]!s:>12}" for result in results) for name in names)


if __name__ == "__main__":
    sys.exit(main())
