"""The metrics endpoint: figures for Prometheus and as JSON, on loopback, also when the store can't be read."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from monitor.errors import ConfigError, StoreError
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.health import health_of
from monitor.service.metrics import metrics_text, serve_metrics
from tests.pipeline.pipeline_world import START, open_world
from tests.pipeline.pipeline_world import World as PipelineWorld


@pytest.fixture
def context(tmp_path: Any) -> MonitorContext:
    return open_world(tmp_path, PipelineWorld())


@contextmanager
def serving(health: Callable[[], dict[str, Any]]) -> Iterator[str]:
    server = serve_metrics("127.0.0.1:0", health)
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def get(url: str | urllib.request.Request) -> tuple[str, str]:
    with urllib.request.urlopen(url) as answer:
        return answer.read().decode(), answer.headers["Content-Type"]


def samples(text: str) -> dict[str, str]:
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


def test_metrics_and_health_are_served(context: MonitorContext) -> None:
    context.state.record_failure("larkspur", at=START, reason="timeout", says="no answer", retry_at=None)
    with serving(lambda: health_of(context)) as base:
        text, kind = get(f"{base}/metrics")
        assert kind == "text/plain; version=0.0.4; charset=utf-8"
        assert samples(text)["policy_monitor_policies_failing"] == "1"
        assert samples(text)["policy_monitor_policies_with_lost_snapshots"] == "0"
        body, kind = get(f"{base}/health")
        assert (kind, json.loads(body)) == ("application/json", health_of(context))


def test_every_sample_is_described_and_typed(context: MonitorContext) -> None:
    context.state.record_success("larkspur", "u", at=START, sha256="a", etag=None, last_modified=None)
    text = metrics_text(health_of(context))
    assert text.endswith("\n")
    names = {name.partition("{")[0] for name in samples(text)}
    for name in names:
        assert f"# HELP {name} " in text
        assert f"# TYPE {name} gauge" in text
    assert samples(text)['policy_monitor_last_success_timestamp_seconds{policy="larkspur"}'] == str(int(START.timestamp()))


def test_anything_else_is_not_found(context: MonitorContext) -> None:
    with serving(lambda: health_of(context)) as base, pytest.raises(urllib.error.HTTPError, match="404"):
        get(f"{base}/secrets")


def test_a_store_that_cannot_be_read_is_a_503() -> None:
    def fail() -> dict[str, Any]:
        raise StoreError("damaged")

    with serving(fail) as base, pytest.raises(urllib.error.HTTPError, match="503"):
        get(f"{base}/health")


def test_a_port_in_use_is_a_configuration_error(context: MonitorContext) -> None:
    with serving(lambda: health_of(context)) as base:
        listen = base.removeprefix("http://")
        with pytest.raises(ConfigError, match=f"cannot listen on {listen} .*choose another port"):
            serve_metrics(listen, dict)


@pytest.mark.parametrize("path", ["/metrics", "/health"])
@pytest.mark.parametrize(
    "host", ["rebound.example", "rebound.example:9464", "127.0.0.1.rebound.example", "localhost.", "[::1", "127.0.0.1:x"]
)
def test_a_name_that_was_rebound_to_this_machine_is_refused(context: MonitorContext, path: str, host: str) -> None:
    with serving(lambda: health_of(context)) as base:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(f"{base}{path}", headers={"Host": host}))
        assert refused.value.code == 403


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9464", "127.0.0.1", "127.0.0.9:1", "[::1]:9464"])
def test_loopback_names_are_answered(context: MonitorContext, host: str) -> None:
    with serving(lambda: health_of(context)) as base:
        assert get(urllib.request.Request(f"{base}/health", headers={"Host": host}))[1] == "application/json"
