"""What commands ask the context for: policies by name, routes, and how pages of the reports are named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.notify.schedule import Route
from monitor.pipeline.context import MonitorContext
from tests.pipeline.pipeline_world import POLICY, World, open_world, policies_on


def test_an_unknown_policy_is_answered_with_the_nearest(context: MonitorContext) -> None:
    assert context.policy("larkspur") == POLICY
    with pytest.raises(UsageError, match="there is no policy 'larkspr'; did you mean 'larkspur'"):
        context.policy("larkspr")
    with pytest.raises(UsageError, match="tracked policies: larkspur"):
        context.policy("zzz")
    with pytest.raises(UsageError, match="no policies are tracked yet"):
        replace(context, policies=()).policy("zzz")


def test_named_policies_are_returned_in_order_and_once(tmp_path: Path, world: World) -> None:
    context = open_world(tmp_path, world, policies=policies_on("a", "b", "c"))
    assert [policy.id for policy in context.chosen(())] == ["a-0", "b-0", "c-0"]
    assert [policy.id for policy in context.chosen(["c-0", "a-0", "c-0"])] == ["c-0", "a-0"]


def test_a_policy_without_a_route_alerts_every_channel(tmp_path: Path, world: World) -> None:
    own = Route(("mail",), frozenset({"retention"}))
    context = open_world(tmp_path, world, policies=policies_on("a", "b"), routes={"a-0": own})
    assert context.route(context.policy("a-0")) == own
    assert context.route(context.policy("b-0")).channels == ("console",)


def test_links_point_to_the_published_reports(context: MonitorContext) -> None:
    assert context.shown("index.html") == "reports/index.html"
    assert context.linked("larkspur/index.html") == "reports/larkspur/index.html"
    published = replace(context, reports_url="https://watch.example/")
    assert published.linked("larkspur/index.html") == "https://watch.example/larkspur/index.html"
    assert published.shown("index.html") == "reports/index.html"
