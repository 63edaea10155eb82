"""Measures inputs that break quadratic diffs: `python -m bench pathological [WORD…]` prints CPU seconds and memory; the limit is 5 s each.

Each input runs in its own process, so that its peak memory can be measured and a runaway can be stopped.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import time
from collections.abc import Callable
from typing import Any

from bench.figures import peak_mb
from monitor.core.compare import compare

LIMIT = 5.0
"""CPU seconds."""
STOP = 60.0
"""Wall seconds after which a run is stopped and reported as such."""
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "wo", "zu")


def prose(seed: int, size: int) -> str:
    """About `size` characters of made-up prose with sentences, paragraphs and a Zipf-like choice of words."""
    rng = random.Random(seed)
    stock = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(8000)] + ["we", "share", "your", "data", "not"] * 40
    out: list[str] = []
    length = 0
    while length < size:
        sentence = " ".join(stock[int(len(stock) * rng.random() ** 2) % len(stock)] for _ in range(rng.randint(6, 24))).capitalize() + "."
        out.append(sentence + ("\n\n" if rng.random() < 0.25 else " "))
        length += len(out[-1])
    return "".join(out)


def shuffled(lines: list[str]) -> list[str]:
    out = list(lines)
    random.Random(7).shuffle(out)
    return out


def identical_lines() -> tuple[str, str]:
    line = "We may share your data.\n"
    return line * 100_000, line * 100_001


def unrelated() -> tuple[str, str]:
    return prose(1, 1_000_000), prose(2, 1_000_000)


def half_changed() -> tuple[str, str]:
    """1 MB in which every other sentence got another word: the most work that is still meaningful."""
    text = prose(3, 1_000_000)
    sentences = text.split(". ")
    return text, ". ".join(s.replace(" ", " newly ", 1) if n % 2 else s for n, s in enumerate(sentences))


def one_line() -> tuple[str, str]:
    text = prose(4, 1_000_000).replace("\n\n", " ")
    return text, text.replace(" we ", " they ").replace(" not ", " ")


def one_line_without_stops() -> tuple[str, str]:
    text = prose(5, 1_000_000).replace("\n\n", " ").replace(".", "")
    return text, prose(6, 1_000_000).replace("\n\n", " ").replace(".", "")


def shuffled_items() -> tuple[str, str]:
    items = [f"- partner {n} receives the data of class {n % 97}" for n in range(50_000)]
    return "\n".join(items), "\n".join(shuffled(items))


def similar_items() -> tuple[str, str]:
    """50,000 items that all share their words but one: no rare word tells them apart."""
    old, new = (["- we share your data with partner " + f"{n}{mark}" for n in range(50_000)] for mark in "ab")
    return "\n".join(old), "\n".join(new)


def deep_nesting() -> tuple[str, str]:
    old = "\n".join("  " * (n % 2000) + f"- level {n} of the list" for n in range(4_000))
    return old, old.replace("level 1999 ", "stage 1999 ")


def deep_headings() -> tuple[str, str]:
    old = "\n\n".join(f"{'#' * (n % 6 + 1)} Part {n}\n\nWe keep the data of part {n} for {n} days." for n in range(20_000))
    return old, old.replace("days", "months")


def brackets() -> tuple[str, str]:
    """Marks that make careless regular expressions explode."""
    return "[" * 100_000 + "a", "[" * 100_000 + "](" * 50_000 + "b"


INPUTS: dict[str, Callable[[], tuple[str, str]]] = {
    "100,000 identical lines against 100,001": identical_lines,
    "two unrelated texts of 1 MB": unrelated,
    "1 MB, every other sentence edited": half_changed,
    "one line of 1 MB, words replaced": one_line,
    "two lines of 1 MB without a full stop": one_line_without_stops,
    "50,000 list items shuffled": shuffled_items,
    "50,000 list items, one word each": similar_items,
    "list nested 2,000 deep": deep_nesting,
    "20,000 headings, every period changed": deep_headings,
    "200,000 unclosed brackets": brackets,
}


def measure(name: str, results: Any) -> None:
    old, new = INPUTS[name]()
    compare("We keep logs.", "We erase logs.")
    start = time.process_time()
    log = compare(old, new)
    spent = time.process_time() - start
    results.put((spent, peak_mb(), len(log.changes)))


def run(name: str) -> tuple[float, float, int] | None:
    """(CPU seconds, MB, changes); None if the run was stopped or crashed."""
    results: Any = multiprocessing.Queue()
    process = multiprocessing.Process(target=measure, args=(name, results))
    process.start()
    process.join(STOP)
    if process.is_alive():
        process.kill()
        process.join()
        return None
    return results.get(timeout=5) if process.exitcode == 0 else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("words", nargs="*", metavar="WORD", help="measure only the inputs whose name contains every WORD")
    words = parser.parse_args().words
    chosen = [name for name in INPUTS if all(word in name for word in words)]
    print(f"| {'input':40} | CPU s | peak MB | changes | within {LIMIT:.0f} s |\n|{'-' * 42}|------:|--------:|--------:|:----------|")
    slow = 0
    for name in chosen:
        found = run(name)
        slow += found is None or found[0] > LIMIT
        figures = "    – |       – |       – | NO (stopped or failed)"
        if found:
            figures = f"{found[0]:5.2f} | {found[1]:7.0f} | {found[2]:7} | {'yes' if found[0] <= LIMIT else 'NO'}"
        print(f"| {name:40} | {figures} |", flush=True)
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
