"""Pages shown by a real Chromium: their scripts run, and lead nowhere that we would not go."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest

from archive.vocabulary import FetchRules
from spiders import Answer, Ask
from spiders.crawl.browser import BrowserFetcher, what_is_missing
from spiders.errors import FetchError, FetchRefusedError, PrivateAddressError, TooSlowError
from tests.spiders.crawl.conftest import AGENT, Web
from tests.spiders.crawl.servers import Server, answer, redirect

if what_is_missing() and not os.environ.get("WIREWATCH_TEST_BROWSER"):
    pytest.skip(str(what_is_missing()), allow_module_level=True)

HTML = "text/html; charset=utf-8"


def page(script: str = "", body: str = "") -> bytes:
    text = f"<!doctype html><title>Post</title><body>{body}<script>{script}</script>"
    return answer(text.encode(), Content_Type=HTML)


class Screen:
    """A browser on the loop of the tests."""

    def __init__(self, web: Web, rules: FetchRules) -> None:
        self._web = web
        self._fetcher = BrowserFetcher(rules, user_agent=AGENT)

    def show(self, url: str) -> Answer:
        return self._web.run(self._fetcher.fetch(Ask(url=url)))

    def refuse(self, url: str) -> FetchError:
        with pytest.raises(FetchError) as caught:
            self.show(url)
        return caught.value

    def close(self) -> None:
        self._web.run(self._fetcher.close())


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture(scope="module")
def screen(web: Web, site: Server) -> Iterator[Screen]:
    screen = Screen(web, FetchRules(allow=site.allowed, timeout=timedelta(seconds=15)))
    yield screen
    screen.close()


@pytest.fixture(autouse=True)
def _anew(site: Server) -> None:
    site.pages.clear()
    site.log.clear()


def test_the_scripts_of_a_page_run(screen: Screen, site: Server) -> None:
    site.pages["/"] = page(
        "fetch('/list').then(r => r.json()).then(l => l.forEach(t => document.body.append(t)))"
    )
    site.pages["/list"] = answer(
        b'["\xd0\x9a\xd1\x83\xd1\x80\xd1\x81\xd1\x8c\xd0\xba"]', Content_Type="application/json"
    )
    shown = screen.show(site.url())
    assert "Курськ" in shown.body.decode()
    assert (shown.status, shown.url, shown.headers["content-type"]) == (200, site.url(), HTML)
    assert {asked.header("User-Agent") for asked in site.log} == {AGENT.encode()}


def test_redirects_and_statuses_are_told(screen: Screen, site: Server) -> None:
    site.pages["/old"] = redirect("/new", 301)
    site.pages["/new"] = page(body="here")
    shown = screen.show(site.url("/old"))
    assert (shown.url, shown.redirects) == (site.url("/new"), ((site.url("/old"), 301),))
    assert screen.show(site.url("/nothing")).status == 404


def test_a_page_cannot_reach_into_our_network(screen: Screen, site: Server, canary: Server) -> None:
    hosts = ("127.0.0.1", "127.0.0.2", "localhost", "0.0.0.0", "[::1]", "2130706433")
    there = [f"http://{host}:{canary.port}/" for host in hosts]
    tries = "".join(
        f"try {{ fetch('{url}', {{mode: 'no-cors'}}).catch(() => 0); new WebSocket('{url.replace('http', 'ws')}');"
        f" navigator.sendBeacon('{url}'); new Image().src = '{url}'; new Worker('{url}') }} catch (e) {{}};"
        for url in there
    )
    frames = "".join(
        f"<iframe src='{url}'></iframe><img src='{url}'><script src='{url}'></script>"
        f"<link rel=stylesheet href='{url}'><link rel=prefetch href='{url}'><object data='{url}'></object>"
        for url in there
    )
    site.pages["/"] = page(f"{tries}document.body.append('done')", frames)
    site.pages["/sent"] = redirect(there[0])
    site.pages["/led"] = page(f"location = '{there[0]}'")
    assert b"done" in screen.show(site.url()).body
    assert isinstance(screen.refuse(site.url("/sent")), PrivateAddressError)
    with suppress(PrivateAddressError):  # told, if the page was left before it was read
        screen.show(site.url("/led"))
    assert canary.connections == 0


def test_pictures_are_not_loaded(screen: Screen, site: Server) -> None:
    site.pages["/"] = page(
        body="<img src=/a.png><video src=/b.mp4></video><audio src=/c.mp3></audio>"
    )
    screen.show(site.url())
    assert {asked.path for asked in site.log} <= {"/", "/favicon.ico"}


def test_nothing_is_kept_from_one_page_to_the_next(screen: Screen, site: Server) -> None:
    site.pages["/"] = page(
        "document.body.append('had ' + localStorage.length + document.cookie); localStorage.a = 1; document.cookie = 'id=1'"
    )
    for _ in range(2):
        assert b"had 0<" in screen.show(site.url()).body
    assert all(asked.header("Cookie") is None for asked in site.log)


def test_a_file_is_not_taken(screen: Screen, site: Server) -> None:
    site.pages["/"] = answer(
        b"x" * 100, Content_Type="application/zip", Content_Disposition="attachment; filename=a.zip"
    )
    error = screen.refuse(site.url())
    assert isinstance(error, FetchRefusedError)
    assert str(error) == "127.0.0.1 sends a file, not a page"


def test_a_page_that_never_ends_is_given_up_and_the_next_is_shown(web: Web, site: Server) -> None:
    site.pages["/busy"] = page("while (true) {}")
    site.pages["/"] = page(body="fine")
    screen = Screen(web, FetchRules(allow=site.allowed, timeout=timedelta(seconds=1)))
    try:
        assert isinstance(screen.refuse(site.url("/busy")), TooSlowError)
    finally:
        screen.close()
    patient = Screen(web, FetchRules(allow=site.allowed))
    try:
        assert b"fine" in patient.show(site.url()).body
    finally:
        patient.close()
