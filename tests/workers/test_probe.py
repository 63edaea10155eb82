"""Whether plug-ins load is found out in another process: one that hangs or ends its process is told like any other that is broken."""

from __future__ import annotations

import sys

from monitor.plugins.registry import PluginPart, registry
from monitor.workers.probe import BROKEN, READY, REFUSED, part_states
from tests.plugins.conftest import Installer, install  # noqa: F401 - a fixture


def test_each_part_has_its_state(install: Installer) -> None:  # noqa: F811
    modules = {
        "acme_fine": "def log(options): pass\n",
        "acme_ends": "import os\nos._exit(4)\n",
        "acme_hangs": "import threading\nthreading.Event().wait(90)\n",
        "acme_kills": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n",
        "acme_raises": "1 / 0\n",
    }
    named = {f"channels.{name.removeprefix('acme_')}": f"{name}:log" for name in modules}
    install("acme-plugin", named, modules=modules)
    ours = [part for part in registry().parts if part.package == "acme-plugin"]
    states = {one.part.name: one for one in part_states([*ours, PluginPart("channels", "new", "a:b", "p", "1", "too new")], seconds=3)}
    assert {name: one.state for name, one in states.items()} == {
        "fine": READY, "ends": BROKEN, "hangs": BROKEN, "kills": BROKEN, "raises": BROKEN, "new": REFUSED,
    }  # fmt: skip
    assert states["fine"].says is None
    assert states["new"].says == "too new"
    assert states["raises"].says is not None
    assert states["raises"].says.startswith(
        "the channel 'raises' of acme-plugin 1.0 can't be loaded: ZeroDivisionError at acme_raises.py:1"
    )
    says = "the channel 'hangs' of acme-plugin 1.0 can't be loaded: that takes more than 3 s; uninstall acme-plugin"
    assert states["hangs"].says == says
    assert states["ends"].says == "the channel 'ends' of acme-plugin 1.0 can't be loaded: that ends the process; uninstall acme-plugin"
    assert not {"acme_fine", "acme_raises"} & sys.modules.keys(), "this process loaded none of them"


def test_our_own_parts_are_ready() -> None:
    assert {one.state for one in part_states(part for part in registry().parts if part.package == "policy-monitor")} == {READY}
    assert part_states([]) == []
