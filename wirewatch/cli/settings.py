"""`init`, `check` and `schema`."""

import json
import shlex
import sys
from argparse import Namespace
from pathlib import Path

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
