"""Whether a story is told once, and its follow-up counts who has it: the program itself, over stories that are labelled.

    python -m benchmarks.follow_ups --set dev.jsonl.gz [--kind real:ecb] [--stories 40] [--alone] [--shown]

A line of the set has ``id title body lang`` and ``story``. Of each story one report is published by one outlet, and a round
later come seven copies of it (to the letter, under another headline, with a byline, with a lead, with the lines that
sites put under their articles, with words exchanged, cut off) and two reports of the same story in other words, by nine
outlets. Everything goes through `wirewatch run --once`, over HTTP on loopback, into one archive, so that every
story is told among all that came before; with ``--alone`` each into an archive of its own, for sets whose stories are
like events of different years. Told are how many alerts and follow-ups came of each story, and what the
follow-up said.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.copies import overlap_of, prints_of
from benchmarks.stream import records
from tests.alerts.sinks import HookSink
from tests.flow.press import Item, Press

OUTLETS = tuple(f"outlet{n}" for n in range(10))
FEWEST_WORDS = 120
"""Shorter texts are no articles whose copies could be told from quotations."""
LARGEST_SHARE = 0.1
"""Of their words in a row that two reports may share, to be reports in words of their own."""
WANTED = "Now 10 outlets: the first, 7 copies, 2 independent of it"


def chosen(records_: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return an original and two reports in other words, or fewer than three where a story has none."""
    found: list[dict[str, Any]] = []
    for one in records_:
        ours = prints_of(one["body"])
        shares = (overlap_of(ours, prints_of(other["body"])).containment for other in found)
        if len(one["body"].split()) >= FEWEST_WORDS and all(n < LARGEST_SHARE for n in shares):
            found.append(one)
        if len(found) == 3:
            break
    return found


def copies(title: str, text: str) -> list[tuple[str, str]]:
    """Return seven copies, as desks make them."""
    words = text.split(" ")
    exchanged = [word + "s" if n % 40 == 20 else word for n, word in enumerate(words)]
    return [
        (title, text),
        (f"Overnight: {title.lower()}", text),
        (title, f"By our own reporters\n{text}"),
        (title, f"What follows is what is known so far of an event that many ask about.\n{text}"),
        (title, f"{text}\nSign up for our morning letter.\nFollow us on all networks."),
        (title, " ".join(exchanged)),
        (title, " ".join(words[: len(words) * 3 // 5]) + "…\nRead on in the app"),
    ]


def article(outlet: str, story: int, title: str, text: str) -> Item:
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return Item(
        slug=f"{outlet}-{story}",
        title=title,
        text=body,
        url=f"https://www.{outlet}.example/news/{story}",
        published=datetime.now(UTC),
    )


def configured(folder: Path, press: Press, hook: HookSink) -> None:
    sources = "".join(
        f"  - {{name: {name}, feed: '{press.base}/{name}.xml', every: 1s, full_text: never}}\n"
        for name in OUTLETS
    )
    (folder / "config.yaml").write_text(
        f"archive: wirewatch.db\nsources:\n{sources}watchlists:\n"
        "  - {name: All, query: 'site:outlet*', notify: [hook], follow_up: {outlets: 3}}\n"
        f"channels:\n  hook: {{to: '{hook.address().reveal()}', limit: 1000/m}}\n"
        f'fetch:\n  allow: ["127.0.0.1:{press.port}"]\n',
        encoding="utf-8",
    )


def round_(folder: Path) -> None:
    command = [sys.executable, "-P", "-m", "wirewatch", "run", "--once"]
    done = subprocess.run(
        command, cwd=folder, env=os.environ, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        sys.exit(done.stderr)


def begin(folder: Path, press: Press) -> None:
    """Watch outlets that have nothing yet, with an empty archive."""
    for file in folder.glob("wirewatch.db*"):
        file.unlink()
    for name in OUTLETS:
        press.feeds[name], press.titles[name] = [], name
    round_(folder)


def told(press: Press, hook: HookSink, folder: Path, number: int, reports: list[Any]) -> list[Any]:
    """Publish one story; return what was told of it."""
    before = len(hook.kept)
    first, *others = ((one["title"], one["body"]) for one in reports)
    press.feeds[OUTLETS[0]] = [article(OUTLETS[0], number, *first)]
    round_(folder)
    for outlet, what in zip(OUTLETS[1:], [*copies(*first), *others], strict=True):
        press.feeds[outlet] = [article(outlet, number, *what)]
    round_(folder)
    return hook.kept[before:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--set", type=Path, required=True)
    parser.add_argument("--kind", default="real:ecb")
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--shown", action="store_true")
    given = parser.parse_args()
    by_story: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in records(given.set):
        if record["kind"] == given.kind:
            by_story[record.get("story") or record["group"]].append(record)
    stories = [found for some in by_story.values() if len(found := chosen(some)) == 3]
    counts: Counter[str] = Counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Press()) as press,
        closing(HookSink()) as hook,
    ):
        configured(Path(folder), press, hook)
        for number, reports in enumerate(stories[: given.stories]):
            if given.alone or not number:
                begin(Path(folder), press)
            messages = told(press, hook, Path(folder), number, reports)
            kinds = Counter(message["kind"] for message in messages)
            counts[f"{kinds['alert']} alerts, {kinds['follow-up']} follow-ups"] += 1
            said = [m["message"] for m in messages if m["kind"] == "follow-up"]
            right = kinds["alert"] == 1 and len(said) == 1 and WANTED in said[0]
            counts["told once, and counted rightly"] += right
            counts["told once"] += kinds["alert"] == 1
            counts["stories"] += 1
            if given.shown and not right:
                numbers = [
                    (m["kind"], m["outlets"], m["independent"], m["copies"]) for m in messages
                ]
                print(reports[0]["title"], numbers)
    for what, number in counts.items():
        print(f"{number:5} {what}")


if __name__ == "__main__":
    main()
