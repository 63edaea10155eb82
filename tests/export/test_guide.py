"""The commands of docs/guide/evidence.md, as somebody types them who follows the page."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from monitor.config.settings import Settings
from monitor.export.signing_key import SigningKey

from .test_wacz import made

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/guide/evidence.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
NAME = "20260518042315-1a2b3c4d5e6f7081.wacz"


def lines(start: str) -> list[str]:
    """The command lines of the page that begin so."""
    return [line for language, block in BLOCKS if language == "text" for line in block.splitlines() if line.startswith(start)]


def shell(command: str, folder: Path) -> str:
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


def test_a_key_is_made_an_archive_signed_and_the_signature_verified(tmp_path: Path) -> None:
    make, public, digest = lines("openssl")
    shell(make, tmp_path)
    shell(lines("chmod")[0], tmp_path)
    shell(public, tmp_path)
    key = SigningKey(tmp_path / "evidence-key.pem")
    (tmp_path / NAME).write_bytes(made(signer=key))
    (program,) = (block for language, block in BLOCKS if language == "python")
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.stdout.strip() == shell(digest, tmp_path).split()[0] == key.fingerprint, run.stderr


def test_the_archive_is_validated_as_the_page_says(tmp_path: Path) -> None:
    pytest.importorskip("wacz", reason="py-wacz is not installed")
    (tmp_path / NAME).write_bytes(made())
    command = next(line for line in lines("wacz")).replace("wacz validate", f"{sys.executable} -m wacz validate")
    assert "Validation succeeded" in shell(command, tmp_path)


def test_the_settings_of_the_page_are_valid(tmp_path: Path) -> None:
    (text,) = (block for language, block in BLOCKS if language == "yaml")
    settings = Settings.model_validate(yaml.safe_load(text), context={"base": str(tmp_path)})
    assert sorted(form.value for form in settings.evidence_of(settings.policies[0])) == ["screenshot", "wacz"]
    assert settings.archive.signing_key == tmp_path / "evidence-key.pem"
