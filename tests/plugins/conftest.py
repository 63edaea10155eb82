"""Plug-ins as they are installed: a folder on the module path with modules and metadata, made for one test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from monitor.plugins.registry import PluginRegistry, registry
from monitor.workers.analysis import shared_worker

Installer = Callable[..., Path]


def write_package(
    site: Path, name: str, parts: Mapping[str, str], *, modules: Mapping[str, str], version: str = "1.0", api: int = 1
) -> None:
    """Writes what installing a package leaves behind.

    Args:
        site: the folder.
        name: of the package.
        parts: "kind.name" → "module:attribute".
        modules: module → source.
        version: of the package.
        api: version of the contract that it is written for.
    """
    for module, source in modules.items():
        (site / f"{module}.py").write_text(source, encoding="utf-8")
    info = site / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    lines = [f"[policy_monitor.v{api}.{key.partition('.')[0]}]\n{key.partition('.')[2]} = {target}\n" for key, target in parts.items()]
    (info / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installer]:
    """Installs a package for the length of a test: also for the worker, which is started anew with the module path of now."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))
    registry.cache_clear()
    shared_worker().rest()

    def installing(name: str, parts: Mapping[str, str], *, modules: Mapping[str, str], version: str = "1.0", api: int = 1) -> Path:
        write_package(site, name, parts, modules=modules, version=version, api=api)
        registry.cache_clear()
        shared_worker().rest()
        return site

    yield installing
    monkeypatch.undo()
    registry.cache_clear()
    shared_worker().rest()


@pytest.fixture
def parts(install: Installer) -> Callable[[], PluginRegistry]:
    """The registry as it is after the latest installation."""
    return registry
