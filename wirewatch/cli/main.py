"""From arguments to a command and its exit code."""

import errno
import gc
import logging
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from wirewatch import logs, signals
from wirewatch.cli.arguments import parser
from wirewatch.cli.trouble import Trouble

DONE, MENDABLE, USAGE, FAILED = 0, 1, 2, 3
"""Exit codes: done; the user can mend it; wrong usage; finished, but a source or a delivery failed."""

COMMANDS: Mapping[str, str] = {
    "init": "wirewatch.cli.settings:init",
    "check": "wirewatch.cli.settings:check",
    "schema": "wirewatch.cli.settings:schema",
    "test": "wirewatch.cli.sampling:test",
    "discover": "wirewatch.cli.finding:discover",
    "fetch": "wirewatch.cli.fetching:fetch",
    "import": "wirewatch.cli.finding:import_",
    "run": "wirewatch.cli.watching:run",
    "demo": "wirewatch.cli.watching:demo",
    "match": "wirewatch.cli.matching:match",
    "import-query": "wirewatch.cli.translating:import_query",
    "watchlists": "wirewatch.cli.costs:watchlists",
    "status": "wirewatch.cli.reading:status",
    "outbox": "wirewatch.cli.outbox:outbox",
    "mute": "wirewatch.cli.muting:mute",
    "claim": "wirewatch.cli.claiming:claim",
    "search": "wirewatch.cli.reading:search",
    "story": "wirewatch.cli.stories:story",
    "explain": "wirewatch.cli.explaining:explain",
    "export": "wirewatch.cli.exporting:export",
}
"""Where each command is; imported when it is asked for, so that `--help` is quick."""


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code.

    0 done; 1 the user can mend it; 2 wrong usage; 3 finished, but some source or delivery failed.
    """
    try:
        options = parser().parse_args(argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else USAGE
    logs.set_up(verbose=getattr(options, "verbose", False))
    daemon = options.command == "run" and not options.once
    command = _find(COMMANDS[options.command])
    signals.for_command(daemon=daemon)
    if not gc.isenabled():
        # What was loaded stays to the end, so nothing is gained by looking through it again and again.
        gc.freeze()
        gc.enable()
    try:
        return command(options)
    except Trouble as trouble:
        print(f"wirewatch: {trouble}", file=sys.stderr)
        return MENDABLE
    except BrokenPipeError:
        # The reader of our output (`head`, say) has seen enough; Python must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}:
            logging.getLogger("wirewatch").exception("this is a bug in Wirewatch")
            return MENDABLE
        # What could not be written must not be tried again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"wirewatch: the output cannot be written: {error.strerror}", file=sys.stderr)
        return MENDABLE
    except Exception:
        logging.getLogger("wirewatch").exception("this is a bug in Wirewatch")
        return MENDABLE


def _find(place: str) -> Callable[[Namespace], int]:
    module, _, name = place.partition(":")
    command: Callable[[Namespace], int] = getattr(import_module(module), name)
    return command
