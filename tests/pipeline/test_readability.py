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
