"""`reader`: how the second reader is doing, and a test question."""

from __future__ import annotations

from typing import Any

import click

from monitor.cli.app import DONE, INCOMPLETE, App, results
from monitor.present.phrases import plural


@click.command("reader")
@click.option("--test", is_flag=True, help="Ask it about two sentences that come with the program, and say what came back.")
@results
@click.pass_obj
def reader_command(app: App, test: bool) -> int:
    """Show the state of the second reader: a language model that comments on the program's own verdicts.

    It is off unless `reader:` in config.yaml names one. With --test, exit code 1 says that its answer could not be used.
    """
    from monitor.pipeline.second_readings import reader_json, reader_line, reader_state

    context = app.context(secrets=True)
    reader, state = context.reader, reader_state(context)
    result: dict[str, Any] = {"configured": None, "state": reader_json(state) if state else None}
    if reader is None:
        app.line(
            "No second reader is configured. To use one, set `reader:` in config.yaml; see https://policy-monitor.github.io/policy-monitor/guide/second-reader/"
        )
    else:
        budget = f"{plural(reader.requests_per_day, 'request')} with {plural(reader.characters_per_day, 'character')} a day"
        app.line(f"{reader.model} at {reader.place}; at most {budget}")
        most = {"requests": reader.requests_per_day, "characters": reader.characters_per_day}
        result["configured"] = {"model": reader.model, "place": reader.place, "per_day": most}
    if state:
        app.line(reader_line(state))
    ok = _test(app, result) if test else True
    app.result(result)
    return DONE if ok else INCOMPLETE


def _test(app: App, result: dict[str, Any]) -> bool:
    from monitor.pipeline.reader_trial import try_reader
    from monitor.present.opinions import second_json

    trial = try_reader(app.context(secrets=True))
    app.line(f"{'works' if trial.ok else 'FAILED'}: {trial.says}")
    answer = second_json(trial.reading, None)
    result["test"] = {
        "ok": trial.ok,
        "says": trial.says,
        "answer": answer and {key: answer[key] for key in ("model", "opinion", "dropped")},
    }
    return trial.ok
