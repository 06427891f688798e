"""The three files that say what is needed agree: pyproject.toml is the source."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {"matplotlib-base": "matplotlib"}
# What only the set-up and the browser tests need: conda users bring their own.
NOT_FOR_CONDA = {"hatchling", "editables", "uv", "playwright"}


def declared() -> dict[str, Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = project["dependencies"] + project["optional-dependencies"]["dev"]
    return {requirement.name: requirement for requirement in map(Requirement, texts)}


def conda() -> dict[str, str]:
    lines = re.findall(r"^  - ([a-z][\w.-]*)(.*)$", (ROOT / "environment.yml").read_text(encoding="utf-8"), re.MULTILINE)
    return {CONDA_NAMES.get(name, name): bounds for name, bounds in lines if name not in ("pip", "conda-forge")}


def test_conda_has_the_same_bounds_as_pyproject() -> None:
    wanted = {name: str(requirement.specifier) for name, requirement in declared().items() if name not in NOT_FOR_CONDA}
    found = {name: str(Requirement(f"{name}{bounds}").specifier) for name, bounds in conda().items() if name != "python"}
    assert found == wanted


def test_conda_installs_the_package_itself() -> None:
    assert re.search(r"^  - pip:\n      - -e \.$", (ROOT / "environment.yml").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_lock_names_exact_versions_within_the_bounds_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE))
    for name, requirement in declared().items():
        assert requirement.specifier.contains(locked[name.lower()]), name
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(locked)
