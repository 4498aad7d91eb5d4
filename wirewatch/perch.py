"""Where the canary sits in a configuration: a source, a watchlist and a channel that the user did not write."""

from dataclasses import replace

from scheduler import canary
from wirewatch.config import Config


def perched(config: Config, url: str) -> Config:
    """Return a configuration with the canary in it, if it asks for one; its nest is at ``url``."""
    if config.canary is None:
        return config
    host, _, port = url.partition("://")[2].partition("/")[0].rpartition(":")
    return replace(
        config,
        sources=(*config.sources, canary.source(url, config.canary)),
        watchlists=(*config.watchlists, canary.WATCHLIST),
        channels=(*config.channels, canary.CHANNEL),
        fetch=replace(config.fetch, allow=config.fetch.allow | {(host, int(port))}),
    )
