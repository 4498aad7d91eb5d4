"""The grammar of the command line."""

import argparse
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.vocabulary import DeliveryState

DURATION = re.compile(r"(\d{1,6})\s*([smhdw])")
FIGURES = 40
"""More than the number of anything has."""
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; ``--config`` and ``-v`` stand before or after a command."""
    top = argparse.ArgumentParser(
        prog="wirewatch",
        description="Watches the news for you: polls sources, matches watchlists, alerts once per story.",
        epilog="`wirewatch demo` shows it at work. `wirewatch COMMAND --help` tells more of a command.",
    )
    top.add_argument("--version", action=_Version, help="show program's version number and exit")
    _common(top)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _settings(commands)
    _finding(commands)
    _daemon(commands)
    _reading(commands)
    return top


def duration(text: str) -> timedelta:
    """Read ``60s``, ``5m``, ``24h``, ``7d``."""
    found = DURATION.fullmatch(text.strip().lower())
    if not found:
        raise argparse.ArgumentTypeError(f"«{text}» is not a duration; write 60s, 5m, 24h or 7d")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def at_least_one(text: str) -> int:
    """Read a whole number, 1 or more."""
    number = whole(text)
    if not number:
        raise argparse.ArgumentTypeError(f"«{text}» is not a number; write 1 or more")
    return number


def whole(text: str) -> int | None:
    """Read a number in plain figures, None if it is none; one that nothing can have is cut, and as unknown as before."""
    if not (text.isascii() and text.isdigit()):
        return None
    # Python reads no number of thousands of figures.
    return int(text.lstrip("0")[:FIGURES] or "0")


def since(text: str) -> datetime:
    """Read how far back to look: ``24h``, ``7d``, or a date such as ``2026-11-01``."""
    now = datetime.now(UTC)
    if DURATION.fullmatch(text.strip().lower()):
        try:
            return now - duration(text)
        except OverflowError:
            return datetime.min.replace(tzinfo=UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"«{text}» is neither a duration (24h, 7d) nor a date (2026-11-01)"
        ) from None
    try:
        return moment.astimezone(UTC)
    except (OverflowError, ValueError):
        # In another zone than UTC, the first and the last days of the calendar have no time in UTC.
        if moment.year == 1:
            return datetime.min.replace(tzinfo=UTC)
        return datetime.max.replace(tzinfo=UTC)


class _Version(argparse.Action):
    """Looks the version up when it is asked for: that takes as long as reading the whole command line."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given, nargs=0, default=argparse.SUPPRESS)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"wirewatch {version('wirewatch')}")
        parser.exit()


def _common(parser: argparse.ArgumentParser) -> None:
    # Not set unless given, so that the place after the command does not undo the place before it.
    parser.add_argument(
        "--config", metavar="PATH", default=argparse.SUPPRESS, help="the configuration file"
    )
    parser.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        default=argparse.SUPPRESS,
        help="say more of what happens",
    )


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, help_: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_, description=help_[0].upper() + help_[1:] + ".")
    _common(parser)
    return parser


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line, nothing else")


def _since(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since", type=since, metavar="WHEN", help="only what was seen since: 24h, 7d or a date"
    )


def _settings(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    init = _command(commands, "init", "write a commented config.yaml to start from")
    init.add_argument(
        "folder", nargs="?", default=".", metavar="FOLDER", help="where; this folder if left out"
    )
    check = _command(commands, "check", "validate the configuration and tell every mistake in it")
    _json(check)
    _command(commands, "schema", "print the JSON Schema of config.yaml, for editors")
    test = _command(commands, "test", "send a sample message to a channel")
    test.add_argument("channel", metavar="CHANNEL", help="its name under `channels:`")
    test.add_argument("--digest", action="store_true", help="send a sample digest instead")
    _json(test)


def _daemon(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    run = _command(commands, "run", "watch: the daemon, in the foreground")
    run.add_argument(
        "--once", action="store_true", help="poll every source once, deliver what is due, and exit"
    )
    demo = _command(
        commands, "demo", "the real daemon on a bundled newsroom: no network, no account"
    )
    demo.add_argument(
        "--for", dest="duration", type=duration, metavar="60s", help="end after this time"
    )


def _finding(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    discover = _command(
        commands, "discover", "look for the feeds and sitemaps of a site, as YAML to paste"
    )
    discover.add_argument("url", metavar="URL", help="the address of the site, or of a page of it")
    _json(discover)
    fetch = _command(
        commands, "fetch", "try a source or a page, step by step; nothing is stored or sent"
    )
    fetch.add_argument(
        "what",
        metavar="SOURCE",
        help="its name in the configuration, or an address: of a source or of an article",
    )
    fetch.add_argument(
        "--articles",
        type=at_least_one,
        default=1,
        metavar="N",
        help="read the pages of at most this many entries (1)",
    )
    _json(fetch)
    import_ = _command(
        commands, "import", "turn an OPML file of a feed reader into sources, as YAML to paste"
    )
    import_.add_argument("file", metavar="FILE", help="the OPML file")


def _matching(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    match = _command(
        commands, "match", "run queries over texts, without an archive; a filter for pipes"
    )
    match.add_argument(
        "files", nargs="*", metavar="FILE", help="JSON lines or plain text; standard input if none"
    )
    match.add_argument(
        "--query", action="append", metavar="QUERY", help="may be given several times"
    )
    match.add_argument(
        "--watchlists",
        metavar="FILE",
        help="YAML, or one query a line; else those of the configuration",
    )
    match.add_argument("--lang", metavar="TAG", help="language of texts that do not say theirs")
    match.add_argument("--lines", action="store_true", help="in plain text, each line is a text")
    form = match.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object a match")
    form.add_argument(
        "--filter", action="store_true", help="pass on the texts that match, unchanged"
    )
    shown = match.add_mutually_exclusive_group()
    shown.add_argument(
        "--count", action="store_true", help="only how many texts each query matches"
    )
    shown.add_argument("--explain", action="store_true", help="what held and what failed, and why")
    _queries(commands)


def _queries(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    translate = _command(commands, "import-query", "say a query of another program in our language")
    translate.add_argument(
        "--from",
        dest="dialect",
        required=True,
        choices=("meltwater", "brandwatch", "talkwalker", "google", "lucene"),
        help="the language it is written in",
    )
    translate.add_argument(
        "query", nargs="*", metavar="QUERY", help="standard input, one a line, if none"
    )
    _json(translate)
    lists = _command(commands, "watchlists", "the watchlists, and what they match in the archive")
    lists.add_argument(
        "--cost", action="store_true", help="the slowest and the noisiest, tried on the archive"
    )
    _since(lists)
    _json(lists)


def _outbox(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    outbox = _command(commands, "outbox", "the messages on their way: list, show, retry, drop")
    outbox.add_argument(
        "act", nargs="?", choices=("list", "show", "retry", "drop"), default="list", metavar="ACT",
        help="list (the default), show, retry or drop",
    )  # fmt: skip
    outbox.add_argument(
        "ids", nargs="*", type=at_least_one, metavar="ID", help="numbers of messages, as listed"
    )
    outbox.add_argument(
        "--state",
        action="append",
        choices=[str(state) for state in DeliveryState],
        help="only messages in this state; may be given several times",
    )
    outbox.add_argument("--channel", metavar="NAME", help="only messages to this channel")
    outbox.add_argument("--dead", action="store_true", help="retry or drop all that are dead")
    _since(outbox)
    _json(outbox)
    _holding_back(commands)


def _holding_back(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    mute = _command(commands, "mute", "hold back a watchlist or a story for a while")
    mute.add_argument(
        "name",
        nargs="?",
        metavar="NAME",
        help="of a watchlist, or the number of a story; all mutes if none",
    )
    end = mute.add_mutually_exclusive_group()
    end.add_argument("--for", dest="duration", type=duration, metavar="2h", help="for how long")
    end.add_argument(
        "--until", metavar="WHEN", help="until when: 18:00, 2026-11-30 or 2026-11-30T18:00"
    )
    end.add_argument("--end", action="store_true", help="end the mute now")
    _json(mute)
    claim = _command(commands, "claim", "take up a story, so that nobody further is told of it")
    claim.add_argument(
        "story",
        nargs="?",
        type=at_least_one,
        metavar="STORY",
        help="its number, as messages name it",
    )
    claim.add_argument(
        "--message", type=at_least_one, metavar="N", help="the story of this message instead"
    )
    _json(claim)


def _reading(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    _matching(commands)
    status = _command(commands, "status", "how sources and channels stand, and why")
    _json(status)
    _outbox(commands)
    search = _command(commands, "search", "find articles in the archive, in the watchlist language")
    search.add_argument(
        "query",
        metavar="QUERY",
        nargs="+",
        help='as in a watchlist; in single quotes, to keep "…" from the shell',
    )
    search.add_argument(
        "--limit", type=at_least_one, default=20, metavar="N", help="at most this many (20)"
    )
    search.add_argument(
        "--stories", action="store_true", help="the stories of what is found, each once"
    )
    search.add_argument(
        "--text", action="store_true", help="with --json: the text of each article too"
    )
    _since(search)
    _json(search)
    _telling(commands)
    export = _command(commands, "export", "write articles, or matches, as JSON lines or CSV")
    export.add_argument("--matches", action="store_true", help="matches instead of articles")
    export.add_argument(
        "--format",
        choices=("jsonl", "csv"),
        default="jsonl",
        help="JSON lines (the default) or CSV",
    )
    export.add_argument(
        "--opml", action="store_true", help="the configured sources instead, for feed readers"
    )
    export.add_argument("--output", metavar="FILE", help="a file instead of standard output")
    export.add_argument("--text", action="store_true", help="the text of each article too")
    _since(export)
    _json(export)


def _telling(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    story = _command(commands, "story", "who reported a story, when, and whose copies they are")
    story.add_argument(
        "story", metavar="ID", type=at_least_one, help="its number, or that of one of its articles"
    )
    _json(story)
    explain = _command(
        commands, "explain", "say everything about one article: why it was told, or was not"
    )
    explain.add_argument("article", metavar="URL", help="its address, or its number")
    explain.add_argument(
        "--watchlist", metavar="NAME", help="this watchlist only, with every part of its query"
    )
    _json(explain)
