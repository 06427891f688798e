"""The architecture as a failing check: who may import whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "widgets" / "crossmobility"

BASE = {"errors", "i18n", "csv_text"}
# Layer: the layers it may import. A layer may always import itself.
MAY_IMPORT = {
    "i18n": set(),
    "csv_text": set(),
    "errors": {"i18n"},
    "reference": BASE,
    "territories": BASE,
    "geography": BASE | {"reference", "territories"},
    "geography_france": BASE | {"reference", "geography"},
    "domain": BASE,
    "intake": BASE | {"domain", "reference"},
    "release": BASE | {"domain", "reference", "intake"},
    "render": BASE | {"domain", "reference"},
    "exports": BASE | {"render", "domain", "reference"},
    "state": BASE | {"domain"},
    "ui": BASE | {"state", "render", "domain", "reference"},
    "dashboards": BASE | {"ui", "state", "render", "exports", "release", "domain", "reference"},
    "sample": BASE | {"domain", "reference"},
    "desk": BASE | {"intake", "ui", "render", "state", "domain", "reference", "release"},
    "server": BASE,
    "commands": BASE | {"domain", "exports", "intake", "release", "render", "reference", "sample", "server"},
    "cli": BASE | {"commands", "domain", "exports", "intake", "release", "render", "reference", "sample", "server"},
}
# What a whole layer must never load, whoever asks.
FORBIDDEN = {
    "domain": {"os", "pathlib", "random", "time", "traitlets", "ipywidgets", "anywidget", "html"},
    "server": {"pandas", "numpy", "geopandas", "pyarrow"},
    "ui": {"pandas", "geopandas"},
    "render": {"geopandas", "ipywidgets", "anywidget", "traitlets"},
    "state": {"pandas", "geopandas"},
}
GEOGRAPHY = {"geography", "geography_france"}
GEOGRAPHY_ONLY = {"geopandas", "shapely", "pyproj", "pyogrio"}


def crimes_in(source: str, module: str) -> list[str]:
    """List the imports of one module's source that its layer may not make."""
    layer = module.split(".")[0]
    found = []
    for line, name in imports(ast.parse(source)):
        head, _, rest = name.partition(".")
        if name == "widgets" or name.startswith("widgets."):
            found.append(f"{module}:{line} imports {name}: the package is called crossmobility")
        elif head == "crossmobility":
            wanted = rest.split(".")[0]
            if wanted and wanted != layer and wanted not in MAY_IMPORT[layer]:
                found.append(f"{module}:{line} imports {name}: {layer} may not import {wanted}")
        elif head in FORBIDDEN.get(layer, set()) or (head in GEOGRAPHY_ONLY and layer not in GEOGRAPHY):
            found.append(f"{module}:{line} imports {name}: not in {layer}")
    return found


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                yield node.lineno, "." * node.level
            elif node.module == "crossmobility":
                yield from ((node.lineno, f"crossmobility.{alias.name}") for alias in node.names)
            elif node.module:
                yield node.lineno, node.module


def modules() -> list[tuple[str, Path]]:
    return [(".".join(path.relative_to(PACKAGE).with_suffix("").parts), path) for path in sorted(PACKAGE.rglob("*.py"))]


@pytest.mark.parametrize(("module", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_module_stays_in_its_layer(module: str, path: Path) -> None:
    if module in ("__init__", "__main__"):
        return
    assert crimes_in(path.read_text(encoding="utf-8"), module) == []


def test_every_layer_has_its_rule() -> None:
    layers = {module.split(".")[0] for module, _ in modules()} - {"__init__", "__main__"}
    assert layers <= set(MAY_IMPORT)


@pytest.mark.parametrize(
    ("module", "line", "complaint"),
    [
        ("domain.flows", "from crossmobility.render.map import marks", "domain may not import render"),
        ("domain.flows", "import os", "not in domain"),
        ("render.map", "from crossmobility import ui", "render may not import ui"),
        ("server.app", "import pandas as pd", "not in server"),
        ("dashboards", "import geopandas", "not in dashboards"),
        ("ui.page", "import widgets.crossmobility", "the package is called crossmobility"),
    ],
)
def test_a_forbidden_import_is_reported(module: str, line: str, complaint: str) -> None:
    (crime,) = crimes_in(f"import json\n{line}\n", module)
    assert complaint in crime
    assert f"{module}:2" in crime


def test_notebooks_import_their_own_module_only() -> None:
    import json

    for path in (ROOT / "notebooks").rglob("*.ipynb"):
        allowed = {"dashboards": "crossmobility.dashboards", "desk": "crossmobility.desk"}[path.parent.name]
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        names = {name for _, name in imports(ast.parse(code))}
        assert names <= {allowed}, f"{path.name} imports {names - {allowed}}"
