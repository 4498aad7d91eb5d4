"""robots.txt over real HTTP: redirects, sizes and silence."""

import socket
from datetime import UTC, datetime, timedelta

import pytest

from archive.vocabulary import FetchRules
from spiders import Answer, Ask
from spiders.crawl.fetcher import ScrapyFetcher
from spiders.errors import RobotsError
from spiders.robots import LARGEST, ObedientFetcher, Robots
from tests.spiders.crawl.conftest import AGENT, Web
from tests.spiders.crawl.servers import Server, answer

CLOSED = b"User-agent: *\nDisallow: /closed\n"


def now() -> datetime:
    return datetime.now(UTC)


def fetched(web: Web, server: Server, *paths: str) -> list[Answer | str]:
    """Ask for pages as robots.txt allows; what it forbids becomes the reason."""

    async def journey() -> list[Answer | str]:
        fetcher = ScrapyFetcher(FetchRules(allow=server.allowed), user_agent=AGENT)
        robots = Robots(fetcher, agent=AGENT, now=now, limit=timedelta(seconds=0.3))
        obedient = ObedientFetcher(fetcher, robots, now=now)
        found: list[Answer | str] = []
        await fetcher.open()
        try:
            for path in paths:
                try:
                    found.append(await obedient.fetch(Ask(url=server.url(path))))
                except RobotsError as error:
                    found.append(str(error))
            found.append(await fetcher.fetch(Ask(url=server.url("/open"))))
        finally:
            await fetcher.close()
        return found

    return web.run(journey())


@pytest.mark.parametrize("length", [0, 3 * LARGEST])
def test_rules_are_followed_through_redirects_and_up_to_their_limit(
    web: Web, server: Server, length: int
) -> None:
    server.pages |= {
        "/robots.txt": answer(b"", 301, Location="/rules"),
        "/rules": answer(CLOSED + b"#" * length),
        "/open": answer(b"x"),
    }
    first, second, _ = fetched(web, server, "/open", "/closed")
    assert isinstance(first, Answer)
    assert isinstance(second, str)
    assert "does not let us ask" in second
    assert [asked.path for asked in server.log] == ["/robots.txt", "/rules", "/open", "/open"]


def test_silence_is_given_up_and_costs_nothing_else(web: Web, server: Server) -> None:
    def say_nothing(conn: socket.socket) -> None:
        server.closing.wait(5)

    server.pages |= {"/robots.txt": say_nothing, "/open": answer(b"x")}
    first, after = fetched(web, server, "/closed")
    assert isinstance(first, str)
    assert "cannot be read, so nothing there is asked for: no answer within 0.3 s" in first
    assert isinstance(after, Answer)
