"""A web in memory that answers as the port promises, and notes what was asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from spiders import Answer, Ask, SpiderError

T = TypeVar("T")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that only moves when it is told to; sleeping moves it."""

    now: datetime = NOW
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@dataclass
class Page:
    """What one address answers."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    moved_to: str | None = None
    """The address that answers in the end."""
    etag: str | None = None
    """Answered with 304 to those who send it back."""
    error: SpiderError | None = None


class Web:
    """Answers 404 for whatever it was not given."""

    def __init__(self, pages: Mapping[str, Page] | None = None) -> None:
        self.pages = dict(pages or {})
        self.asked: list[Ask] = []

    @property
    def urls(self) -> list[str]:
        return [ask.url for ask in self.asked]

    async def fetch(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        page = self.pages.get(ask.url, Page("sorry", 404))
        if page.error is not None:
            raise page.error
        headers = dict(page.headers) | ({"etag": page.etag} if page.etag else {})
        body = page.body.encode() if isinstance(page.body, str) else page.body
        if page.etag and ask.validators.etag == page.etag:
            return Answer(url=page.moved_to or ask.url, status=304, headers=headers, body=b"")
        return Answer(url=page.moved_to or ask.url, status=page.status, headers=headers, body=body)


class Here:
    """Reads in this process."""

    async def run(self, read: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        return read(*args, **kwargs)
