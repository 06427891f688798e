from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crossmobility.domain.selection import Selection
from crossmobility.state import KEYS, Choices, Store, chosen, from_query, to_query

CHOICES = Choices(
    {
        "dataset": frozenset({"published", "local"}),
        "period": frozenset({"2015", "2016-H1", "2015-11-01/2016-06-30", ""}),
        "basis": frozenset({"", "started"}),
        "measure": frozenset({"placements", "volunteer_months"}),
        "kind": frozenset({"actual", "planned"}),
        "direction": frozenset({"in", "out", "both", "between"}),
        "reference": frozenset({"FRA", "MAR"}),
        "schemes": frozenset({"SC", "VSI"}),
        "programmes": frozenset({"WECCEE"}),
        "countries": frozenset({"SEN", "FRA", "TUN"}),
        "language": frozenset({"fr", "en"}),
    }
)
DEFAULT = Selection(dataset="published", period="2015", schemes=("SC",))


def one_of(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(CHOICES.allowed[name]))


selections = st.builds(
    Selection,
    dataset=one_of("dataset"),
    period=one_of("period"),
    basis=one_of("basis"),
    measure=one_of("measure"),
    kind=one_of("kind"),
    direction=one_of("direction"),
    reference=one_of("reference"),
    schemes=st.lists(one_of("schemes"), unique=True).map(tuple),
    programmes=st.lists(one_of("programmes"), unique=True).map(tuple),
    countries=st.lists(one_of("countries"), unique=True).map(tuple),
    corridor=st.sampled_from([(), ("SEN", "FRA"), ("FRA", "TUN")]),
    language=one_of("language"),
)


@given(selections)
def test_an_address_brings_back_the_selection_it_was_made_from(selection: Selection) -> None:
    assert from_query(to_query(selection, DEFAULT), DEFAULT, CHOICES) == selection


@given(st.dictionaries(st.sampled_from([*KEYS, "file", "path", "__class__"]), st.text(max_size=30)))
def test_whatever_a_browser_asks_for_only_choices_are_taken(intent: dict[str, str]) -> None:
    for name, value in chosen(intent, CHOICES).items():
        values = value if isinstance(value, tuple) else (value,)
        assert all(CHOICES.admits("countries" if name == "corridor" else name, item) for item in values)


def test_an_address_never_names_a_file() -> None:
    assert from_query("dataset=../../etc&data=x&period=2015", DEFAULT, CHOICES) == DEFAULT


def test_values_that_are_no_words_are_ignored() -> None:
    assert chosen({"period": 2015, "country": ["SEN"], "corridor": None}, CHOICES) == {}


def test_the_store_tells_of_a_change_once_and_of_no_change_never() -> None:
    heard: list[Selection] = []
    store = Store(DEFAULT)
    store.follow(heard.append)
    store.choose(period="2015")
    store.choose(direction="out", reference="MAR")
    assert [(item.direction, item.reference) for item in heard] == [("out", "MAR")]
