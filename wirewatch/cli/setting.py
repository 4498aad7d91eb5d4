"""Getting the configuration for a command."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path

from watchlists import check as check_query
from wirewatch import logs
from wirewatch.cli.trouble import Trouble
from wirewatch.config import (
    AddressCheck,
    Config,
    ConfigNotFound,
    Loaded,
    Problem,
    bare,
    find_config,
    load,
)


def read(options: Namespace, *, addresses: bool = True) -> Loaded:
    """Read the configuration with all that is wrong with it; ``addresses`` as in `read_file`.

    Raises `Trouble` when there is no file.
    """
    return read_file(find(options), addresses=addresses)


def find(options: Namespace) -> Path:
    """Return the file to read; raises `Trouble` when there is none."""
    try:
        return find_config(getattr(options, "config", None), os.environ)
    except ConfigNotFound as error:
        raise Trouble(str(error)) from error


def read_file(path: Path, *, addresses: bool = True) -> Loaded:
    """Read one configuration file with all that is wrong with it.

    Without ``addresses`` those of channels, and their templates, are taken as they are: whoever sends nothing need not
    wait until the services are loaded.
    """
    check_address: AddressCheck | None = None
    if addresses:
        from alerts import address_problem

        check_address = address_problem
    return load(path, os.environ, check_query=check_query, check_address=check_address)


def configured(options: Namespace, *, sends: bool = True) -> Config:
    """Return a configuration without mistakes; see `configured_with_doubts`."""
    return configured_with_doubts(options, sends=sends)[0]


def configured_with_doubts(
    options: Namespace, *, sends: bool = True
) -> tuple[Config, Sequence[Problem]]:
    """Return a configuration without mistakes, and what there is to doubt of it.

    Warnings, and mistakes in the addresses of channels, are told by commands that send. Raises `Trouble` after every
    mistake has been told.
    """
    loaded = read(options, addresses=sends)
    if sends or loaded.config is None:
        show(loaded.problems)
    if loaded.config is None:
        raise Trouble("nothing was done: mend the configuration first")
    logs.set_up(verbose=getattr(options, "verbose", False), secrets=loaded.config.secrets)
    return loaded.config, loaded.problems


def configured_in_part(options: Namespace) -> Config:
    """Return the configuration, or what is good of one with mistakes: whoever looks into the archive need not wait until they are mended.

    Raises `Trouble` after every mistake has been told, if they leave in doubt where the archive is.
    """
    loaded = read(options, addresses=False)
    if loaded.config is not None or loaded.rest is None or not loaded.rest.archive.is_file():
        return configured(options, sends=False)
    wrong = sum(problem.severity == "error" for problem in loaded.problems)
    what = "a mistake" if wrong == 1 else f"{wrong} mistakes"
    print(
        f"wirewatch: {loaded.rest.path} has {what}, which `wirewatch check` tells; what follows goes by the rest of it",
        file=sys.stderr,
    )
    logs.set_up(verbose=getattr(options, "verbose", False), secrets=loaded.rest.secrets)
    return loaded.rest


def configured_or_bare(options: Namespace) -> Config:
    """Return the configuration; where there is none and none was asked for, one without anything in it."""
    try:
        return configured(options, sends=False)
    except Trouble as trouble:
        if getattr(options, "config", None) is None and isinstance(
            trouble.__cause__, ConfigNotFound
        ):
            return bare(Path.cwd())
        raise


def show(problems: Iterable[Problem]) -> None:
    """Show what is wrong with a file."""
    color = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    for problem in problems:
        print(problem.render(color=color), file=sys.stderr)
