"""The examples in the docstrings of ``domain`` are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from crossmobility import domain

MODULES = [found.name for found in pkgutil.iter_modules(domain.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(f"crossmobility.domain.{name}"))
    assert failed == 0
