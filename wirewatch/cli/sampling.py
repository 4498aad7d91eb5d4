"""`test`: a sample message to a channel."""

import json
import sys
from argparse import Namespace
from contextlib import redirect_stdout

from alerts import Tried, expand_channel, send_test
from archive.vocabulary import Channel, OutcomeKind
from wirewatch.cli import setting
from wirewatch.cli.trouble import Trouble


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
