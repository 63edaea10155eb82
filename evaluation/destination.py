"""Where the trainers write: the vocabulary that ships, or the folder of `--out`. A poorer model never replaces the one that ships."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from evaluation.corpus import missing

VOCABULARY = Path(__file__).resolve().parents[1] / "monitor/vocabulary"


def destination(module: str, description: str | None, argv: Sequence[str] | None = None, *, labelled: bool = True) -> Path:
    """The folder to write into, from the command line; it is created if it does not exist.

    Args:
        module: name of the trainer's module, for its usage line.
        description: the trainer's docstring, of which `--help` shows the first line.
        argv: the arguments; those of the process by default.
        labelled: whether the trainer learns from the large labelled set; one that does not makes the same model without it.

    Raises:
        SystemExit: with code 2 if the large labelled set is missing and the model that ships would be overwritten.
    """
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=(description or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=VOCABULARY, metavar="FOLDER", help="write into FOLDER (default: monitor/vocabulary)")
    folder: Path = parser.parse_args(argv).out
    absent = missing() if labelled else None
    if absent and folder.resolve() == VOCABULARY:
        parser.exit(
            2, f"{absent} A model from the public pairs alone would be poorer than the one that ships; write it elsewhere: --out FOLDER.\n"
        )
    folder.mkdir(parents=True, exist_ok=True)
    return folder
