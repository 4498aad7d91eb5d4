"""The showing itself: newsroom, sinks and daemon started, told about, and cleared away."""

import queue
import shutil
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import TextIO

from wirewatch.demo.content import Content, Cue, Expect, load_content
from wirewatch.demo.daemon import Daemon, daemon_command
from wirewatch.demo.memory import Memory, remember
from wirewatch.demo.narration import Narrator
from wirewatch.demo.press import Press
from wirewatch.demo.received import Received, letters, read_chat, read_mail
from wirewatch.demo.screen import Screen
from wirewatch.demo.server import NewsroomServer
from wirewatch.demo.setting import channel_addresses, write_config
from wirewatch.demo.sinks import ChatSink, MailSink
from wirewatch.demo.tally import Tally

_TICK = 0.1
_REMINDER = timedelta(seconds=30)
_CHANNELS = ("mail", "chat")


def run_demo(*, seconds: float | None, out: TextIO, color: bool) -> int:
    """Show the demo; end after ``seconds``, or at Ctrl-C when that is None.

    Returns the exit code: 0 when the sample story was told once to each channel, or when the user ended
    the demo; 3 when it was not told so, or when the daemon ended by itself.
    """
    screen = Screen(out, color=color, columns=shutil.get_terminal_size((80, 24)).columns)
    limit = None if seconds is None else timedelta(seconds=seconds)
    with stop_on_signals() as stop:
        return Stage(screen, load_content(), stop=stop).show(limit)


@contextmanager
def stop_on_signals() -> Iterator[threading.Event]:
    """Give an event that SIGINT, SIGTERM and SIGHUP set; outside the main thread nothing sets it."""
    stop = threading.Event()

    def heard(number: int, frame: FrameType | None) -> None:
        stop.set()

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, heard) for number in signals]
    try:
        yield stop
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)


def _now() -> datetime:
    return datetime.now(UTC)


class Stage:
    """One showing of the demo."""

    def __init__(
        self,
        screen: Screen,
        content: Content,
        *,
        stop: threading.Event,
        clock: Callable[[], datetime] = _now,
        command: Callable[[Path], Sequence[str]] = daemon_command,
    ) -> None:
        self._content = content
        self._stop = stop
        self._clock = clock
        self._command = command
        self._narrator = Narrator(screen, content)
        self._press = Press(content, start=clock())
        self._tally = Tally(content, _CHANNELS)
        self._events: queue.Queue[str | Received] = queue.Queue()
        self._said_opened = False
        self._reminded: datetime | None = None

    def show(self, limit: timedelta | None) -> int:
        """Run until the limit, a signal, or the end of the daemon; return the exit code."""
        started = self._clock()
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="wirewatch-demo-")))
            server = stack.enter_context(NewsroomServer(self._content, self._press, self._clock))
            mail = stack.enter_context(MailSink(self._take_mail))
            chat = stack.enter_context(ChatSink(self._take_chat))
            self._narrator.welcome(server.base)
            config = write_config(
                folder,
                self._content.outlets,
                base=server.base,
                channels=channel_addresses(
                    mail_port=mail.port, chat_port=chat.port, token=chat.token
                ),
            )
            self._narrator.starting(self._clock())
            daemon = Daemon(self._command(config), folder, self._events.put)
            stack.callback(daemon.stop)
            archive = folder / "wirewatch.db"
            while daemon.exit_code() is None and not self._over(started, limit):
                self._tick(server.base, archive, ends=limit is not None)
            return self._end(started, daemon, archive)

    def _over(self, started: datetime, limit: timedelta | None) -> bool:
        return self._stop.is_set() or (limit is not None and self._clock() - started >= limit)

    def _tick(self, base: str, archive: Path, *, ends: bool) -> None:
        """Tell everything that has happened since the last tick."""
        self._tell_event(_TICK)
        now = self._clock()
        if self._press.opened and not self._said_opened:
            self._said_opened = True
            old = sum(story.age is not None for o in self._content.outlets for story in o.stories)
            self._narrator.opened(now, old)
        for cue in self._press.advance(now=now):
            self._tally.publish(cue, now=now)
            self._narrator.publishes(now, cue, self._tally.headline(cue))
        for cue in self._tally.settle(self._press.last_polls, now=now):
            self._tell_silence(cue, archive)
        if self._press.finished and not self._tally.unsettled:
            self._remind(now, base, ends=ends)

    def _tell_event(self, patience: float) -> bool:
        """Tell of one log line or message; False when there was none."""
        try:
            event = self._events.get(timeout=patience)
        except queue.Empty:
            return False
        if isinstance(event, str):
            self._narrator.log(event)
            return True
        now = self._clock()
        found = self._tally.arrive(event, now=now)
        if found is None:
            self._narrator.arrives(now, event, None)
            return True
        # Each of the two channels is shown once in full; after that, what both say is shown once.
        known = bool(found.before) and event.channel not in found.before
        brief = known and found.cue is not self._content.cues[0]
        self._narrator.arrives(now, event, now - found.published, brief=brief)
        return True

    def _tell_silence(self, cue: Cue, archive: Path) -> None:
        if cue.expect is Expect.COPY:
            memory = remember(archive)
            if memory is None or letters(self._tally.headline(cue)) not in memory.copies:
                self._tally.wait_for(cue, now=self._clock())
                return
        self._narrator.stays_silent(self._clock(), cue)

    def _remind(self, now: datetime, base: str, *, ends: bool) -> None:
        if self._reminded is None:
            self._narrator.goes_on(now, base, ends=ends)
        elif now - self._reminded >= _REMINDER:
            self._narrator.still_here(now, self._press.polls)
        else:
            return
        self._reminded = now

    def _end(self, started: datetime, daemon: Daemon, archive: Path) -> int:
        code = daemon.exit_code()
        if code is None:
            self._narrator.stopping(self._clock())
        daemon.stop()
        while self._tell_event(0):
            pass
        if code is not None:
            self._narrator.died(code, daemon.last_lines)
            return 3
        self._sum_up(started, remember(archive))
        return 0 if self._stop.is_set() or self._tally.sample_told_once else 3

    def _sum_up(self, started: datetime, memory: Memory | None) -> None:
        self._narrator.summary(
            first=None if self._tally.first is None else self._tally.first - started,
            polls=self._press.polls,
            memory=memory,
            messages=Counter(self._tally.messages),
            sample=Counter(self._tally.sample),
            copies=0 if memory is None else len(memory.copies),
        )
        self._narrator.what_next()

    def _take_mail(self, message: EmailMessage) -> None:
        self._events.put(read_mail(message))

    def _take_chat(self, text: str) -> None:
        self._events.put(read_chat(text))
