"""The tutorials and the deployment guide: every command block is run; addresses, downloads and other people's tools are replaced."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest
import yaml

from monitor.config import load_settings
from tests.cli.conftest import BROKEN, PROMISE, policy_page
from tests.corpus.collections import SALE, git, history, repository, text
from tests.net.web_server import WebServer
from tests.test_readme import WIKIMEDIA, Shell, blocks, shell  # noqa: F401 - fixtures

TUTORIALS = ("ten-minutes", "github-action", "sixty-vendors", "research-corpus")
INSTALLING = re.compile(r"^(?:python3 -m venv|\S*pip install|\. ~/policy-monitor/bin/activate).*\n", re.MULTILINE)


def script(page: Path, *replaced: tuple[str, str]) -> str:
    """All command blocks of a page as one script, without the lines that install; each replacement has to be needed."""
    found = INSTALLING.sub("", "\n".join(blocks(page, "sh")))
    for old, new in replaced:
        assert old in found, f"{page.name} no longer says {old!r}"
        found = found.replace(old, new)
    return found


@pytest.fixture
def tutorials(root: Path) -> Path:
    return root / "docs/tutorials"


def test_every_tutorial_is_run_here(tutorials: Path) -> None:
    assert {path.stem for path in tutorials.glob("*.md")} >= set(TUTORIALS)


@pytest.mark.parametrize("name", TUTORIALS)
def test_a_tutorial_leads_on(tutorials: Path, name: str) -> None:
    """To at least two other pages, so that nobody ends in a blind alley."""
    assert len(set(re.findall(r"\]\((\.?[^)h][^)]*\.md)", (tutorials / f"{name}.md").read_text(encoding="utf-8")))) >= 2


# --- ten minutes ------------------------------------------------------------------------------------------------------


@pytest.fixture
def past(shell: Shell) -> Path:  # noqa: F811
    """A folder in place of the Wayback Machine."""
    folder = shell.home / "past"
    folder.mkdir()
    for year, sharing in ((2016, PROMISE), (2018, PROMISE), (2020, BROKEN)):
        (folder / f"{year}0301000000.html").write_bytes(policy_page(sharing=sharing))
    return folder


def test_ten_minutes(shell: Shell, web: WebServer, tutorials: Path, past: Path) -> None:  # noqa: F811
    page = tutorials / "ten-minutes.md"
    address = web.page("/privacy", policy_page(sharing=BROKEN))
    printed = shell(script(page, (WIKIMEDIA, address), ("--history wayback", f"--history dir:{past}")))
    assert "policy-monitor 0." in printed
    assert "new version" in printed
    assert "2016-03-01" in printed
    assert "critical" in printed
    assert "Would write" in printed
    assert (shell.home / "policies/reports/index.html").is_file()


# --- on GitHub --------------------------------------------------------------------------------------------------------


def test_on_github(shell: Shell, web: WebServer, tutorials: Path, root: Path, tmp_path: Path) -> None:  # noqa: F811
    """`curl` copies the file that the address names from this checkout; `gh` pushes to a repository on this machine."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    tools, origin = tmp_path / "tools", tmp_path / "origin.git"
    tools.mkdir()
    for name, body in {
        "curl": f'for last; do :; done; path="${{last#*/policy-monitor/main/}}"; cp "{root}/$path" .github/workflows/policies.yml\n',
        "gh": f"case $1 in repo) git init -q --bare {origin}; git remote add origin {origin}; git push -qu origin main;; esac\n",
    }.items():
        (tools / name).write_text(f"#!/bin/sh\nset -e\n{body}", encoding="utf-8")
        (tools / name).chmod(0o755)
    shell.environment["PATH"] = f"{tools}:{shell.environment['PATH']}"
    shell.environment |= {
        f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "A"), ("EMAIL", "a@b.example"))
    }
    page = script(tutorials / "github-action.md", (WIKIMEDIA, web.page("/privacy", policy_page())))
    before, copy = page.split("git pull --quiet\n")
    shell(before)
    (shell.home / "policies/.git").stat()
    assert "policies.yml" in git_files(origin)
    # What the scheduled run does in between: it stores a version, and pushes.
    shell("cd policies && policy-monitor run --quiet; git add snapshots && git commit --quiet --message New && git push --quiet")
    printed = shell(f"cd policies && git pull --quiet\n{copy}")
    assert "1 snapshot of 1 policy" in printed


def git_files(repository_folder: Path) -> str:
    line = ["git", "-C", repository_folder, "ls-tree", "-r", "--name-only", "main"]
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout


# --- sixty vendors ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_sixty_vendors(shell: Shell, web: WebServer, tutorials: Path) -> None:  # noqa: F811
    """With three of the sixty. Their pages change between the first check and the review, as the reader's would in a quarter."""
    page = tutorials / "sixty-vendors.md"
    names = ("larkspur", "quillon", "birchwood")
    addresses = [(f"https://{name}.example/privacy", web.page(f"/{name}", page_of(name))) for name in names]
    whole = script(page, *addresses)
    before, trail = whole.split("policy-monitor review list --open\n")
    printed = shell(before)
    assert "personal data" in printed
    assert "3 policies checked: 0 unchanged, 3 new versions, 0 failed." in printed
    assert "Denied" in printed, "what the three say about sale"
    assert "proton-privacy-policy" in printed
    web.page("/larkspur", page_of("larkspur", BROKEN))
    shell("cd vendors && policy-monitor run --force larkspur")
    decided = shell(f"cd vendors && policy-monitor review list --open\n{trail}".replace("2030-01-01", "2100-01-01"))
    assert "Checked against our contract" in decided


def page_of(name: str, sharing: str = PROMISE) -> bytes:
    return policy_page(sharing=sharing).replace(b"Larkspur", name.capitalize().encode())


# --- a research corpus ------------------------------------------------------------------------------------------------


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A repository as Open Terms Archive publishes them: one service drops its promise, the other never has."""
    commits = [
        (f"{moment[:4]}-03-01T00:00:00Z", "Larkspur/Privacy Policy.md", words, "Record new changes of Larkspur Privacy Policy")
        for moment, words in history("Larkspur").items()
    ]
    commits.append(("2022-03-01T00:00:00Z", "Birch/Privacy Policy.md", text("Birch", sharing=SALE), "First record of Birch Privacy Policy"))
    return repository(tmp_path / "versions", commits)


@pytest.mark.slow
def test_a_research_corpus(
    shell: Shell,  # noqa: F811
    tutorials: Path,
    collection: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for library in ("dask", "distributed", "duckdb", "pandas"):
        pytest.importorskip(library, reason=f"{library} is not installed (`make test` installs it)")
    page = tutorials / "research-corpus.md"
    printed = shell(script(page, ("https://github.com/OpenTermsArchive/pga-versions", str(collection))))
    assert {"versions", "changes", "statements"} <= set(printed.split())
    monkeypatch.chdir(shell.home / "corpus")
    counted, sampled = (run(code) for code in blocks(page, "python"))
    assert "weakens" in counted
    assert "Larkspur" in sampled
    assert "Birch" not in sampled


def run(code: str) -> str:
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(code, "tutorial", "exec"), {})
    return printed.getvalue()


def test_git_is_quiet_about_a_clone(collection: Path, tmp_path: Path) -> None:
    """The replaced address is a real repository, which any clone of it shows."""
    git(tmp_path, "clone", "--quiet", str(collection), "again")
    assert (tmp_path / "again/Larkspur/Privacy Policy.md").is_file()


# --- deployment -------------------------------------------------------------------------------------------------------


@pytest.fixture
def deployment(root: Path) -> Path:
    return root / "docs/guide/deployment.md"


def deployment_block(page: Path, containing: str) -> str:
    (found,) = [one for one in blocks(page, "sh") if containing in one]
    return found


def test_a_service_comes_and_goes(shell: Shell, deployment: Path) -> None:  # noqa: F811
    shell("policy-monitor init ~/policies")
    printed = shell(f"cd ~/policies\n{deployment_block(deployment, 'service install')}")
    unit = f"{shell.home}/.config/systemd/user/policy-monitor.service"
    assert [line for line in printed.splitlines() if unit in line and not line.startswith(" ")] == [
        f"Would write {unit}:",
        f"Writing {unit}:",
        f"{unit} runs {shell.home}/policies/config.yaml (unknown)",
        f"Removing {unit}, which runs {shell.home}/policies/config.yaml.",
    ]


def test_containers_are_called_as_the_program_takes_it(shell: Shell, deployment: Path, web: WebServer, tmp_path: Path, root: Path) -> None:  # noqa: F811
    """A `docker` that notes its own options and runs the rest here, in a folder in place of the volume; compose is in test_container.py."""
    home = shell.home / "volume"
    home.mkdir()
    docker = tmp_path / "tools/docker"
    docker.parent.mkdir()
    docker.write_text(DOCKER.replace("{log}", str(tmp_path / "log")).replace("{home}", str(home)), encoding="utf-8")
    docker.chmod(0o755)
    shell.environment["PATH"] = f"{docker.parent}:{shell.environment['PATH']}"
    lines = deployment_block(deployment, "docker build")
    shell(lines.replace(WIKIMEDIA, web.page("/privacy", policy_page())))
    assert "127.0.0.1" in (home / "config.yaml").read_text(encoding="utf-8")
    asked = (tmp_path / "log").read_text(encoding="utf-8")
    assert "build --file Containerfile --tag policy-monitor ." in asked
    assert (root / "Containerfile").is_file()
    assert "--read-only --tmpfs /tmp --cap-drop ALL" in asked


DOCKER = """#!/bin/sh
echo "$*" >> {log}
cd {home}
case $1 in
  run) case "$*" in *--detach*) exit 0 ;; esac
    while [ "$1" != policy-monitor ]; do shift; done; exec "$@" ;;
  exec) shift 2; exec "$@" ;;
esac
"""


def test_compose_commands_name_what_the_files_have(deployment: Path, root: Path) -> None:
    services = yaml.safe_load((root / "compose.yaml").read_text(encoding="utf-8"))["services"]
    lines = [line for one in blocks(deployment, "sh") for line in one.splitlines() if line.startswith("docker compose")]
    assert len(lines) == 3
    for line in lines:
        assert all((root / name).is_file() for name in re.findall(r"--file (\S+)", line))
        asked = re.search(r"run --rm (\S+)", line)
        assert asked is None or asked[1] in services
    assert services["mail"]["ports"] == ["127.0.0.1:8025:8025"]
    assert "smtp://mail:1025" in deployment.read_text(encoding="utf-8")


def test_kubectl_names_what_the_manifests_have(deployment: Path, root: Path) -> None:
    lines = deployment_block(deployment, "kubectl")
    (file,) = re.findall(r"--filename (\S+)", lines)
    kinds = {one["kind"]: one["metadata"]["name"] for one in yaml.safe_load_all((root / file).read_text(encoding="utf-8"))}
    assert f"--namespace {kinds['Namespace']}" in lines
    assert f"--from cronjob/{kinds['CronJob']}" in lines


def test_man_reads_a_page_that_make_man_writes(deployment: Path, root: Path, tmp_path: Path) -> None:
    pytest.importorskip("click_man", reason="click-man is not installed (`make test` installs it)")
    make, man = deployment_block(deployment, "make man").splitlines()
    recipe = re.search(
        rf"^{make.removeprefix('make ')}:.*\n\t@\$\(BIN\)/python (.*)$", (root / "Makefile").read_text(encoding="utf-8"), re.M
    )
    assert recipe is not None
    program, folder = recipe[1].split()
    line = [sys.executable, program, tmp_path / folder]
    subprocess.run(line, cwd=root, check=True, capture_output=True, timeout=120)
    assert (tmp_path / man.removeprefix("man ")).is_file()


def test_completion_is_evaluated_by_bash(shell: Shell, deployment: Path) -> None:  # noqa: F811
    line = deployment_block(deployment, "completion").strip()
    assert "_policy_monitor_completion" in shell(f"bash -c '{line}; complete -p policy-monitor'")


@pytest.mark.parametrize("page", ["tutorials/ten-minutes.md", "tutorials/sixty-vendors.md", "guide/deployment.md"])
def test_yaml_of_a_configuration_is_valid(root: Path, tmp_path: Path, page: str) -> None:
    found = [text for text in blocks(root / "docs" / page, "yaml") if "--8<--" not in text]
    assert found
    for number, content in enumerate(found):
        file = tmp_path / f"{number}.yaml"
        file.write_text(content, encoding="utf-8")
        load_settings(file, os.environ | {"SMTP_PASSWORD": "x"})


def test_what_a_page_includes_exists(root: Path) -> None:
    pages = [page.read_text(encoding="utf-8") for page in (root / "docs").rglob("*.md")]
    included = {name for page in pages for name in re.findall(r'^--8<-- "(.+)"$', page, re.MULTILINE)}
    assert len(included) == 4
    assert all((root / name).is_file() for name in included)


# --- pages made from the program --------------------------------------------------------------------------------------


def test_generated_pages_are_those_of_this_program(root: Path) -> None:
    line = [sys.executable, ".ci/reference.py", "--check"]
    done = subprocess.run(line, cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_the_figures_of_verdicts_are_those_of_the_evaluation(root: Path) -> None:
    """Read here once more, without the program that writes them."""
    measured = (root / "docs/evaluation.md").read_text(encoding="utf-8").split("<!-- changes -->")[1].split("<!-- end -->")[0]
    figures = dict(re.findall(r"^\| ([a-z ,]+?) \| ([0-9.]+) \|", measured, re.IGNORECASE | re.MULTILINE))
    page = (root / "docs/verdicts.md").read_text(encoding="utf-8")
    (critical,) = re.findall(r"^\| critical \|.*\| yes \| ([0-9.]+) \| ([0-9.]+) \|$", page, re.MULTILINE)
    (material,) = re.findall(r"^\| material \|.*\| yes \| ([0-9.]+) \| ([0-9.]+) \|$", page, re.MULTILINE)
    assert critical == (figures["critical precision"], figures["critical recall"])
    assert material == (figures["material precision"], figures["material recall"])


def test_every_rule_and_every_class_is_explained(root: Path) -> None:
    from monitor.model import Direction, Severity

    page = (root / "docs/verdicts.md").read_text(encoding="utf-8")
    rules = yaml.safe_load((root / "monitor/vocabulary/rules.yaml").read_text(encoding="utf-8"))
    assert [rule["id"] for rule in rules if f"| {rule['id']} |" not in page] == []
    for one in (*Severity, *Direction):
        assert one.value in {"none"} or re.search(rf"\*{one.value}\*|\| {one.value} \|", page), one
