"""The file that `init` writes."""

from __future__ import annotations

from monitor.config.template import TEMPLATE

from .conftest import Load


def test_the_template_is_valid_and_its_example_too(load: Load) -> None:
    assert load(TEMPLATE).values() == ()
    lines = [line[1:] if line.startswith("#  ") else line for line in TEMPLATE.splitlines()]
    settings = load("\n".join(lines).replace("policies: []\n", "").replace("policies: []", "").replace("  - id", "policies:\n  - id"))
    assert settings.values()[0].id == "example"
