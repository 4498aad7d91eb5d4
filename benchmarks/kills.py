"""What a kill costs at every system call with which messages are written, sent and settled: the program itself.

    python -m benchmarks.kills [--points pwrite64:1:100 fdatasync:1:24 sendto:1:30] [--items 3]

Needs Linux and `strace`. For each point the daemon is started over loopback feeds, `strace` takes hold of it, new entries are
published, and SIGKILL falls when one of its threads begins the n-th such call: writing the archive (pwrite64), making
it durable (fdatasync), sending to a service or waking another thread (sendto). Then the daemon is started once more and
left in peace, and what a mailbox and a web hook have got is counted: what is lost, what came twice, and whether that
was marked. Points that lie behind the end of the work are not reached, and told as such.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.alerts.sinks import HookSink, MailSink
from tests.flow.press import Item, Press

POINTS = ("pwrite64:1:100", "fdatasync:1:30", "sendto:1:30")
MARK = "(may be a repeat)"
PATIENCE = 40.0
SETTLING = 0.7
"""Seconds after the last message has arrived in which its outcome is written."""


@dataclass
class Tally:
    """What came of all kills."""

    killed: int = 0
    missed: int = 0
    lost: int = 0
    told: int = 0
    extras: list[int] = field(default_factory=list)
    """Of each kill and channel: messages that came once more."""
    unmarked: int = 0
    needless: int = 0
    """Marked, though the first of its kind."""


class _Newsroom:
    """A feed, a mailbox and a web hook, and a folder with a configuration for them."""

    def __init__(self, folder: Path, press: Press, mail: MailSink, hook: HookSink) -> None:
        self.folder, self.press, self.mail, self.hook = folder, press, mail, hook
        press.feeds["post"] = []
        (folder / "config.yaml").write_text(
            "archive: wirewatch.db\nsources:\n"
            f"  - {{name: post, feed: '{press.base}/post.xml', every: 1s, full_text: never}}\n"
            "watchlists:\n  - {name: All, query: report, notify: [mail, hook]}\nchannels:\n"
            f"  mail: {{to: '{mail.address().reveal()}', limit: 1000/m}}\n"
            f"  hook: {{to: '{hook.address().reveal()}', limit: 1000/m}}\n"
            f'fetch:\n  allow: ["127.0.0.1:{press.port}"]\n',
            encoding="utf-8",
        )

    def start(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-P", "-m", "wirewatch", "run", *words]
        log = (self.folder / "log.txt").open("a")
        return subprocess.Popen(command, cwd=self.folder, stderr=log, text=True)

    def arrived(self, titles: set[str]) -> list[list[tuple[str, bool]]]:
        """Return, for each channel, what has arrived of some entries, and whether it was marked."""
        mails = [str(message["Subject"]) for message in self.mail.kept]
        told = [
            (one.removeprefix("All: ").removesuffix(MARK).strip(), MARK in one) for one in mails
        ]
        hooks = [(str(one["title"]), bool(one["may_be_a_repeat"])) for one in self.hook.kept]
        return [[one for one in channel if one[0] in titles] for channel in (told, hooks)]

    def complete(self, titles: set[str]) -> bool:
        return all({title for title, _ in channel} == titles for channel in self.arrived(titles))


def until(true: Callable[[], bool], patience: float = PATIENCE) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def attacked(room: _Newsroom, call: str, number: int, items: list[Item], asked: int) -> bool:
    """Run the daemon until it is killed at a point; False when its work was done before."""
    titles = {item.title for item in items}
    daemon = room.start()
    if not until(lambda: len(room.press.requests) > asked + 1 or daemon.poll() is not None):
        sys.exit("the daemon does not poll")
    tracer = subprocess.Popen(
        ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}",
         "-e", f"inject={call}:signal=KILL:when={number}", "-p", str(daemon.pid)],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until(lambda: traced(daemon.pid) or daemon.poll() is not None, 5)
    room.press.feeds["post"] = [*items, *room.press.feeds["post"][:20]]
    until(lambda: daemon.poll() is not None or room.complete(titles))
    until(lambda: daemon.poll() is not None, SETTLING)
    reached = daemon.poll() is not None
    if not reached:
        daemon.kill()  # while nothing is under way
    daemon.wait()
    tracer.wait(10)
    if reached and daemon.returncode != -signal.SIGKILL:
        sys.exit(f"the daemon ended with {daemon.returncode}; see {room.folder}/log.txt")
    return reached


def traced(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "TracerPid:\t0\n" not in status.read_text()


def recovered(room: _Newsroom, titles: set[str]) -> None:
    """Start the daemon again and leave it until it has told everything, and for a while longer."""
    asked = len(room.press.requests)
    daemon = room.start()
    until(lambda: len(room.press.requests) > asked and room.complete(titles))
    until(lambda: False, SETTLING)
    daemon.terminate()
    if daemon.wait(15):
        sys.exit(f"the daemon ended with {daemon.returncode}; see {room.folder}/log.txt")


def counted(room: _Newsroom, titles: set[str], tally: Tally) -> tuple[int, int]:
    """Count what became of some entries; return how many are lost and how many came more than once."""
    lost = extra = 0
    for channel in room.arrived(titles):
        times: Counter[str] = Counter()
        again = 0
        for title, marked in channel:
            times[title] += 1
            again += times[title] > 1
            tally.unmarked += times[title] > 1 and not marked
            tally.needless += times[title] == 1 and marked
        lost += len(titles - set(times))
        extra += again
        tally.extras.append(again)
        tally.told += len(times)
    tally.lost += lost
    return lost, extra


def points(given: list[str]) -> Iterator[tuple[str, int]]:
    for one in given:
        call, first, last = one.split(":")
        yield from ((call, number) for number in range(int(first), int(last) + 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--points", nargs="+", default=POINTS, metavar="CALL:FIRST:LAST")
    parser.add_argument("--items", type=int, default=3)
    given = parser.parse_args()
    tally, reached = Tally(), Counter[str]()
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Press()) as press,
        closing(MailSink()) as mail,
        closing(HookSink()) as hook,
    ):
        room = _Newsroom(Path(folder), press, mail, hook)
        room.start("--once").wait(60)
        for call, number in points(given.points):
            name = f"{call} {number}"
            items = [
                Item(slug=f"{name}-{n}", title=f"Report {name} {n}") for n in range(given.items)
            ]
            titles = {item.title for item in items}
            killed = attacked(room, call, number, items, len(press.requests))
            tally.killed, tally.missed = tally.killed + killed, tally.missed + (not killed)
            reached[call] += killed
            recovered(room, titles)
            lost, extra = counted(room, titles, tally)
            print(
                f"{name}: {'killed' if killed else 'not reached'}, {lost} lost, {extra} more than once",
                flush=True,
            )
    print(
        f"{tally.killed} kills ({', '.join(f'{n} at {c}' for c, n in reached.items())}; {tally.missed} points not reached):"
        f" {tally.lost} lost of {tally.told + tally.lost}, {sum(tally.extras)} came once more,"
        f" at most {max(tally.extras)} of a kill and channel; {tally.unmarked} of these not marked,"
        f" {tally.needless} marked that came once before"
    )


if __name__ == "__main__":
    main()
