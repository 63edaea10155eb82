"""One more policy: its id, and what stands against it."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config import load_settings
from monitor.errors import UsageError
from monitor.portfolio.adding import AddedPolicy, NewPolicy, append_policy, checked_addresses


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text("# Mine.\npolicies:\n  - id: larch\n    name: Larch\n    url: https://larch.example/privacy\nremoved: [oak]\n")
    return path


def add(config: Path, new: NewPolicy) -> AddedPolicy:
    return append_policy(config, load_settings(config, {}), new)


def test_ids_come_from_name_address_and_document(config: Path) -> None:
    assert add(config, NewPolicy("https://www.elm.example/privacy")).id == "elm-example"
    assert add(config, NewPolicy("https://larch.example/x", "Larch", document="Terms of Service")).id == "larch-terms-of-service"
    added = AddedPolicy("mine", "Elm & Co", "https://elm.example/y", resumes=False)
    assert add(config, NewPolicy(added.url, added.name, added.id)) == added
    assert config.read_text().startswith("# Mine.")
    assert [policy.id for policy in load_settings(config, {}).policies] == ["larch", "elm-example", "larch-terms-of-service", "mine"]


def test_a_removed_policy_goes_on(config: Path) -> None:
    assert add(config, NewPolicy("https://oak.example/privacy", "Oak")).resumes
    assert load_settings(config, {}).removed == []


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (NewPolicy("larch.example"), "http"),
        (NewPolicy("https://larch.example/privacy"), "already tracks"),
        (NewPolicy("https://elm.example/p", policy_id="larch"), "already has a policy 'larch'"),
        (NewPolicy("https://elm.example/p", policy_id="../up"), "not a valid id"),
        (NewPolicy("https://elm.example/p", history="attic"), "wayback"),
    ],
)
def test_what_stands_against_it(config: Path, new: NewPolicy, says: str) -> None:
    before = config.read_bytes()
    with pytest.raises(UsageError, match=says):
        add(config, new)
    assert config.read_bytes() == before


def test_addresses_are_checked_first() -> None:
    assert checked_addresses(NewPolicy("https://elm.example/p ", history="none")) == ("https://elm.example/p", "none")
