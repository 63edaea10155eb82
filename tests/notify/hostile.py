"""An alert in which the company wrote everything that it can to be clicked, run or mistaken for markup."""

from __future__ import annotations

from monitor.model import Alert, Reason

from .samples import alert, reworded, side

HOSTILE = (
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "&lt;a href=https://evil.example/&gt;click&lt;/a&gt;",
    '"><a href="https://evil.example">x</a>',
    "[click](javascript:window.ran=1)",
    "[click](https://evil.example/x)",
    "{{ 7*7 }}{% raw %}",
    "www.evil.example and https://evil.example/x and a@evil.example",
    "</td></table><style>*{display:none}</style>",
)


def hostile() -> Alert:
    changes = [
        reworded(
            headline=text,
            old=side(text, text),
            new=side(text, text),
            edits=(("-", text[:9]), ("=", text[9:14]), ("+", text[14:])),
            reasons=(Reason(text, text, text),),
        )
        for text in HOSTILE
    ]
    return alert(changes, name=HOSTILE[0], report=f"reports/{HOSTILE[1]}", notes=(Reason("n", HOSTILE[2], ""),))
