"""A file taken in: every line accounted for, as header, accepted, left out, rejected or blank."""

from __future__ import annotations

from crossmobility.intake.alone import check_alone
from crossmobility.intake.drafts import Progress, drafted
from crossmobility.intake.outcome import Account, Intake
from crossmobility.intake.source import Source

__all__ = ["Account", "Intake", "Progress", "take_in"]


def take_in(source: Source, progress: Progress | None = None, *, strict: bool = False, as_of: str | None = None) -> Intake:
    """Read and check one file on its own.

    Rules between tables need the whole dataset: :func:`crossmobility.intake.dataset.take_in_dataset`.

    Parameters
    ----------
    source
        The file and its description.
    progress
        Called with the number of lines read so far, now and then.
    strict
        Reject rows whose country is only "to confirm".
    as_of
        The day the records tell about (ISO date). Without it what depends on a day is not checked.

    Raises
    ------
    UnreadableFile, BadSource
        When the file as a whole, or its description, cannot be used. Bad rows never raise.
    """
    draft = drafted(source, progress, strict=strict)
    check_alone(draft, as_of)
    return draft.closed()
