"""Checks locked versions for known vulnerabilities: against an export of OSV that travels as a file, or with pip-audit where PyPI answers.

Usage: audit.py [--advisories FILE_OR_FOLDER] [--strict] [--service URL] [--pip-audit PROGRAM] LOCK...

The export for PyPI is https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip: a zip of one JSON file for each advisory.
Exit codes: 0 nothing known, or nothing could be checked (which is said; with --strict it is 1); 1 a version is vulnerable; 2 wrong usage,
which includes locks and exports with nothing in them: what was not looked at is not free of vulnerabilities.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

try:
    from packaging.utils import canonicalize_name
    from packaging.version import InvalidVersion, Version
except ImportError:  # a new environment has nothing but pip, which brings its own copy
    from pip._vendor.packaging.utils import canonicalize_name
    from pip._vendor.packaging.version import InvalidVersion, Version

# What pip-audit says when the service stops to answer in the middle; any other failure is one of the check.
_UNANSWERED = re.compile(r"Could not connect|not redirecting properly|Max retries exceeded|timed out|50[234] Server Error")
_LOCKED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)


def locked(paths: list[Path]) -> dict[str, Version]:
    """The version of each package in these lock files, by its canonical name."""
    return {canonicalize_name(name): Version(version) for path in paths for name, version in _LOCKED.findall(path.read_text())}


def advisories(place: Path) -> Iterator[dict[str, Any]]:
    """All advisories in a zip file or a folder of JSON files."""
    if place.is_dir():
        for path in sorted(place.rglob("*.json")):
            yield json.loads(path.read_bytes())
        return
    with zipfile.ZipFile(place) as export:
        for name in export.namelist():
            if name.endswith(".json"):
                yield json.loads(export.read(name))


def affects(advisory: dict[str, Any], package: str, version: Version) -> bool:
    """Whether an advisory says that this version is affected (OSV schema 1.6, "affected"); a withdrawn one says nothing."""
    if advisory.get("withdrawn"):
        return False
    for one in advisory.get("affected", ()):
        about = one.get("package", {})
        if about.get("ecosystem") != "PyPI" or canonicalize_name(about.get("name", "")) != package:
            continue
        if any(_same(listed, version) for listed in one.get("versions", ())):
            return True
        ranges = (each["events"] for each in one.get("ranges", ()) if each.get("type") == "ECOSYSTEM")
        if any(_in_range(events, version) for events in ranges):
            return True
    return False


def _same(listed: str, version: Version) -> bool:
    try:
        return Version(listed) == version
    except InvalidVersion:  # old releases have names such as "1.0-final"
        return False


def _in_range(events: list[dict[str, str]], version: Version) -> bool:
    """The evaluation of the OSV schema: the last event at or below the version decides."""
    affected = False
    for event in sorted(events, key=_event_key):
        ((kind, text),) = list(event.items())[:1]
        try:
            limit = Version(text)
        except InvalidVersion:
            continue
        if kind == "introduced" and (text == "0" or version >= limit):
            affected = True
        elif (kind == "fixed" and version >= limit) or (kind == "last_affected" and version > limit):
            affected = False
    return affected


def _event_key(event: dict[str, str]) -> tuple[Version, int]:
    ((kind, text),) = list(event.items())[:1]
    try:
        return Version(text), kind != "introduced"
    except InvalidVersion:
        return Version("0"), 0


def check_file(place: Path, locks: list[Path]) -> int:
    """Checks against the export; returns the exit code."""
    found, count, versions = [], 0, locked(locks)
    for advisory in advisories(place):
        count += 1
        for package in {canonicalize_name(one.get("package", {}).get("name", "")) for one in advisory.get("affected", ())}:
            if package in versions and affects(advisory, package, versions[package]):
                summary = advisory.get("summary") or advisory.get("details", "").partition("\n")[0]
                found.append(f"{package} {versions[package]}: {advisory['id']} {summary}".rstrip())
    if not count:
        raise ValueError("it has no advisories")
    for line in sorted(found):
        print(line)
    print(f"{len(versions)} locked packages, {count} advisories in {place}: {len(found) or 'no'} known vulnerabilities.")
    return 1 if found else 0


def check_online(program: str, service: str, locks: list[Path], strict: bool) -> int:
    """Checks with pip-audit, unless there is none or the service does not answer; returns the exit code."""
    if why := _unavailable(program, service):
        return _unchecked(why, strict)
    named = [part for lock in locks for part in ("-r", str(lock))]
    # Without --strict, pip-audit lists a package that the service does not know as skipped; with it, that fails the check.
    asked = [program, *(["--strict"] if strict else []), "--disable-pip", "--require-hashes", *named]
    done = subprocess.run(asked, check=False, capture_output=True, text=True)
    if done.returncode and _UNANSWERED.search(done.stderr):
        return _unchecked(f"{service} stopped answering ({done.stderr.strip().splitlines()[-1]})", strict)
    print(done.stdout, end="")
    print(done.stderr, end="", file=sys.stderr, flush=True)
    # "No known vulnerabilities found" is also what it says where the service knew none of them.
    if skipped := done.stdout.count("could not be audited"):
        return max(done.returncode, _unchecked(f"{service} does not know {skipped} of {len(locked(locks))} packages", strict))
    return done.returncode


def _unavailable(program: str, service: str) -> str | None:
    """Why nothing can be asked; None if it can."""
    try:
        with urllib.request.urlopen(f"{service}/pypi/pip/json", timeout=10) as answer:
            known = json.load(answer)
    except (OSError, ValueError) as error:
        why = getattr(error, "reason", None) or error
        return f"{service} does not answer ({why})"
    # A mirror that leaves them out would have pip-audit find nothing, whatever is locked.
    if not isinstance(known, dict) or "vulnerabilities" not in known:
        return f"{service} gives no advisories"
    return None if shutil.which(program) else f"{program} is not installed, and could not be"


def _unchecked(why: str, strict: bool) -> int:
    print(f"Not checked: {why}. With an export of the advisories: make audit OSV=all.zip")
    return 1 if strict else 0


def main(argv: list[str]) -> int:
    """Runs the check."""
    parser = argparse.ArgumentParser(description="Check locked versions for known vulnerabilities.")
    parser.add_argument("locks", nargs="+", type=Path)
    parser.add_argument("--advisories", type=Path)
    parser.add_argument("--service", default="https://pypi.org")
    parser.add_argument("--pip-audit", default="pip-audit")
    parser.add_argument("--strict", action="store_true")
    chosen = parser.parse_args(argv)
    try:
        if not locked(chosen.locks):
            raise ValueError("no package is locked there")
    except (OSError, ValueError) as error:
        print(f"{' '.join(map(str, chosen.locks))}: {error}", file=sys.stderr)
        return 2
    if chosen.advisories is None:
        return check_online(chosen.pip_audit, chosen.service, chosen.locks, chosen.strict)
    try:
        return check_file(chosen.advisories, chosen.locks)
    except (OSError, ValueError, AttributeError, KeyError, TypeError, zipfile.BadZipFile) as error:
        print(f"{chosen.advisories} is no export of OSV ({error}); download PyPI/all.zip again", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
