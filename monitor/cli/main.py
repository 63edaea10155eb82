"""Runs a command and turns whatever happens into an exit code and, when it failed, one clear sentence."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Sequence

import click

from monitor.cli.app import DONE, INCOMPLETE, INTERNAL, INTERRUPTED, USAGE
from monitor.cli.commands import cli
from monitor.errors import ConfigError, ExtractionError, MonitorError, SourceError, StoreError, UsageError, given_up, system_message


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code.

    Args:
        argv: the arguments after the program's name; the process's own by default.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        # Not standalone: click would print its own messages and exit with its own codes.
        code = cli.main(args=arguments, prog_name="policy-monitor", standalone_mode=False)
        return code if isinstance(code, int) else DONE
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        return _report_usage_error(error)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return INTERRUPTED  # 128 + SIGINT, as shells report it
    except BrokenPipeError:
        # `policy-monitor log | head`: the interpreter flushes standard output once more at exit, which must not fail.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        return _report_error(error)


def _report_usage_error(error: click.ClickException) -> int:
    """One sentence for a wrong command line; the whole help when there are no arguments at all."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return USAGE
    # Click lists the values of a missing choice on lines of their own.
    says = " ".join(error.format_message().split()).rstrip(".")
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "policy-monitor"
    click.echo(f"policy-monitor: {says[:1].lower()}{says[1:]}; see `{command} --help`", err=True)
    return USAGE


def _report_error(error: Exception) -> int:
    if logging.getLogger("monitor").isEnabledFor(logging.DEBUG):
        traceback.print_exception(error)
    if isinstance(error, MonitorError):
        click.echo(f"policy-monitor: {given_up(str(error))}", err=True)
    elif isinstance(error, OSError) and error.filename:
        says = f"can't use {error.filename} ({system_message(error)}); check that it is there, and that this user may read and write it"
        click.echo(f"policy-monitor: {says}", err=True)
    else:
        what = f"{type(error).__name__}: {next(iter(str(error).splitlines()), 'no details')}"
        click.echo(f"policy-monitor: internal error ({what}); `policy-monitor --verbose …` shows the traceback", err=True)
    return _code(error)


def _code(error: Exception) -> int:
    if isinstance(error, (ConfigError, UsageError, ExtractionError)):
        return USAGE
    if isinstance(error, SourceError):
        return INCOMPLETE
    return INTERNAL if isinstance(error, (StoreError, OSError)) or not isinstance(error, MonitorError) else INCOMPLETE
