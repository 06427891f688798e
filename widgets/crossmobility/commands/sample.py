"""``crossmobility sample``: the synthetic demonstration data, written anew."""

from __future__ import annotations

import argparse
from pathlib import Path

from crossmobility import reference
from crossmobility.commands.console import write_lines
from crossmobility.i18n import Language, translator
from crossmobility.sample.write import SEED, write_sample


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Write the sample and say how much it is; the same seed writes the same bytes."""
    out: Path = arguments.out or reference.data_folder() / "sample"
    rows = write_sample(out, SEED if arguments.seed is None else arguments.seed)
    t = translator(language)
    placements = t.plural("{count} synthetic placement", "{count} synthetic placements", rows["placements"])
    organisations = t.plural("{count} organisation", "{count} organisations", rows["organisations"])
    write_lines(
        t(
            "{placements} and {organisations} are in {folder}.",
            placements=placements,
            organisations=organisations,
            folder=out,
        )
    )
    return 0
