"""Reads the Containerfile, and carries out its steps in a folder where no container can be had."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path

BASE = "docker.io/library/python:"
MAPPED = re.compile(r"(?<![\w./-])/(opt|src|data)\b")
"""The folders of the image that the steps use; below the test's folder when the steps are carried out."""


@dataclass
class Stage:
    """One FROM with what follows it, as (instruction, arguments)."""

    name: str
    parent: str
    steps: list[tuple[str, str]] = field(default_factory=list)


def stages(file: Path) -> dict[str, Stage]:
    """The stages of a Containerfile, in order.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "Containerfile")
    ...     _ = file.write_text("ARG V=1\\nFROM x:${V} AS a\\n# why\\nRUN b \\\\\\n    && c\\n")
    ...     stages(file)
    {'a': Stage(name='a', parent='x:1', steps=[('RUN', 'b && c')])}
    """
    text = re.sub(r"^\s*#.*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found: dict[str, Stage] = {}
    arguments: dict[str, str] = {}
    stage = None
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "ARG":
            arguments |= [rest.split("=", 1)]
        elif word == "FROM":
            parent, _, name = rest.partition(" AS ")
            stage = found[name] = Stage(name, _filled_in(parent, arguments))
        elif word:
            assert stage is not None, f"{word} before the first FROM"
            stage.steps.append((word, rest))
    return found


def _filled_in(text: str, arguments: dict[str, str]) -> str:
    return re.sub(r"\$\{(\w+)\}", lambda m: arguments[m[1]], text)


def lineage(all_stages: dict[str, Stage], name: str) -> list[Stage]:
    """The stages that the image `name` is made of, those it copies from included, in the order of the file."""
    needed, waiting = set(), [name]
    while waiting:
        stage = all_stages[waiting.pop()]
        needed.add(stage.name)
        copied = [found[1] for word, rest in stage.steps if word == "COPY" and (found := re.match(r"--from=(\S+)", rest))]
        waiting += [one for one in (stage.parent, *copied) if one in all_stages and one not in needed]
    return [stage for stage in all_stages.values() if stage.name in needed]


def final_settings(all_stages: dict[str, Stage], name: str) -> dict[str, str]:
    """What an image says about how it is run: USER, WORKDIR, ENTRYPOINT, CMD, HEALTHCHECK, VOLUME, and its ENV."""
    chain = [all_stages[name]]
    while chain[0].parent in all_stages:
        chain.insert(0, all_stages[chain[0].parent])
    steps = [step for stage in chain for step in stage.steps]
    environment = " ".join(rest for word, rest in steps if word == "ENV")
    return {word: rest for word, rest in steps if word not in ("RUN", "COPY", "ENV")} | {"ENV": environment}


def context(root: Path, folder: Path) -> Path:
    """The files that .dockerignore lets into a build: everything is shut out, then single names of the root are let in."""
    shut, *rest = [line for line in (root / ".dockerignore").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert shut == "*"
    for line in rest:
        if not line.startswith("!"):
            assert line == "**/__pycache__/", f"{line}: teach this function the pattern"
            continue
        source = root / line.removeprefix("!").rstrip("/")
        if source.is_dir():
            shutil.copytree(source, folder / source.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / source.name)
    return folder


class Replay:
    """Carries out COPY and RUN below a folder instead of below /.

    Two things differ from a build. Libraries are borrowed from the environment of the tests instead of being downloaded, after a look at
    whether they are locked; and Debian's packages are not installed.
    """

    def __init__(self, folder: Path, build_context: Path) -> None:
        self.folder, self.context = folder, build_context
        self.workdir = folder
        self.environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(folder)}
        self.left_out: list[str] = []

    def at(self, path: str) -> Path:
        """Where a path of the image is."""
        return Path(MAPPED.sub(lambda m: f"{self.folder}/{m[1]}", path))

    def build(self, image: list[Stage]) -> None:
        for stage in image:
            for word, rest in stage.steps:
                if word == "WORKDIR":
                    self.workdir = self.at(rest)
                    self.workdir.mkdir(parents=True, exist_ok=True)
                elif word == "COPY":
                    self._copy(rest, image)
                elif word == "RUN":
                    self._run(rest)

    def _copy(self, rest: str, image: list[Stage]) -> None:
        stage = re.match(r"--from=(\S+) ", rest)
        *sources, target = (rest[stage.end() :] if stage else rest).split()
        if stage:
            # All stages share one folder, so what is copied to its own place is there already.
            assert stage[1] in {one.name for one in image}
            assert [target] == sources
            assert self.at(target).exists()
            return
        for source in sources:
            place = self.context / source
            assert place.exists(), f"{source} is not in the build context; see .dockerignore"
            if place.is_dir():
                shutil.copytree(place, self.workdir / target)
            else:
                shutil.copy(place, self.workdir)

    def _run(self, command: str) -> None:
        if "apt-get" in command:
            self.left_out.append(command)
            return
        if found := re.search(r"pip install --require-hashes -r (\S+)$", command):
            self._borrow(self.workdir / found[1])
            return
        command = re.sub(r"'\.\[([\w,]+)\]'", "--no-deps --no-index .", command)
        if os.geteuid() != 0:
            command = re.sub(r"&& chown \S+ \S+ \S+", "", command)
        self.call(["sh", "-ec", str(MAPPED.sub(lambda m: f"{self.folder}/{m[1]}", command))])

    def _borrow(self, lock: Path) -> None:
        pinned = re.findall(r"^[a-z0-9._-]+==\S+ \\\n    --hash=sha256:", lock.read_text(encoding="utf-8"), re.MULTILINE)
        assert len(pinned) > 20
        (site,) = self.at("/opt/policy-monitor").glob("lib/python*/site-packages")
        (site / "borrowed.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")

    def call(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command,
            cwd=self.workdir,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done


class Started:
    """What was built, run as the image says: its user, folder and environment, on a file system that is read-only but for /data."""

    def __init__(self, replay: Replay, settings: dict[str, str]) -> None:
        self.replay, self.settings = replay, settings
        self.data = replay.at(settings["WORKDIR"])
        values = dict(word.split("=", 1) for word in shlex.split(settings["ENV"].replace("$PATH", "/usr/bin:/bin")))
        self.environment = {name: str(MAPPED.sub(lambda m: f"{replay.folder}/{m[1]}", value)) for name, value in values.items()}

    def command(self, *arguments: str) -> list[str]:
        """The program with arguments; with none, the image's default command."""
        return [*json.loads(self.settings["ENTRYPOINT"]), *(arguments or json.loads(self.settings["CMD"]))]

    def health(self) -> list[str]:
        """The command of the health check."""
        check: list[str] = json.loads(self.settings["HEALTHCHECK"].partition("CMD ")[2])
        return check

    def shell_line(self, command: list[str]) -> list[str]:
        """A command line in a mount namespace of its own: root there, so that it can make / read-only, and the image's user in the end."""
        user, _, group = self.settings["USER"].partition(":")
        prepare = [f"mount --bind {self.data} {self.data}", *_opened(self.replay.folder), "mount -o remount,bind,ro /"]
        drop = f"exec setpriv --reuid={user} --regid={group} --clear-groups --inh-caps=-all"
        values = shlex.join(f"{name}={value}" for name, value in self.environment.items())
        script = f"{' && '.join(prepare)} && cd {self.data} && {drop} env -i {values} {shlex.join(command)}"
        return ["unshare", "--mount", "--propagation", "private", "sh", "-ec", script]


def _opened(folder: Path) -> list[str]:
    """Commands that let any user through to the interpreter and the libraries, in the namespace only: homes are often closed to others."""
    found = []
    for path in (Path(sys.base_prefix), Path(sysconfig.get_path("purelib")), folder):
        for parent in [*reversed(path.resolve().parents), path.resolve()]:
            if not parent.stat().st_mode & 0o001 and str(parent) not in {one.split()[-1] for one in found}:
                room = f"/mnt/{len(found)}"
                layers = f"lowerdir={parent},upperdir={room}/upper,workdir={room}/work"
                make = f"mkdir -p {room}/upper {room}/work && mount -t overlay overlay -o {layers} {parent} && chmod o+x {parent}"
                found.append(make)
    return ["mount -t tmpfs tmpfs /mnt", *found] if found else []
