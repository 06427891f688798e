"""Lets the tests of this folder import their factories: with importmode=importlib no test folder is on the path."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
