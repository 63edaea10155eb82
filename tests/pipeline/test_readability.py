"""Whether a policy can be read at present."""

from __future__ import annotations

from monitor.pipeline.context import MonitorContext
from monitor.pipeline.readability import refusal, stop
from tests.pipeline.pipeline_world import GOOD, POLICY, WALL, World, run


def test_nothing_is_refused_where_nothing_is_kept_or_the_ledger_is_damaged(context: MonitorContext, world: World) -> None:
    assert refusal(context, POLICY) is None
    run(context, world, WALL)
    (context.archive.root / "larkspur/ledger.jsonl").write_bytes(b"no ledger\n")
    assert refusal(context, POLICY) is None


def test_a_page_that_is_no_policy_is_refused_until_the_policy_is_back(context: MonitorContext, world: World) -> None:
    run(context, world)
    assert refusal(context, POLICY) is None
    run(context, world, WALL)
    refused = refusal(context, POLICY)
    assert refused is not None
    assert refused.verdict.reason == "error-page"
    assert stop(context, POLICY) is None
    run(context, world, GOOD)
    assert refusal(context, POLICY) is None


def test_a_page_that_turned_into_a_shop_shows_no_policy_and_is_no_unchanged_one(context: MonitorContext, world: World) -> None:
    run(context, world)
    goods = "".join(f"<h3>Lamp {n}</h3><p>${n}9.00</p><p><a href='/cart'>Add to cart</a></p>" for n in range(1, 30))
    report = run(context, world, f"<html><head><title>Shop</title></head><body><h1>Lamps</h1>{goods}</body></html>".encode())
    assert report.unchanged == 0
    assert [failure.reason for failure in report.failed] == ["not-the-policy"]
    assert "is not the policy any more: it is a shop now" in report.failed[0].says
    run(context, world, GOOD)
    assert refusal(context, POLICY) is None


def test_a_page_that_asks_for_a_login_is_not_the_policy_any_more(context: MonitorContext, world: World) -> None:
    run(context, world)
    page = "<html><head><title>Sign in</title></head><body><h1>Sign in</h1><p>Please sign in to continue.</p></body></html>"
    report = run(context, world, page.encode())
    assert [failure.reason for failure in report.failed] == ["login-wall"]
    assert "is not the policy any more: it asks for a login now" in report.failed[0].says
