"""`init`, `check`, `schema` and `test`."""

import json
import shlex
import sys
from argparse import Namespace
from contextlib import redirect_stdout
from pathlib import Path

from alerts import Tried, expand_channel, send_test
from archive.vocabulary import Channel, OutcomeKind
from scheduler.report import count
from wirewatch.cli import setting
from wirewatch.cli.trouble import Trouble
from wirewatch.config import schema as schema_of
from wirewatch.config import starter


def init(options: Namespace) -> int:
    """Write a configuration to start from; never over one that is there."""
    folder = Path(options.folder)
    path = folder / "config.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(starter())
    except FileExistsError as error:
        raise Trouble(f"{path} is there already; it was left as it is") from error
    except OSError as error:
        raise Trouble(f"{path} cannot be written: {error.strerror}") from error
    where = "" if folder == Path() else f" --config {shlex.quote(str(path))}"
    print(f"Wrote {path}. Edit it, then: wirewatch check{where}")
    return 0


def check(options: Namespace) -> int:
    """Tell every mistake in the configuration."""
    loaded = setting.read(options)
    if options.json:
        for problem in loaded.problems:
            print(json.dumps(problem.as_json(), ensure_ascii=False))
    else:
        setting.show(loaded.problems)
    config = loaded.config
    if config is None:
        errors = sum(problem.severity == "error" for problem in loaded.problems)
        found = count(
            errors, "error; nothing runs until it is", "errors; nothing runs until they are"
        )
        print(f"wirewatch: {found} mended", file=sys.stderr)
        return 1
    if not options.json:
        counts = (
            count(len(config.sources), "source", "sources"),
            count(len(config.watchlists), "watchlist", "watchlists"),
            count(len(config.channels), "channel", "channels"),
        )
        print(f"{config.path}: good ({', '.join(counts)})")
    return 0


def schema(options: Namespace) -> int:
    """Print the JSON Schema of the configuration."""
    del options
    print(json.dumps(schema_of(), indent=2, ensure_ascii=False))
    return 0


def test(options: Namespace) -> int:
    """Send a sample message and tell what the service said."""
    config = setting.configured(options)
    channels = {channel.name: channel for channel in config.channels}
    if options.channel not in channels:
        names = ", ".join(channels) or "none"
        raise Trouble(f"no channel {options.channel}. Channels: {names}")
    channel = expand_channel(channels[options.channel])
    sent = _sent(channel, zone=config.timezone.key, digest=options.digest, quiet=options.json)
    for tried in sent:
        arrived = tried.outcome.kind is OutcomeKind.SENT
        doubt = "" if tried.outcome.sure else "; it may have arrived all the same"
        answer = f"{tried.outcome.reason}{doubt}"
        if options.json:
            record = {
                "channel": channel.name,
                "target": tried.target,
                "sent": arrived,
                "answer": answer or None,
                "template": tried.remark or None,
            }
            print(json.dumps(record, ensure_ascii=False))
            continue
        word = "sent" if arrived else "failed"
        print(f"{channel.name} ({tried.target}): {word}{_why(answer)}")
        if tried.remark:
            print(f"wirewatch: our own words were sent: {tried.remark}", file=sys.stderr)
    if any(tried.outcome.kind is not OutcomeKind.SENT for tried in sent):
        return 3
    return 1 if any(tried.remark for tried in sent) else 0


def _sent(channel: Channel, *, zone: str, digest: bool, quiet: bool) -> list[Tried]:
    if not quiet:
        return send_test(channel, zone=zone, digest=digest)
    # `console://` prints its sample; with --json only records stand on standard output.
    with redirect_stdout(sys.stderr):
        return send_test(channel, zone=zone, digest=digest)


def _why(reason: str) -> str:
    return f": {reason}" if reason else ""
