import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

import pytest

from spiders import Workers
from spiders.errors import FeedError, WorkerError
from spiders.feed import read_feed
from spiders.workers import Line
from tests.spiders import readers


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    workers = Workers(limit=timedelta(seconds=1), spare=timedelta(seconds=1))
    # The first document also starts the worker.
    asyncio.run(workers.run(readers.read, b""))
    yield workers
    workers.close()


def test_documents_are_read_in_another_process(workers: Workers) -> None:
    text, process = asyncio.run(workers.run(readers.read, b"Bridge"))
    assert text == "Bridge"
    assert process != os.getpid()


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        (readers.hang, "more than 1 s; it was given up"),
        (readers.die, "ended the reader"),
        (readers.leave, "ended the reader"),
    ],
)
def test_a_document_that_ends_its_reader_costs_only_itself(
    workers: Workers, reader: Callable[[bytes], str], words: str
) -> None:
    async def journey() -> None:
        # The next one waits already while the first goes wrong.
        first = asyncio.create_task(workers.run(reader, b"poison"))
        second = asyncio.create_task(workers.run(readers.read, b"Bridge"))
        with pytest.raises(WorkerError, match=words):
            await first
        assert (await second)[0] == "Bridge"

    asyncio.run(journey())


def test_a_worker_that_ends_between_two_documents_costs_nothing(workers: Workers) -> None:
    async def journey() -> None:
        _, process = await workers.run(readers.read, b"Bridge")
        # As the system does when memory runs out: the largest process goes, at work or not.
        os.kill(process, signal.SIGKILL)
        with suppress(WorkerError):
            # Whoever comes before the end was noticed may still meet it.
            await workers.run(readers.read, b"Ferry")
        text, another = await workers.run(readers.read, b"Harbour")
        assert text == "Harbour"
        assert another != process

    asyncio.run(journey())


def test_a_worker_that_answers_no_more_is_replaced(workers: Workers) -> None:
    async def journey() -> None:
        _, process = await workers.run(readers.read, b"Bridge")
        # As one that waits for ever for what another one had locked when it was killed.
        os.kill(process, signal.SIGSTOP)
        with pytest.raises(WorkerError, match="it was given up"):
            await workers.run(readers.read, b"Ferry")
        text, another = await workers.run(readers.read, b"Harbour")
        assert text == "Harbour"
        assert another != process
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)

    asyncio.run(journey())


def test_what_a_reader_raises_is_raised_here(workers: Workers) -> None:
    with pytest.raises(ValueError, match="cannot read b'Bridge'"):
        asyncio.run(workers.run(readers.fail, b"Bridge"))
    with pytest.raises(FeedError, match="empty page"):
        asyncio.run(workers.run(read_feed, b"", url="https://post.example/", content_type=None))
    assert asyncio.run(workers.run(readers.read, b"Ferry"))[0] == "Ferry"


def test_a_feed_crosses_the_border_whole(workers: Workers) -> None:
    body = "<rss version='2.0'><channel><item><title>Мост</title></item></channel></rss>".encode()
    arguments = {"url": "https://post.example/", "content_type": "text/xml"}
    feed = asyncio.run(workers.run(read_feed, body, **arguments))
    assert feed == read_feed(body, **arguments)


def test_small_documents_go_before_large_ones_that_came_a_little_earlier() -> None:
    order: list[str] = []

    async def read(line: Line, name: str, seconds: float) -> None:
        async with line.turn(seconds):
            await asyncio.sleep(0)
            order.append(name)

    async def journey() -> None:
        line = Line()
        sizes = {"first": 9.0, "large": 50.0, "middle": 5.0, "small": 0.0, "last": 0.0}
        tasks = {
            name: asyncio.create_task(read(line, name, seconds)) for name, seconds in sizes.items()
        }
        await asyncio.sleep(0)
        tasks["middle"].cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        await read(line, "after", 0.0)

    asyncio.run(journey())
    assert order == ["first", "small", "last", "large", "after"]
