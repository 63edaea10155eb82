"""`init` and `add`: a configuration is created, and policies are added to it."""

from __future__ import annotations

from pathlib import Path

from .conftest import User


def test_init_goes_where_config_says(user: User) -> None:
    assert user("init").code == 0
    assert user("--config", "other/watch.yaml", "init").code == 0
    assert (user.home / "other/watch.yaml").exists()
    assert (user.home / "other/snapshots").is_dir()
    assert user("--config", "other/watch.yaml", "check").code == 0


def test_init_writes_a_valid_configuration(user: User) -> None:
    assert user("init", "new").code == 0
    assert user("--config", "new/config.yaml", "check").code == 0
    assert sorted(p.name for p in Path("new").iterdir()) == ["config.yaml", "reports", "snapshots"]


def test_add_keeps_comments_and_order(user: User) -> None:
    user("init")
    before = Path("config.yaml").read_text()
    assert user("add", "https://www.larkspur.example/privacy", "--name", "Larkspur Bicycles", "--history", "wayback").code == 0
    added = user("add", "https://www.larkspur.example/terms", "--id", "terms", "--document", "Terms of Service", "--format", "json").json
    assert added == {"id": "terms", "name": "larkspur.example", "url": "https://www.larkspur.example/terms"}
    after = Path("config.yaml").read_text()
    lost = [line for line in before.splitlines() if line not in after.splitlines() and line != "policies: []"]
    assert lost == []
    checked = user("check", "--format", "json").json["policies"]
    assert [p["policy"] for p in checked] == ["larkspur-bicycles", "terms"]


def test_a_second_document_of_a_company_gets_an_id_of_its_own(user: User) -> None:
    user("init")
    user("add", "https://kites.example/privacy", "--name", "Acme Kites")
    added = user("add", "https://kites.example/terms", "--name", "Acme Kites", "--document", "Terms of Service")
    assert added.out.startswith("Added acme-kites-terms-of-service (https://kites.example/terms)")
    assert "Acme Kites Terms of Service: 0 versions" in user("log").out
    assert user("add", "https://kites.example/cookies", "--name", "Acme Kites").out.startswith("Added acme-kites-cookie-policy")
    assert "document: Cookie Policy" in Path("config.yaml").read_text()
    assert user("add", "https://kites.example/other", "--name", "Acme Kites").out.startswith("Added acme-kites-document ")
    refused = user("add", "https://kites.example/more", "--name", "Acme Kites", "--id", "acme-kites")
    assert refused.code == 2
    assert refused.err.rstrip().endswith("choose another --id")


def test_add_says_first_that_the_address_is_tracked(user: User) -> None:
    user("init")
    user("add", "https://kites.example/privacy", "--name", "Acme Kites")
    assert (
        "already tracks https://kites.example/privacy, as 'acme-kites'"
        in user("add", "https://kites.example/privacy", "--name", "Acme Kites").err
    )


def test_add_can_follow_a_frame(user: User) -> None:
    user("init")
    assert user("add", "https://www.larkspur.example/privacy", "--follow", "frame").code == 0
    assert "follow: frame" in Path("config.yaml").read_text()
    assert user("check").code == 0
    assert user("add", "https://www.larkspur.example/terms", "--id", "terms", "--follow", "everything").code == 2
