"""Spiders of the user's own: found, run within our limits, and their mistakes told in a line."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.vocabulary import FetchRules, Secret, Source, SourceKind, SourceState
from spiders import Listed, SpiderError
from spiders.crawl import own
from spiders.crawl.fetcher import ScrapyFetcher
from spiders.crawl.own import OwnSpiders, WrongSpiderError, spider_class
from spiders.errors import (
    ListingError,
    OwnSpiderError,
    PrivateAddressError,
    RobotsError,
    StatusError,
    TooSlowError,
)
from spiders.robots import Robots
from tests.spiders.crawl.conftest import AGENT, Web
from tests.spiders.crawl.servers import Server, answer, silent

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HEAD = "import scrapy\n\n\nclass Own(scrapy.Spider):\n    name = 'own'\n"


@dataclass
class Nest:
    """A folder with spiders, run against a server."""

    folder: Path
    web: Web
    server: Server

    def write(self, body: str, name: str = "mine") -> None:
        """Write a spider whose requests go to the server."""
        sys.modules.pop(name, None)
        text = HEAD + "".join(f"    {line}\n" for line in body.strip().splitlines())
        (self.folder / f"{name}.py").write_text(
            text.replace("BASE", self.server.url("")), encoding="utf-8"
        )

    def poll(self, *, obey: bool = False, limit: float = 10, proxy: Secret | None = None) -> Listed:
        """List what `mine.Own` yields."""
        rules = FetchRules(allow=self.server.allowed, timeout=timedelta(seconds=5))
        source = Source(name="Own", url="mine.Own", kind=SourceKind.SPIDER, proxy=proxy)
        state = SourceState(name="Own", kind=SourceKind.SPIDER, url="mine.Own")

        async def journey() -> Listed:
            fetcher = ScrapyFetcher(rules, user_agent=AGENT)
            await fetcher.open()
            robots = Robots(fetcher, agent=AGENT, now=lambda: NOW) if obey else None
            spiders = OwnSpiders(
                rules,
                robots,
                user_agent=AGENT,
                folder=self.folder,
                now=lambda: NOW,
                limit=timedelta(seconds=limit),
            )
            try:
                return await spiders.entries(source, state)
            finally:
                await fetcher.close()

        return self.web.run(journey())

    def fail(self, *, obey: bool = False, limit: float = 10) -> SpiderError:
        """Return why the poll failed."""
        with pytest.raises(SpiderError) as caught:
            self.poll(obey=obey, limit=limit)
        assert "\n" not in str(caught.value)
        return caught.value


@pytest.fixture
def nest(tmp_path: Path, web: Web, server: Server) -> Iterator[Nest]:
    yield Nest(tmp_path, web, server)
    sys.modules.pop("mine", None)
    if str(tmp_path) in sys.path:
        sys.path.remove(str(tmp_path))


LISTS = """
start_urls = ["BASE/"]
def parse(self, response):
    for n in range(3):
        yield {"url": f"https://post.example/{n}", "title": f"<b>Bridge</b> {n} &amp; ferry", "price": 7}
"""


def test_what_it_yields_is_listed(nest: Nest) -> None:
    nest.server.pages["/"] = answer(b"x", Content_Type="text/html", Set_Cookie="id=1")
    nest.write(LISTS)
    found = nest.poll()
    assert [entry.title for entry in found.entries] == [f"Bridge {n} & ferry" for n in range(3)]
    (asked,) = nest.server.log
    assert asked.header("User-Agent") == AGENT.encode()


def test_items_of_any_form_will_do(nest: Nest) -> None:
    nest.server.pages["/"] = answer(b"x", Content_Type="text/html")
    nest.write(
        """
start_urls = ["BASE/"]
def parse(self, response):
    from spiders.items import ArticleItem
    class Line(scrapy.Item):
        url = scrapy.Field()
        title = scrapy.Field()
    yield ArticleItem(url="https://post.example/1", title="One", published="22 November 2026", authors="Ann", tags=["a", "b"])
    yield Line(url="https://post.example/2", title="Two")
    yield {"url": "https://post.example/3", "text": "Three", "outlet": "Board", "guid": "3", "language": "en-GB"}
"""
    )
    one, two, three = nest.poll().entries
    assert (one.title, one.published, one.authors) == (
        "One",
        datetime(2026, 11, 22, tzinfo=UTC),
        ("Ann",),
    )
    assert (one.tags, one.outlet, two.title) == (("a", "b"), "post.example", "Two")
    assert (three.text, three.outlet, three.guid, three.language) == ("Three", "Board", "3", "en")


def test_items_that_are_no_articles_are_left_out_and_counted(nest: Nest) -> None:
    nest.server.pages["/"] = answer(b"x", Content_Type="text/html")
    nest.write(
        """
start_urls = ["BASE/"]
def parse(self, response):
    yield {"url": "https://post.example/1", "title": "One"}
    yield {"url": "file:///etc/passwd", "title": "Two"}
    yield {"url": "https://post.example/3"}
    yield {"url": 4, "title": "Four"}
    yield {"title": "Five"}
"""
    )
    found = nest.poll()
    assert ([entry.title for entry in found.entries], found.unreadable) == (["One"], 4)


def test_a_mistake_in_it_is_told_with_its_line(nest: Nest) -> None:
    nest.server.pages["/"] = answer(b"x", Content_Type="text/html")
    nest.write('start_urls = ["BASE/"]\ndef parse(self, response):\n    return {}["S3CRET"]')
    error = nest.fail()
    assert isinstance(error, OwnSpiderError)
    assert str(error) == "mine.Own failed: KeyError in parse (mine.py, line 8)"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "async def start(self):\n    raise ValueError('S3CRET')\n    yield",
            "ValueError in start",
        ),
        ("def __init__(self, **kwargs):\n    raise ValueError('S3CRET')", "ValueError in __init__"),
    ],
)
def test_a_mistake_at_its_start_is_told(nest: Nest, body: str, said: str) -> None:
    nest.write(body)
    error = nest.fail()
    assert f"mine.Own failed: {said} (mine.py, line" in str(error)
    assert "S3CRET" not in str(error)


def test_a_server_that_says_no_is_told_in_our_words(nest: Nest) -> None:
    nest.server.pages["/"] = answer(b"x", 503, Retry_After="60")
    nest.write(LISTS)
    error = nest.fail()
    assert isinstance(error, StatusError)
    assert (str(error), error.wait) == (
        "the server is overloaded or being repaired (503)",
        timedelta(minutes=1),
    )


def test_it_does_not_reach_into_our_network(nest: Nest, canary: Server) -> None:
    nest.write(LISTS.replace("BASE", canary.url("", host="127.0.0.2")))
    assert isinstance(nest.fail(), PrivateAddressError)
    assert canary.connections == 0


def test_it_obeys_robots_txt(nest: Nest) -> None:
    nest.server.pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /")
    nest.write(LISTS)
    assert isinstance(nest.fail(obey=True), RobotsError)
    assert [asked.path for asked in nest.server.log] == ["/robots.txt"]


def test_it_cannot_loosen_what_holds_for_all(nest: Nest) -> None:
    nest.server.pages["/"] = answer(b"x" * 100, Content_Type="text/html")
    nest.write(
        'custom_settings = {"TELNETCONSOLE_ENABLED": True, "REMOTE_CONTROL_ENABLED": True, "DOWNLOAD_MAXSIZE": 0,'
        ' "DOWNLOAD_TIMEOUT": 999, "WIREWATCH_ALLOW": frozenset(), "DOWNLOAD_VERIFY_CERTIFICATES": False, "COOKIES_ENABLED": True,'
        ' "DOWNLOADER_MIDDLEWARES_BASE": {}, "RETRY_ENABLED": True}\n'
        + LISTS.replace(
            '"price": 7',
            '"text": repr(sorted((name, self.settings[name]) for name in self.custom_settings))',
        )
    )
    (entry, *_) = nest.poll().entries
    for said in (
        "('DOWNLOAD_TIMEOUT', 5.0)",
        "('REMOTE_CONTROL_ENABLED', False)",
        "CERTIFICATES', True)",
    ):
        assert said in entry.text
    assert "('DOWNLOAD_MAXSIZE', 10485760)" in entry.text


def test_it_gets_so_much_time(nest: Nest) -> None:
    nest.server.pages["/"] = silent(nest.server)
    nest.write(LISTS)
    error = nest.fail(limit=0.5)
    assert isinstance(error, TooSlowError)
    assert str(error) == "the spider was not done within 0.5 s and was stopped"


def test_it_gets_so_many_requests_and_items(nest: Nest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "MOST_REQUESTS", 3)
    monkeypatch.setattr(own, "MOST_ITEMS", 2)
    nest.server.pages.update({f"/{n}": answer(b"x", Content_Type="text/html") for n in range(9)})
    nest.write(
        """
start_urls = ["BASE/0"]
def parse(self, response):
    n = int(response.url.rpartition("/")[2])
    yield {"url": response.url, "title": str(n)}
    yield scrapy.Request(f"BASE/{n + 1}")
"""
    )
    assert [entry.title for entry in nest.poll().entries] == ["0", "1"]
    assert len(nest.server.log) <= 3


def test_one_that_yields_nothing_is_told(nest: Nest) -> None:
    nest.server.pages["/"] = answer(b"x", Content_Type="text/html")
    nest.write('start_urls = ["BASE/"]\ndef parse(self, response):\n    return None')
    error = nest.fail()
    assert isinstance(error, ListingError)
    assert str(error) == "the spider yielded no article"


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("own", "", "this is not a dotted path to a class"),
        ("mine.Own!", "", "this is not a dotted path to a class"),
        ("scheduler.Own", "", "`scheduler` is a part of Wirewatch itself"),
        ("mein.Own", "", "there is no module `mein` in the folder of this file"),
        ("mine.Other", HEAD, "there is no `Other` in `mine`"),
        ("mine.scrapy", HEAD, "`scrapy` in `mine` is not a Scrapy spider"),
        ("mine.Own", "import nothing_of_that_name\n", "`mine` needs the module `nothing_of_that_name`"),
        ("mine.Own", "x = 1\nclass Own(\n", "`mine` cannot be imported: SyntaxError (mine.py, line 2)"),
        ("mine.Own", "def f():\n    raise SystemExit\nf()\n", "`mine` cannot be imported: SystemExit in f (mine.py, line 2)"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_path_is_told(tmp_path: Path, path: str, text: str, said: str) -> None:
    sys.modules.pop("mine", None)
    (tmp_path / "mine.py").write_text(text, encoding="utf-8")
    before = list(sys.path)
    try:
        with pytest.raises(WrongSpiderError) as caught:
            spider_class(path, tmp_path)
    finally:
        sys.modules.pop("mine", None)
        sys.path[:] = before
    assert said in str(caught.value)
    assert caught.value.mend
