"""Taking up an edited configuration while the daemon runs: noticed by itself, or asked for with SIGHUP."""

import asyncio
import contextlib
import logging
import stat
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Protocol

from scheduler.report import count
from wirewatch import logs
from wirewatch.config import Config, Loaded, Problem

log = logging.getLogger(__name__)

LOOK = 2.0
"""Seconds between two looks at the files. An edit is taken up when it has stayed the same for two looks: half a
file is no edit."""


class TakesUp(Protocol):
    """Something that can go on with another configuration."""

    config: Config

    async def take_up(self, config: Config) -> None:
        """Go on with it."""


class Edits:
    """Notices that one of some files was changed, replaced, made or removed."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = tuple(files)
        self._taken = self._last = self._look()

    def settled(self) -> bool:
        """Say, once for each edit, that the files have changed and then stayed the same for a look."""
        now = self._look()
        calm, self._last = now == self._last, now
        if now == self._taken or not calm:
            return False
        self._taken = now
        return True

    def taken(self) -> None:
        """Take the files as they are now for no edit: they are read anyway."""
        self._taken = self._last = self._look()

    def _look(self) -> tuple[tuple[int, int, int] | None, ...]:
        return tuple(map(_mark, self._files))


def _mark(file: Path) -> tuple[int, int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        # A pipe (`--config <(…)`) was read once and holds nothing more.
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


async def follow(
    running: TakesUp,
    edits: Edits,
    *,
    read: Callable[[], Loaded],
    tell: Callable[[str, str], Awaitable[None]],
    asked: asyncio.Event,
    doubts: Iterable[Problem] = (),
    verbose: bool = False,
    look: float = LOOK,
) -> None:
    """Take up each of the ``edits`` of the configuration until cancelled.

    A bad one is told in the log and through ``tell`` (title and body), and the last good one stays in force.
    ``asked`` is set by whoever wants the file read now, changed or not. Warnings are told once: ``doubts`` were.
    """
    path = running.config.path
    known = set(map(_wherever, doubts))
    while True:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asked.wait(), look)
        if not (edits.settled() or asked.is_set()):
            continue
        if asked.is_set():
            edits.taken()
        asked.clear()
        loaded = await asyncio.to_thread(read)
        for problem in loaded.problems:
            if problem.severity == "error" or _wherever(problem) not in known:
                log.warning("%s", problem.render().partition("\n")[0])
        if loaded.config is not None:
            known = set(map(_wherever, loaded.problems))
        try:
            await _take_up(running, loaded, tell=tell, verbose=verbose)
        except Exception:
            # A mistake of ours: what ran before goes on.
            log.exception("%s could not be taken up", path)


def _wherever(problem: Problem) -> tuple[str, str]:
    """Return what a problem is, in whatever line an edit has moved it to."""
    return problem.code, problem.message


async def _take_up(
    running: TakesUp,
    loaded: Loaded,
    *,
    tell: Callable[[str, str], Awaitable[None]],
    verbose: bool,
) -> None:
    before, config = running.config, loaded.config
    if config is None:
        errors = [problem for problem in loaded.problems if problem.severity == "error"]
        log.error("the edited configuration is not used; what ran before goes on")
        body = "\n".join(problem.render().partition("\n")[0] for problem in errors)
        await tell("The edited configuration is not used", f"{body}\nWhat ran before goes on.")
        return
    if config.archive != before.archive:
        log.error("`archive` is now %s: start again to use it", config.archive)
        await tell(
            "The edited configuration is not used",
            f"It names another archive, {config.archive}. Start Wirewatch again to use it.",
        )
        return
    # The old secrets too: messages under way still hold them.
    logs.set_up(verbose=verbose, secrets=before.secrets | config.secrets)
    await running.take_up(config)
    log.info("configuration taken up: %s", difference(before, config))


def difference(before: Config, after: Config) -> str:
    """Say in one line what another configuration brings: names of what is new and gone, counts of what changed."""
    parts = []
    for one, many in (("source", "sources"), ("watchlist", "watchlists"), ("channel", "channels")):
        was = {each.name: each for each in getattr(before, many)}
        now = {each.name: each for each in getattr(after, many)}
        new = [name for name in now if name not in was]
        gone = [name for name in was if name not in now]
        changed = [name for name in now if name in was and now[name] != was[name]]
        for names, word in ((new, "new"), (gone, "gone"), (changed, "changed")):
            if names:
                parts.append(f"{count(len(names), one, many)} {word} ({_few(names)})")
    return "; ".join(parts) or "nothing that is watched or told has changed"


def _few(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if names[3:] else "")
