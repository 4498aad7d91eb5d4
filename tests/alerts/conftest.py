import logging
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.alerts.sinks import HookSink, MailSink


class Journal(logging.Handler):
    """Everything that a program's own log would show at DEBUG.

    (pytest's ``caplog`` also listens to loggers that keep their lines to themselves.)
    """

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += self.format(record) + "\n"


@pytest.fixture
def journal() -> Iterator[Journal]:
    root, handler = logging.getLogger(), Journal()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    # The mail sink is the other side: what it logs is not ours.
    logging.getLogger("mail.log").propagate = False
    try:
        yield handler
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
        logging.getLogger("mail.log").propagate = True


@pytest.fixture
def mail() -> Iterator[MailSink]:
    with closing(MailSink()) as sink:
        yield sink


@pytest.fixture
def hook() -> Iterator[HookSink]:
    with closing(HookSink()) as sink:
        yield sink


@pytest.fixture
def other_hook() -> Iterator[HookSink]:
    with closing(HookSink()) as sink:
        yield sink
