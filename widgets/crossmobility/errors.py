"""Broken promises: what is wrong and what to do, in the reader's language."""

from __future__ import annotations

from crossmobility.i18n import Language, Message


class CrossMobilityError(Exception):
    """Base of every error we raise on purpose.

    ``problem`` says what is wrong and where, ``hint`` what to do. ``str()`` is English; :meth:`text` is for people.
    """

    def __init__(self, problem: Message, hint: Message | None = None) -> None:
        super().__init__(problem, hint)
        self.problem = problem
        self.hint = hint

    def __str__(self) -> str:
        return self.text("en")

    def text(self, language: Language) -> str:
        """Return the problem and the remedy as sentences in ``language``."""
        sentences = [self.problem, self.hint] if self.hint else [self.problem]
        return " ".join(sentence.in_language(language) for sentence in sentences)


class UnreadableFile(CrossMobilityError):
    """A file that cannot be read at all: missing, empty, in another encoding, without its columns."""


class BadSource(CrossMobilityError):
    """A source description (``NAME.source.toml``, ``dataset.toml``) that does not make sense."""


class BadRequest(CrossMobilityError):
    """A question that cannot be answered as asked: an unknown dataset, period, country or option."""


class BadRelease(CrossMobilityError):
    """A release that is missing, unfinished or altered."""


class BadReference(CrossMobilityError):
    """A table in ``data/reference`` that contradicts itself."""
