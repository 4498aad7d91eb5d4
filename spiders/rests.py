"""Hosts that have enough of us are left alone as a whole, not only at the address that said so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from spiders.errors import StatusError
from spiders.feeds import retry_after
from spiders.web import Answer, Ask, Fetcher, host_and_port

ENOUGH = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
SHORTEST = timedelta(minutes=1)
"""Without a Retry-After; doubled each time until the host answers otherwise."""
LONGEST = timedelta(hours=1)
"""However long it asks for: one address must not silence all others of a large host for a day."""
MOST_HOSTS = 5_000

Host = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    until: datetime
    status: int
    times: int
    """In a row."""


class RestingFetcher:
    """A fetcher that does not ask a host for anything while it rests; the user's own servers never do."""

    def __init__(
        self, fetcher: Fetcher, *, own: frozenset[Host], now: Callable[[], datetime]
    ) -> None:
        self._fetcher = fetcher
        self._own = own
        self._now = now
        self._rests: dict[Host, _Rest] = {}

    async def fetch(self, ask: Ask) -> Answer:
        """See `spiders.web.Fetcher.fetch`; raises `StatusError` while the host rests."""
        host = host_and_port(ask.url)
        rest = self._rests.get(host)
        if rest is not None and rest.until > self._now():
            raise StatusError(
                f"{host[0]} has enough of us ({rest.status}) and is left alone for a while",
                wait=rest.until - self._now(),
            )
        answer = await self._fetcher.fetch(ask)
        self._learn(host_and_port(answer.url), answer)
        return answer

    def _learn(self, host: Host, answer: Answer) -> None:
        if host in self._own:
            return
        if answer.status not in ENOUGH:
            self._rests.pop(host, None)
            return
        before = self._rests.pop(host, None)
        times = before.times + 1 if before else 1
        now = self._now()
        asked = retry_after(answer.headers.get("retry-after"), now=now)
        wait = asked or SHORTEST * 2 ** min(times - 1, 10)
        self._rests[host] = _Rest(until=now + min(wait, LONGEST), status=answer.status, times=times)
        while len(self._rests) > MOST_HOSTS:
            del self._rests[next(iter(self._rests))]
