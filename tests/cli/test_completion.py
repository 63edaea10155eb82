"""`completion`: the scripts, used by the shells themselves where they are installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from monitor.cli.completion import SHELLS

from .conftest import User


def answer(shell: str, script: str, command: Path) -> list[str]:
    """The words that a shell prints."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    environment = {"PATH": f"{command.parent}:/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8"}
    done = subprocess.run([shell, "-c", script], env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_bash_completes_commands_and_options(installed: Path) -> None:
    def typed(*words: str) -> list[str]:
        line = " ".join(f"'{word}'" for word in words)
        return answer(
            "bash",
            f'eval "$(policy-monitor completion bash)"; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; '
            '_policy_monitor_completion policy-monitor; echo "${COMPREPLY[@]}"',
            installed,
        )

    assert set(typed("policy-monitor", "se")) == {"search", "serve", "service"}
    assert set(typed("policy-monitor", "service", "")) == {"install", "uninstall", "status"}
    assert "--exit-code" in typed("policy-monitor", "run", "--ex")
    assert typed("policy-monitor", "completion", "f") == ["fish"]


def test_fish_completes_commands(installed: Path) -> None:
    words = answer("fish", 'policy-monitor completion fish | source; complete -C "policy-monitor compl"', installed)
    assert "completion" in words


def test_zsh_accepts_the_script_and_gets_its_answers(installed: Path) -> None:
    """The widget itself needs a terminal; what it asks the program does not."""
    script = (
        'autoload -Uz compinit && compinit -D -u && eval "$(policy-monitor completion zsh)" && whence -w _policy_monitor_completion && '
        'env COMP_WORDS="policy-monitor servi" COMP_CWORD=1 _POLICY_MONITOR_COMPLETE=zsh_complete policy-monitor'
    )
    words = answer("zsh", script, installed)
    assert words[:2] == ["_policy_monitor_completion:", "function"]
    assert "service" in words


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script(user: User, shell: str) -> None:
    result = user("completion", shell)
    assert result.code == 0
    assert f"_POLICY_MONITOR_COMPLETE={shell}_complete" in result.out


def test_an_unknown_shell_is_one_sentence(user: User) -> None:
    result = user("completion", "tcsh")
    assert (result.code, result.out) == (2, "")
    assert "'tcsh'" in result.err


def test_a_missing_shell_is_one_line(user: User) -> None:
    result = user("completion")
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert "bash, zsh, fish; see `policy-monitor completion --help`" in result.err


def test_the_help_keeps_its_lines(user: User) -> None:
    lines = user("completion", "--help").out.splitlines()
    assert any(line.strip().startswith("zsh:") and line.endswith("behind compinit") for line in lines)
