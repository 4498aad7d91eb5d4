"""Who owns which outlets, where the user knows it better than the table that comes with Wirewatch."""

from collections.abc import Mapping

from wirewatch.config.desk import Desk, Word
from wirewatch.config.problems import quoted


def read_owners(named: Mapping[str, tuple[Word, ...]], desk: Desk) -> dict[str, str]:
    """Return the owner of each site, or outlet by name, in lower case; one that is given to two owners gets a report."""
    owners: dict[str, str] = {}
    for owner, words in named.items():
        for word in words:
            outlet = word.text.strip().lower().removeprefix("www.")
            before = owners.setdefault(outlet, owner)
            if "/" in outlet:
                message = f"{quoted(word.text)} is an address; an outlet is a host or a name"
                desk.report.error(word.place, "not-an-outlet", message, "Write for example `post.example`")  # fmt: skip
            elif before != owner:
                message = (
                    f"{quoted(outlet)} is given to two owners, {quoted(before)} and {quoted(owner)}"
                )
                desk.report.error(word.place, "two-owners", message, "Leave it with one of them")
    return owners
