"""What an import would add, under which ids, and what it leaves out."""

from __future__ import annotations

from monitor.config.settings import PolicySettings
from monitor.portfolio.listed import LeftOut, Listed, ListedSelector, Listing
from monitor.portfolio.plan import plan_of


def listing(*documents: Listed) -> Listing:
    return Listing("a test", list(documents))


def one(url: str, n: int = 1, **more: object) -> Listed:
    return Listed(f"row {n}", (url,), **more)  # type: ignore[arg-type]


def test_ids_are_of_name_and_document() -> None:
    plan = plan_of(
        listing(
            one("https://larkspur.example/p", name="Larkspur", document="Privacy Policy"),
            one("https://larkspur.example/t", name="Larkspur", document="Terms of Service"),
            one("https://larkspur.example/t2", name="Larkspur", document="Terms of Service"),
            one("https://larkspur.example/x", name="Larkspur"),
            one("https://kites.example/t"),
            one("https://j.example/p", name="日本"),
            one("https://k.example/p", id="mine", name="K"),
        ),
        [],
    )
    assert [entry["id"] for entry in plan.entries] == [
        "larkspur",
        "larkspur-terms-of-service",
        "larkspur-terms-of-service-2",
        "larkspur-privacy-policy",
        "kites-example",
        "j-example",
        "mine",
    ]


def test_ids_of_tracked_policies_and_of_stored_histories_are_not_free() -> None:
    tracked = PolicySettings(id="larkspur", name="Larkspur", url="https://larkspur.example/other")
    plan = plan_of(listing(one("https://larkspur.example/p", name="Larkspur")), [tracked], taken=["larkspur-privacy-policy"])
    assert plan.entries[0]["id"] == "larkspur-privacy-policy-2"


def test_the_same_page_is_added_once() -> None:
    tracked = PolicySettings(id="k", name="K", url="https://kites.example/p", urls=["https://kites.example/q"])
    plan = plan_of(
        listing(
            one("https://larkspur.example/p", 1),
            one("http://www.larkspur.example/P/", 2),
            one("https://www.kites.example/p", 3),
            Listed("row 4", ("https://kites.example/q", "https://kites.example/p")),
            Listed("row 5", ("https://kites.example/q", "https://kites.example/r")),
        ),
        [tracked],
    )
    assert [entry["url"] for entry in plan.entries] == ["https://larkspur.example/p", "https://kites.example/q"]
    assert [(left.where, left.why) for left in plan.left_out] == [
        ("row 2", "the same page as row 1"),
        ("row 3", "it is already tracked, as 'k'"),
        ("row 4", "it is already tracked, as 'k'"),
    ]


def test_what_the_caller_adds() -> None:
    plan = plan_of(
        listing(one("https://larkspur.example/terms", tags=("crm",)), one("https://k.example/p", history="none")),
        [],
        tags=["eu", "crm"],
        history="wayback",
        document_of=lambda url: "Terms of Service" if "terms" in url else "",
    )
    first, second = plan.entries
    assert (first["tags"], first["history"], first["document"]) == (["crm", "eu"], "wayback", "Terms of Service")
    assert (second["history"], "document" in second) == ("none", False)


def test_selectors_and_switches() -> None:
    selectors = (ListedSelector("#a"), ListedSelector("#b", "2020-01-01", ""), ListedSelector("#c", "", "2020-01-01"))
    plan = plan_of(listing(one("https://a.example/p", select=selectors, browser=True, paused=True, notes=("a note",))), [])
    entry = plan.entries[0]
    assert entry["select"] == ["#a", {"css": "#b", "valid_from": "2020-01-01"}, {"css": "#c", "valid_until": "2020-01-01"}]
    assert (entry["browser"], entry["paused"], plan.notes) == (True, True, {entry["id"]: ("a note",)})


def test_what_the_configuration_would_refuse_is_left_out() -> None:
    plan = plan_of(
        listing(
            one("https://a.example/p", 1, select=(ListedSelector("#a", "not a date"),)),
            one("https://b.example/${SMTP_PASSWORD}", 2),
            one("https://c.example/p", 3, name="A$$AP"),
        ),
        [],
    )
    assert [left.where for left in plan.left_out] == ["row 1", "row 2"]
    assert "variable of this machine" in plan.left_out[1].why
    assert plan.entries[0]["name"] == "A$$$$AP"


def test_left_out_rows_are_in_the_order_of_the_file() -> None:
    given = listing(one("https://a.example/", 1), one("https://a.example/", 5))
    given.left_out += [LeftOut("row 9", "x", "y"), LeftOut("row 3", "x", "y")]
    assert [left.where for left in plan_of(given, []).left_out] == ["row 3", "row 5", "row 9"]
