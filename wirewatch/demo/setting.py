"""The demo's config.yaml: a real one, as a user would write it, with the addresses filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wirewatch.demo.content import Outlet

DESK = "desk@newsroom.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A watchlist, for the words on the screen."""

    name: str
    text: str
    notify: tuple[str, ...]


WATCHLISTS = (
    Shown(
        name="North Korean troops",
        text="query: '\"North Korean troops\" OR ((DPRK OR Pyongyang) AND (troops OR soldiers))'",
        notify=("mail", "chat"),
    ),
    Shown(
        name="Kursk",
        text='any: [Kursk, "Курськ*", كورسك]\nnone: [football, "North Korean"]',
        notify=("mail", "chat"),
    ),
    Shown(
        name="Rail strike",
        text='query: \'"rail strike" OR Bahnstreik OR "huelga ferroviaria"\'',
        notify=("mail",),
    ),
    Shown(name="地震", text="any: [地震, 津波]", notify=("chat",)),
)

_HEAD = """\
# Written by `wirewatch demo`, with the channels' addresses in .env; it is gone when the demo ends.
archive: wirewatch.db

fetch:
  allow: ["127.0.0.1:{port}"]    # the newsroom's own address; private ones are refused otherwise

"""


def write_config(
    folder: Path, outlets: tuple[Outlet, ...], *, base: str, channels: Mapping[str, str]
) -> Path:
    """Write config.yaml into a folder, and ``.env`` beside it; return the path of the former.

    ``base`` is the newsroom's address, ``channels`` the Apprise addresses by name.
    """
    secrets = folder / ".env"
    secrets.touch(mode=0o600)
    lines = [f"{_variable(name)}={address}\n" for name, address in channels.items()]
    secrets.write_text("".join(lines), encoding="utf-8")
    path = folder / "config.yaml"
    path.write_text(config_text(outlets, base=base, channels=tuple(channels)), encoding="utf-8")
    return path


def config_text(outlets: tuple[Outlet, ...], *, base: str, channels: Sequence[str]) -> str:
    """Return the configuration as YAML; the channels' addresses come from the environment."""
    sources = "".join(
        f'  - name: "{outlet.name}"\n'
        f"    feed: {base}{outlet.feed_path}\n"
        f"    every: 2s\n"
        f"    tags: [{', '.join(outlet.tags)}]\n"
        for outlet in outlets
    )
    watchlists = "".join(_watchlist(shown) for shown in WATCHLISTS)
    targets = "".join(f"  {name}: ${{{_variable(name)}}}\n" for name in channels)
    return (
        _HEAD.format(port=base.rpartition(":")[2])
        + f"sources:\n{sources}\nwatchlists:\n{watchlists}\nchannels:\n{targets}"
    )


def channel_addresses(*, mail_port: int, chat_port: int, token: str) -> dict[str, str]:
    """Return the Apprise addresses of the two sinks."""
    return {
        "mail": f"mailto://127.0.0.1:{mail_port}/?from=wirewatch@newsroom.example&to={DESK}",
        "chat": f"mmost://127.0.0.1:{chat_port}/{token}",
    }


def _variable(channel: str) -> str:
    return f"{channel.upper()}_URL"


def _watchlist(shown: Shown) -> str:
    lines = "".join(f"    {line}\n" for line in shown.text.splitlines())
    return f"  - name: {shown.name}\n{lines}    notify: [{', '.join(shown.notify)}]\n"
