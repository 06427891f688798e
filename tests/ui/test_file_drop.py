"""A file sent in pieces, without a browser: messages in, bytes and messages out."""

from __future__ import annotations

import pytest

from crossmobility.ui.file_drop import FileDrop


class Basket:
    """Keeps the bytes of one file."""

    def __init__(self, name: str, size: int) -> None:
        self.name, self.size, self.content, self.stopped = name, size, b"", False

    @property
    def is_whole(self) -> bool:
        return len(self.content) == self.size

    def add(self, offset: int, content: bytes) -> None:
        if offset != len(self.content):
            raise ValueError("out of order")
        self.content += content

    def finished(self) -> str:
        return self.name

    def stop(self) -> None:
        self.stopped = True


class Meeting:
    """A drop with everything that was said around it."""

    def __init__(self) -> None:
        self.baskets: list[Basket] = []
        self.files: list[str] = []
        self.failures: list[Exception | None] = []
        self.sent: list[dict[str, object]] = []
        self.drop = FileDrop(
            {"choose": "Send"}, begin=self.begin, on_file=self.files.append, on_failure=self.failures.append
        )
        self.drop.send = self.sent.append

    def begin(self, name: str, size: int) -> Basket:
        if name == "bad":
            raise ValueError("no")
        self.baskets.append(Basket(name, size))
        return self.baskets[-1]


@pytest.fixture
def meeting() -> Meeting:
    return Meeting()


def test_each_piece_is_asked_for_after_the_last(meeting: Meeting) -> None:
    meeting.drop.receive({"begin": "a.csv", "size": 5})
    meeting.drop.receive({"offset": 0}, [memoryview(b"abc")])
    assert meeting.sent == [{"next": 0}, {"next": 3}] and meeting.files == []
    meeting.drop.receive({"offset": 3}, [memoryview(b"de")])
    assert meeting.sent[-1] == {"done": True}
    assert meeting.files == ["a.csv"] and meeting.baskets[0].content == b"abcde"


def test_an_empty_file_has_come_at_once(meeting: Meeting) -> None:
    meeting.drop.receive({"begin": "a.csv", "size": 0})
    assert meeting.files == ["a.csv"]


def test_what_goes_wrong_is_told_and_the_browser_is_free_again(meeting: Meeting) -> None:
    meeting.drop.receive({"begin": "bad", "size": 3})
    meeting.drop.receive({"begin": "a.csv", "size": 3})
    meeting.drop.receive({"offset": 2}, [b"c"])
    assert [str(one) for one in meeting.failures] == ["no", "out of order"]
    assert meeting.sent.count({"failed": True}) == 2 and meeting.baskets[0].stopped
    meeting.drop.receive({"offset": 0}, [b"abc"])
    assert meeting.files == [], "a piece nobody asked for goes nowhere"


def test_a_new_file_or_a_stop_ends_the_one_on_its_way(meeting: Meeting) -> None:
    meeting.drop.receive({"begin": "a.csv", "size": 3})
    meeting.drop.receive({"begin": "b.csv", "size": 3})
    assert meeting.baskets[0].stopped and not meeting.baskets[1].stopped
    meeting.drop.receive({"stop": True})
    assert meeting.baskets[1].stopped and meeting.failures == [None]


@pytest.mark.parametrize(
    "content", [None, "begin", [], {"begin": 3, "size": 3}, {"begin": "a", "size": "3"}, {"offset": 0}, {}]
)
def test_a_message_of_another_form_is_ignored(meeting: Meeting, content: object) -> None:
    meeting.drop.receive(content, [b"abc"])
    assert meeting.sent == [] and meeting.failures == []


def test_the_twin_is_empty_and_the_text_is_stable(meeting: Meeting) -> None:
    assert meeting.drop.static_html() == "" and repr(meeting.drop) == "<FileDrop>"
