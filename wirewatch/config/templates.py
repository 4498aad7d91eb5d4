"""Templates that channels name: where they are, and what is wrong with them."""

import os
from itertools import chain, product
from pathlib import Path

from archive.vocabulary import Beat, Channel, Message
from wirewatch.config.desk import Desk, Word
from wirewatch.config.problems import quoted
from wirewatch.config.report import Report

_MEND = "Until it is mended, messages go out in Wirewatch's own words"


def template_of(word: Word | None, desk: Desk, *, look: bool) -> str | None:
    """Return the path of a template, or of a folder of them.

    Each broken file gets a warning in a report of its own; with ``look`` false nobody looks at them.
    """
    if word is None:
        return None
    name = word.text.strip()
    path = Path(os.path.abspath(desk.folder / name))  # noqa: PTH100 - resolve() would leave a symbolic link's folder
    if not look:
        return str(path)
    if not path.exists():
        what = f"there is no file and no folder {quoted(word.shown)}"
        mend = f"{_MEND}. Its path counts from this file's folder"
        desk.report.warn(word.place, "no-template", what, mend)
    else:
        _check(path, word, desk)
    return str(path)


def unused_template(word: Word | None, channel: Channel, desk: Desk) -> None:
    """Warn of a template that no message of its channel will ever be made of."""
    if word is None or channel.template is None:
        return
    what = mend = ""
    if channel.to and all(one.reveal().startswith("console://") for one in channel.to):
        what = "the console has no templates"
        mend = "Remove it: what is printed is always in Wirewatch's own words"
    elif channel.when.beat is not Beat.AT_ONCE and Path(channel.template).is_file():
        what = "a single file is for alerts alone, and this channel gets digests"
        mend = "Name a folder in its place, with `digest-email.html` in it, for instance"
    elif Path(channel.template).is_dir() and (files := _unserved(channel)):
        what = "this folder has no file for a channel of this kind"
        mend = f"Write {' or '.join(files)} into it"
    if what:
        desk.report.warn(word.place, "unused-template", what, mend)


def long_template(word: Word | None, channel: Channel, desk: Desk) -> None:
    """Warn of a template that writes more than a service takes, however little there is to tell."""
    if word is None or channel.template is None or not Path(channel.template).exists():
        return
    # Only for those who have templates: reading a configuration stays quick.
    from alerts.own import load, problems
    from alerts.rendering import render
    from alerts.samples import LONG, LONG_DIGEST
    from alerts.services import Service

    path = Path(channel.template)
    if problems(path):
        return
    own = load(path)
    services = [Service(to) for to in channel.to if not to.reveal().startswith("console://")]
    messages: tuple[Message, ...] = (LONG, LONG_DIGEST)
    for service, message in product(services, messages):
        fault = render(message, service.kind, zone="UTC", room=service.room, own=own).fault
        if fault:
            desk.report.warn(word.place, "long-template", fault, _MEND)


def _unserved(channel: Channel) -> list[str]:
    """Return which files would be for a channel whose folder has none for it; nothing when it has one."""
    # Only for those who have templates: reading a configuration stays quick.
    from alerts.own import BODIES, serves
    from alerts.services import Service

    kinds = [Service(to).kind for to in channel.to if not to.reveal().startswith("console://")]
    if any(serves(Path(channel.template or ""), kind) for kind in kinds):
        return []
    return [quoted(name) for name in dict.fromkeys(chain.from_iterable(BODIES[k] for k in kinds))]


def _check(path: Path, word: Word, desk: Desk) -> None:
    # Only for those who have templates: reading a configuration stays quick.
    from alerts.own import FILES, problems, strangers

    told = {(one.file, one.line, one.message) for other in desk.beside for one in other.problems}
    for fault in problems(path):
        report = Report(str(fault.file), _shown(fault.file), secrets=desk.report.secrets)
        line = min(max(fault.line - 1, 0), len(report.lines) - 1)
        start = report.start_of(line)
        end = start + len(report.lines[line])
        report.warn((start, end), "bad-template", fault.message, _MEND)
        (problem,) = report.problems
        if (problem.file, problem.line, problem.message) not in told:
            # Two channels may have the same templates.
            desk.beside.append(report)
    if path.is_dir() and (unused := strangers(path)):
        names = ", ".join(file.name for file in unused[:3])
        desk.report.warn(
            word.place,
            "unknown-template",
            f"nothing is made of {quoted(names)} in this folder",
            f"Templates are called {', '.join(FILES)}, or `digest-` and one of these",
        )


def _shown(file: Path) -> str:
    try:
        if not file.is_file():
            return ""  # a pipe would be waited for
        with file.open(encoding="utf-8-sig", errors="replace") as opened:
            return opened.read(100_000)
    except OSError:
        return ""
