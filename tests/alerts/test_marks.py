"""By what addresses are known again."""

import subprocess
import sys

import pytest

from alerts import mark
from archive.vocabulary import Secret

SALT = b"salt"
MAIL = "mailto://desk:S3CRET@mail.example.org/?from=a@example.org&to=b@example.org"
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/"

PUSHOVER = f"pover://{'u' * 30}@{'a' * 30}"


def same(one: str, other: str) -> tuple[bool, bool]:
    """Say whether two addresses are the same, and the same but for their secrets."""
    first, second = (mark(Secret(address), SALT) for address in (one, other))
    return first.whole == second.whole, first.stem == second.stem


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # No password is in any mark.
        (MAIL, MAIL.replace("S3CRET", "0THER"), (True, True)),
        (MAIL, MAIL.replace("mail.example.org", "post.example.org"), (False, True)),
        (MAIL, MAIL.replace("mailto", "mailtos"), (False, True)),
        (MAIL, MAIL.replace("=b@", "=c@"), (False, False)),
        (SLACK, SLACK.replace("TIiajkdnlazkcOXrIdevi7FQ", "Q" * 24), (False, True)),
        (SLACK, SLACK.replace("T1JJ3T3L2", "T1JJ3T3L3"), (False, True)),
        (SLACK, SLACK + "#desk", (False, False)),
        (
            SLACK,
            "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
            (True, True),
        ),
        ("tgram://123456789:abcdefg_hij/77/", "tgram://987654321:zyxwvut_srq/77/", (False, True)),
        ("tgram://123456789:abcdefg_hij/77/", "tgram://123456789:abcdefg_hij/78/", (False, False)),
        ("json://u:S3CRET@host/a?+X-Token=1", "json://u:NEW@host/a?+X-Token=2", (False, True)),
        ("json://host/a?-room=1", "json://host/a?-room=2", (False, False)),
        ("json://host/a?-room=1&:k=2", "json://host/a?:k=2&-room=1&method=put", (False, True)),
        ("json://host/a?+X-To=ann", "json://host/a?+X-To=bob", (False, False)),
        ("json://host/a?+Authorization=Bearer%201", "json://host/a", (False, True)),
        ("json://host/a?+Authorization=Basic%20dTpw", "json://host/a?+X-Pass=1", (True, True)),
        (PUSHOVER, PUSHOVER.replace("a" * 30, "b" * 30), (False, True)),
        (PUSHOVER, PUSHOVER.replace("u" * 30, "v" * 30), (False, False)),
        ("json://host/a", "json://host/b", (False, False)),
        ("console://", " CONSOLE://", (True, True)),
        ("console://", "canary://", (False, False)),
    ],
)
def test_an_address_is_known_again(one: str, other: str, expected: tuple[bool, bool]) -> None:
    assert same(one, other) == expected


def test_marks_of_two_archives_have_nothing_in_common() -> None:
    one, other = (mark(Secret(MAIL), salt) for salt in (b"one", b"other"))
    assert len({one.whole, one.stem, other.whole, other.stem}) == 4


def test_our_own_addresses_are_known_without_loading_apprise() -> None:
    code = (
        "import sys; from alerts import mark; from archive.vocabulary import Secret;"
        "mark(Secret('console://'), b'salt'); print('apprise' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
