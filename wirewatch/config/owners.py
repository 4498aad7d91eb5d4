"""Who owns which outlets, where the user knows it better than the table that comes with Wirewatch."""

import re
from collections.abc import Mapping

from wirewatch.config.desk import Desk, Word
from wirewatch.config.problems import quoted

_HOST = re.compile(r"(?:https?://)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d+)?/.*")


def read_owners(named: Mapping[str, tuple[Word, ...]], desk: Desk) -> dict[str, str]:
    """Return the owner of each site, or outlet by name, in lower case; one that is given to two owners gets a report."""
    owners: dict[str, str] = {}
    for owner, words in named.items():
        for word in words:
            outlet = word.text.strip().lower().removeprefix("www.")
            before = owners.setdefault(outlet, owner)
            if "/" in outlet:
                # The address itself may hold a secret, and is shown in its line as far as it may be.
                host = _HOST.fullmatch(outlet) if word.shown == word.text else None
                message = "an outlet is a host or a name, not an address"
                mend = f"Write {quoted(host[1])}" if host else "Write its host alone, or its name"
                desk.report.error(word.place, "not-an-outlet", message, mend)
            elif before != owner:
                message = f"{quoted(word.shown)} is given to two owners, {quoted(before)} and {quoted(owner)}"
                desk.report.error(word.place, "two-owners", message, "Leave it with one of them")
    return owners
