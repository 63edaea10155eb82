"""`catalog`: a stranger finds a service and tracks its documents."""

from __future__ import annotations

from pathlib import Path

from .conftest import User


def test_search_lists_services_with_their_documents(user: User) -> None:
    found = user("catalog", "search", "spotify")
    assert found.code == 0
    assert found.out.splitlines()[0] == "spotify  Spotify  (audio, media)"
    assert "  Cookie Policy: https://www.spotify.com/" in found.out
    (one,) = user("catalog", "search", "spotify", "--format", "json").json["services"]
    assert one["id"] == "spotify"
    assert "Privacy Policy" in one["documents"]


def test_search_without_a_match_names_the_tags(user: User) -> None:
    found = user("catalog", "search", "nothing-like-this")
    assert found.code == 0
    assert "No service of the catalog matches. Tags: advertising, ai," in found.out
    assert user("catalog", "search", "--tag", "none", "--format", "json").json == {"services": []}


def test_add_tracks_the_documents_and_keeps_what_is_there(user: User) -> None:
    user("init")
    added = user("catalog", "add", "spotify", "proton", "--history", "wayback")
    assert added.code == 0
    assert "Added spotify-cookie-policy (https://www.spotify.com/" in added.out
    assert "Next: policy-monitor check spotify-privacy-policy" in added.out
    again = user("catalog", "add", "spotify", "--format", "json").json
    assert again["added"] == []
    assert [one["id"] for one in again["tracked"]] == ["spotify-privacy-policy", "spotify-terms-of-service", "spotify-cookie-policy"]
    tracked = [one["policy"] for one in user("check", "--format", "json").json["policies"]]
    assert tracked == [*(one["id"] for one in again["tracked"]), "proton-privacy-policy", "proton-terms-of-service"]
    assert "history: wayback" in Path("config.yaml").read_text()


def test_add_of_one_kind_of_document(user: User) -> None:
    user("init")
    user("add", "https://proton.me/legal/terms", "--name", "Ours")
    added = user("catalog", "add", "proton", "--document", "terms of service", "--format", "json").json
    assert added["added"] == []
    assert added["tracked"] == [{"id": "ours", "url": "https://proton.me/legal/terms"}]
    assert (
        "already tracks https://proton.me/legal/terms, as 'ours'" in user("catalog", "add", "proton", "--document", "Terms of Service").out
    )
    (one,) = user("catalog", "add", "proton", "--document", "Privacy Policy", "--format", "json").json["added"]
    assert (one["id"], one["name"], one["document"]) == ("proton-privacy-policy", "Proton", "Privacy Policy")


def test_what_the_catalog_lacks_is_named_and_nothing_is_added(user: User) -> None:
    user("init")
    before = Path("config.yaml").read_text()
    refused = user("catalog", "add", "proton", "spotifi")
    assert refused.code == 2
    assert "the catalog has no service 'spotifi' (did you mean 'spotify'?); `policy-monitor catalog search` lists them" in refused.err
    refused = user("catalog", "add", "proton", "--document", "Poem")
    assert (refused.code, "no 'poem' of Proton; it has: Privacy Policy, Terms of Service" in refused.err) == (2, True)
    assert user("catalog", "add", "proton", "--history", "nowhere").code == 2
    assert user("catalog", "add").code == 2
    assert Path("config.yaml").read_text() == before


def test_an_id_that_is_taken_is_not_taken_again(user: User) -> None:
    """Somebody tracks another address of the document under the id that the catalog would use."""
    user("init")
    user("add", "https://archive.example/proton", "--id", "proton-privacy-policy")
    added = user("catalog", "add", "proton", "--format", "json").json
    assert [one["id"] for one in added["added"]] == ["proton-terms-of-service"]
    assert added["tracked"] == [{"id": "proton-privacy-policy", "url": "https://proton.me/legal/privacy"}]
    assert user("check").code == 0


def test_a_service_that_is_named_twice_is_added_once(user: User) -> None:
    user("init")
    added = user("catalog", "add", "signal", "signal", "--format", "json").json
    assert [one["id"] for one in added["added"]] == ["signal-privacy-policy"]


def test_the_help_says_that_addresses_move(user: User) -> None:
    shown = user("catalog", "--help")
    assert shown.code == 0
    assert "Sites move them; `policy-monitor check --fetch` tells" in " ".join(shown.out.split())
