"""Where the datasets of this checkout are: the bundled ones, then the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from crossmobility import reference
from crossmobility.errors import BadRequest
from crossmobility.i18n import message

BUNDLED: Final = ("reference/published", "sample")
OWN: Final = ("local",)


def dataset_folders() -> Mapping[str, Path]:
    """Return the dataset folders of this checkout that exist, by name: the bundled ones, then the user's own."""
    places = {Path(place).name: reference.data_folder() / place for place in (*BUNDLED, *OWN)}
    return {name: folder for name, folder in places.items() if folder.is_dir()}


def bundled_names() -> tuple[str, ...]:
    """Return the names of the datasets that come with the workbook."""
    bundled = [Path(place).name for place in BUNDLED]
    names = tuple(name for name in dataset_folders() if name in bundled)
    if not names:
        raise BadRequest(
            message("The bundled datasets are not in {folder}.", folder=reference.data_folder()),
            message("Set CROSSMOBILITY_DATA to the folder “data” of the workbook."),
        )
    return names
