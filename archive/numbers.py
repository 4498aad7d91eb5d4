"""Numbers that content systems give their articles, as addresses end with them. Pure.

Some sites write the headline into the address and change it with the headline; what stays is the number behind it:
``…/russia-downs-34-drones-a86966`` became ``…/biggest-drone-attacks-of-war-yet-a86966``.
"""

import re
from urllib.parse import urlsplit

from archive.address import canonical_address, host_of

ENDING = re.compile(r".{15,}[-_,]([a-z]{1,4}\d{5,12})(?:\.(?:html?|php|aspx?))?")
"""Letters and figures behind a headline. Figures alone may be a date, and are one on some sites."""


def number_of(url: str | None) -> str | None:
    """Return host and number of an address that ends with one: ``post.example/a86966``."""
    address = canonical_address(url)
    if address is None:
        return None
    name = urlsplit(address).path.rpartition("/")[2].lower()
    found = ENDING.fullmatch(name)
    return f"{host_of(address)}/{found[1]}" if found else None
