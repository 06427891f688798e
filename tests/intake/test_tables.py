from __future__ import annotations

import pytest

from crossmobility.errors import BadSource
from crossmobility.intake.tables import table, table_names

FLOW_COUNTS = (
    "statement_id part_of origin destination period scheme programme basis kind placements volunteer_months countries rank "
    "status certainty citation source"
)


def test_flow_counts_has_the_declared_columns_in_order() -> None:
    assert table("flow_counts").columns == tuple(FLOW_COUNTS.split())
    assert {"flow_counts", "published_statements"} <= set(table_names())


def test_every_column_is_described_in_both_languages() -> None:
    for name in table_names():
        for field in table(name).fields:
            assert all((field.title_fr, field.title_en, field.description_fr, field.description_en)), f"{name}.{field.name}"


def test_no_heading_means_two_columns() -> None:
    for name in table_names():
        of_table = table(name)
        for field in of_table.fields:
            for heading in (field.name, field.title_fr, field.title_en, *field.aliases):
                assert of_table.field_of_heading(heading) == field, f"{name}: {heading}"


def test_an_unknown_table_is_named_with_the_nearest() -> None:
    with pytest.raises(BadSource, match="Did you mean “flow_counts”"):
        table("flow_count")
    with pytest.raises(BadSource, match="Did you mean “origin”"):
        table("flow_counts").field("origine")
