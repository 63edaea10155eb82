"""Payloads that run where a page, a feed or a sheet forgets to escape, and a history with them in every place that text comes from."""

# ruff: noqa: E501 (made-up texts and payloads read better whole)

from __future__ import annotations

from dataclasses import replace

from monitor.model import Change, ChangeKind, Direction, History, HistoryEntry, Policy, Reason, ScreenStatus, Severity, Side
from monitor.present.inert import page_text

from . import sample

_RUN = "window.hacked=1;document.title='HACKED'"
PAYLOADS = (
    f"<script>{_RUN}</script>", f"<ScRiPt>{_RUN}</sCrIpT>", f"<script src=data:text/javascript,{_RUN}></script>", f"<script>{_RUN}//",
    f"</title><script>{_RUN}</script>", f"</style><script>{_RUN}</script>", f"</script><script>{_RUN}</script>", f"--><script>{_RUN}</script>",
    f"]]><script>{_RUN}</script>", f"<!--><script>{_RUN}</script>", f"<![CDATA[<script>{_RUN}</script>]]>", f"</textarea><script>{_RUN}</script>",
    f"</svg><script>{_RUN}</script>", f"<svg><script>{_RUN}</script></svg>", f"<svg onload={_RUN}>", f"<svg/onload={_RUN}>",
    f"<svg><animate onbegin={_RUN} attributeName=x dur=1s>", f"<svg><a xlink:href=javascript:{_RUN}><text>x</text></a></svg>",
    f"<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>{_RUN}</script></svg>#x\"/></svg>",
    f"<math><mtext></mtext><script>{_RUN}</script></math>", f"<math href=javascript:{_RUN}>x</math>", f"<img src=x onerror={_RUN}>",
    f'<img src=x onerror="{_RUN}">', f"<img src='x' onerror='{_RUN}'>", f"<img/src/onerror={_RUN}>", f'"><img src=x onerror={_RUN}>',
    f"'><img src=x onerror={_RUN}>", f'" onmouseover="{_RUN}" x="', f"' onmouseover='{_RUN}' x='", f'" autofocus onfocus={_RUN} x="',
    f"` onmouseover={_RUN} ", f'" style="animation-name:x" onanimationstart="{_RUN}', f"<body onload={_RUN}>", f"<iframe src=javascript:{_RUN}>",
    f'<iframe srcdoc="<script>parent.{_RUN}</script>">', f"<object data=javascript:{_RUN}>", f"<embed src=javascript:{_RUN}>",
    f"<input autofocus onfocus={_RUN}>", f"<select autofocus onfocus={_RUN}>", f"<textarea autofocus onfocus={_RUN}>",
    f"<details open ontoggle={_RUN}>", f"<video><source onerror={_RUN}></video>", f"<audio src=x onerror={_RUN}>", f"<marquee onstart={_RUN}>",
    f"<form action=javascript:{_RUN}><button autofocus>x</button></form>", f"<a href=javascript:{_RUN}>x</a>", f"<a href='java&#115;cript:{_RUN}'>x</a>",
    f"&lt;script&gt;{_RUN}&lt;/script&gt;", f"&lt;a href=&quot;https://evil.example/&quot;&gt;{_RUN}&lt;/a&gt;", f"&amp;lt;script&amp;gt;{_RUN}",
    f"&#60;script&#62;{_RUN}&#60;/script&#62;", f"\\u003cscript\\u003e{_RUN}\\u003c/script\\u003e", f"{{{{ cycler.__init__.__globals__ }}}}{_RUN}",
    f"{{% raw %}}<script>{_RUN}</script>{{% endraw %}}", f"${{{_RUN}}}", f"<base href=https://evil.example/><script>{_RUN}</script>",
    f"<meta http-equiv=refresh content='0;url=javascript:{_RUN}'>", f"<link rel=stylesheet href=https://evil.example/x.css><script>{_RUN}</script>",
    f"<style>@import 'https://evil.example/x.css';</style><script>{_RUN}</script>", f"<template><script>{_RUN}</script></template>",
    f"<noscript><p title='</noscript><script>{_RUN}</script>'>", f"<x onclick={_RUN} tabindex=1 autofocus onfocus={_RUN}>",
    f"<image src=x onerror={_RUN}>", f"<\x00script>{_RUN}</script>", f"<scr\x00ipt>{_RUN}</script>", f"\ufeff<script>{_RUN}</script>", f"＜script＞{_RUN}＜/script＞",
    f"[x](javascript:{_RUN})", f"![x](x' onerror='{_RUN})", f"javascript:{_RUN}", f"data:text/html,<script>{_RUN}</script>",
    f"<!--standing--><script>{_RUN}</script><!--/standing-->", f"<meta name=\"fingerprint\" content=\"x\"><script>{_RUN}</script>", f"=cmd|'{_RUN}'!A0",
)  # fmt: skip
"""More than sixty."""


def shown(payload: str) -> str:
    """A payload as a page shows it: its letters, but for those that no page may hold."""
    return " ".join(page_text(payload).split())


def all_at_once() -> History:
    """One history with every payload in its names, texts, changes and refused snapshots."""
    every = [hostile(payload) for payload in PAYLOADS]
    whole = hostile(" ".join(PAYLOADS), id="everything")
    first, second = whole.entries
    assert second.changelog is not None
    changes = tuple(
        replace(change, id=f"{number}{change.id}")
        for number, one in enumerate(every)
        if (log := one.entries[1].changelog)
        for change in log.changes[:3]
    )
    log = replace(second.changelog, changes=(*changes, *second.changelog.changes))
    return replace(whole, entries=(first, replace(second, changelog=log)), rejected=tuple(r for one in every for r in one.rejected))


def hostile(payload: str, *, id: str = "hostile") -> History:
    """A history in which everything that a page, a server or a company can choose is the payload."""
    policy = Policy(id, f"N {payload}", f"D {payload}", urls=(f"https://a.example/{payload}", payload))
    old_text = f"# {payload}\n\nStays {payload}\n\n- gone {payload}\n\nold words {payload} end\n"
    new_text = f"# {payload}\n\nStays {payload}\n\nold words {payload} other\n\n## came {payload}\n"
    versions = [
        replace(
            sample.version(policy, text, sample.at(day), sample.at(day, 9), source=payload, stated=payload), archive_url=address,
            url=payload,
        )
        for text, day, address in ((old_text, "2020-01-01", payload), (new_text, "2021-01-01", f"https://web.archive.org/{payload}"))
    ]  # fmt: skip
    versions[1] = replace(versions[1], document=replace(versions[1].document, title=payload, effective_date=f"x{payload}"))
    log = sample.changelog(old_text, new_text, notes=(Reason(payload, payload, payload),))
    sides = (Side(payload, (payload,), (0, 3)), Side(f"{payload}!", (payload, payload), (0, 3)))
    edits = (("=", payload), ("+", f"!{payload}"))
    crafted = (
        Change(f"x{payload}", ChangeKind.REWORDED, Severity.CRITICAL, Direction.WEAKENS, (payload,), sides[0], sides[1], edits, (Reason(payload, f"r{payload}", payload),), payload),
        Change(f"y{payload}", ChangeKind.REMOVED, Severity.MATERIAL, Direction.NEUTRAL, (payload,), sides[0], None, (), (Reason(payload, payload, payload),)),
        Change(f"z{payload}", ChangeKind.ADDED, Severity.MINOR, Direction.STRENGTHENS, (), None, sides[1], (), (), payload),
    )  # fmt: skip
    log = replace(log, changes=(*crafted, *log.changes))
    refused = replace(
        sample.rejection(policy, sample.at("2020-06-01"), ScreenStatus.REFUSED, payload, payload), source=payload, archive_url=payload
    )
    return History(
        policy,
        (HistoryEntry(versions[0], None), HistoryEntry(versions[1], log, True)),
        (refused,),
        sample.at("2021-01-01"),
        sample.NOW,
        payload,
    )
