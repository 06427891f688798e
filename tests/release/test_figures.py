"""Figures: what a notebook opens, what it is told, what it may not have."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from crossmobility.domain.flows import FLOW_COLUMNS
from crossmobility.errors import BadRelease, BadRequest
from crossmobility.release.build import write_release
from crossmobility.release.figures import DatasetInfo, Figures, flow_rows, open_figures, read_release
from crossmobility.release.manifest import edition_of


def info(name: str = "published", **values: str) -> DatasetInfo:
    """Return a described dataset."""
    return DatasetInfo(
        **{"name": name, "title_fr": "Chiffres publiés", "title_en": "Published figures", "as_of": "2025-12-31"} | values
    )


def flow(dataset: str = "published", origin: str = "SEN", destination: str = "FRA", **values: object) -> dict[str, object]:
    """Return one flow row; what is not said is as a table without a split leaves it."""
    text = dict.fromkeys(FLOW_COLUMNS, "")
    usual = {"period": "2015", "scheme": "SC_RECIP", "programme": "_T", "basis": "not_stated", "kind": "actual"}
    numbers = {"placements": 11.0, "volunteer_months": None, "countries": None, "rank": None}
    ends = {"dataset": dataset, "origin": origin, "destination": destination, "status": "reported", "source": "FV-old"}
    return text | usual | numbers | ends | values


def figures(*rows: dict[str, object], datasets: tuple[DatasetInfo, ...] = (info(),)) -> Figures:
    """Return figures of the rows given."""
    return Figures(flow_rows(pd.DataFrame(list(rows) or [flow()])), datasets)


def test_a_release_gives_back_the_figures_that_were_built(tmp_path: Path) -> None:
    built = figures(flow(), flow(origin="TUN", placements=None, rank=1, status="not_broken_down"))
    read = read_release(write_release(built, tmp_path))
    pd.testing.assert_frame_equal(read.flows, built.flows)
    assert read.datasets == built.datasets
    assert read.audience == "management"
    assert read.edition == edition_of(tmp_path) != built.edition


def test_flow_rows_have_the_same_columns_and_types_whatever_came_in() -> None:
    rows = flow_rows(pd.DataFrame({"origin": ["NAM"], "placements": [3]}))
    assert tuple(rows.columns) == FLOW_COLUMNS
    assert rows.loc[0, "origin"] == "NAM" and rows.loc[0, "programme"] == ""
    assert rows["placements"].dtype == rows["rank"].dtype == "float64"
    assert flow_rows(pd.DataFrame()).dtypes.equals(rows.dtypes), "an empty table has the same types"


def test_datasets_stand_side_by_side() -> None:
    two = figures(flow("a"), flow("b", origin="TUN"), flow("b", origin="MLI"), datasets=(info("a"), info("b")))
    assert len(two.rows("a")) == 1
    assert set(two.rows("b")["origin"]) == {"TUN", "MLI"}
    only = two.only(["b"])
    assert [each.name for each in only.datasets] == ["b"] and len(only.flows) == 2


def test_an_unknown_dataset_gets_a_suggestion() -> None:
    with pytest.raises(BadRequest, match=r"no dataset “publishd”\. Did you mean “published”"):
        figures().rows("publishd")


def test_a_dataset_is_titled_in_the_language_of_the_reader() -> None:
    assert info().title("fr") == "Chiffres publiés"
    assert info(title_fr="").title("fr") == "Published figures"
    assert info(title_fr="", title_en="").title("fr") == "published"


def test_the_summary_counts_corridors_between_two_countries_that_have_a_number() -> None:
    rows = [
        flow(),
        flow(destination="BEL"),
        flow(origin="_O", placements=71.0, period="2022"),
        flow(origin="TUN", placements=None, status="not_broken_down", period="2019"),
    ]
    (row,) = figures(*rows).summary().rows
    assert (row.rows, row.corridors, row.periods, row.sources) == (4, 2, "2015 – 2022", ("FV-old",))


def test_the_summary_is_the_same_text_each_time_and_names_both_languages() -> None:
    first, second = figures().summary(), figures().summary()
    assert repr(first) == repr(second) and "0x" not in repr(first)
    assert first._repr_html_() == second._repr_html_()
    assert "Chiffres publiés / Published figures" in first._repr_html_()


def test_hostile_titles_and_sources_are_escaped_in_the_summary() -> None:
    hostile = info(title_fr="<script>alert(1)</script>", title_en="&")
    html = figures(flow(source='"><img src=x>'), datasets=(hostile,)).summary()._repr_html_()
    assert "<script" not in html and "<img" not in html
    assert "&lt;script&gt;" in html


def test_a_release_named_by_the_environment_is_the_only_thing_a_notebook_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_release(figures(flow("mine"), datasets=(info("mine"),)), tmp_path)
    monkeypatch.setenv("CROSSMOBILITY_RELEASE", str(tmp_path))
    assert [each.name for each in open_figures().datasets] == ["mine"]
    with pytest.raises(BadRequest, match="no dataset “published”"):
        open_figures("published")
    monkeypatch.setenv("CROSSMOBILITY_RELEASE", str(tmp_path / "gone"))
    with pytest.raises(BadRelease, match="no release"):
        open_figures()


@pytest.mark.parametrize("name", ["../local", "/etc", "reference/published", ""])
def test_a_dataset_is_a_name_and_never_a_path(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CROSSMOBILITY_RELEASE", raising=False)
    with pytest.raises(BadRequest, match="There is no dataset"):
        open_figures(name)
