"""The sample as its reader sees it: the CSV bytes, read with plain pandas."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest

from crossmobility.sample.write import sample_files, write_sample


@pytest.fixture(scope="session")
def files() -> Mapping[str, bytes]:
    return sample_files()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records") / "sample"
    write_sample(folder)
    return folder


@pytest.fixture(scope="session")
def table(files: Mapping[str, bytes]) -> Callable[[str], pd.DataFrame]:
    def read(name: str) -> pd.DataFrame:
        return pd.read_csv(io.BytesIO(files[f"{name}.csv"]), keep_default_na=False, na_values=[""])

    return read


@pytest.fixture(scope="session")
def placements(table: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    frame = table("placements")
    for column in frame.columns[frame.columns.str.endswith("_on")]:
        frame[column] = pd.to_datetime(frame[column])
    return frame


@pytest.fixture(scope="session")
def started(placements: pd.DataFrame) -> pd.DataFrame:
    """The placements that have started, with the year they did."""
    begun = placements[placements["start_on"].notna()]
    return begun.assign(year=begun["start_on"].dt.year)


@pytest.fixture(scope="session")
def arrivals(started: pd.DataFrame) -> pd.DataFrame:
    """Service Civique by reciprocity: who started in France."""
    return started[(started["scheme"] == "SC_RECIP") & (started["destination"] == "FRA")]
