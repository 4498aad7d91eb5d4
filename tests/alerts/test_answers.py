from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.answers import Fate, Heard, read_answer, read_heard, redact
from alerts.retry import (
    GIVE_UP,
    LONGEST_WAIT,
    OPENS_AFTER,
    PROBE_EVERY,
    Circuit,
    wait_before,
)
from alerts.sending import outcome_of
from archive.vocabulary import OutcomeKind
from tests.alerts.stories import NOW

MAILING = 'Sending email to "desk@example.org" failed.'
CONNECTING = 'Connection error while submitting email to "mail.example"'


@pytest.mark.parametrize(
    ("lines", "fate", "sure", "words"),
    [
        # Its own words are no answer of a web service.
        (["Socket Exception: (451, b'4.7.1 quota error=403')", MAILING], Fate.LATER, True, "451"),
        (["Socket Exception: (451, b'4.7.1 greylisted')", MAILING], Fate.LATER, True, "451 4.7.1"),
        (
            ["Socket Exception: {'desk@example.org': (550, b'5.1.1 no such user')}", MAILING],
            Fate.NEVER,
            True,
            "550 5.1.1 no such user",
        ),
        (["Socket Exception: (552, b'mailbox full')", MAILING], Fate.LATER, True, "552"),
        ([CONNECTING, "Socket Exception: (535, b'bad login')"], Fate.NEVER, True, "535 bad login"),
        (
            ["Socket Exception: (554, b'5.7.1 pol\\'s \\xc3\\xa9 rule\\nsecond')", MAILING],
            Fate.NEVER,
            True,
            "554 5.7.1 pol's é rule second",
        ),
        (
            ["Socket Exception: Connection unexpectedly closed", MAILING],
            Fate.LATER,
            False,
            "closed the connection",
        ),
        (
            ["Socket Exception: Connection unexpectedly closed: timed out", MAILING],
            Fate.LATER,
            False,
            "did not answer in time",
        ),
        ([CONNECTING, "Socket Exception: timed out"], Fate.LATER, True, "in time"),
        (
            [CONNECTING, "Socket Exception: [Errno 111] Connection refused"],
            Fate.LATER,
            True,
            "refused",
        ),
        (
            [CONNECTING, "Socket Exception: [Errno -2] Name or service not known"],
            Fate.LATER,
            True,
            "host name is not known",
        ),
        (
            [
                "Socket Exception: HTTPConnectionPool(host='h', port=1): Read timed out. (read timeout=20)"
            ],
            Fate.LATER,
            False,
            "did not answer in time",
        ),
        (
            [
                "Socket Exception: HTTPSConnectionPool(host='h', port=443): Max retries exceeded with url: "
                "/T0/B0/S3CRET (Caused by NewConnectionError('refused'))"
            ],
            Fate.LATER,
            True,
            "refused",
        ),
        (
            ["Socket Exception: ('Connection aborted.', RemoteDisconnected('Remote end closed'))"],
            Fate.LATER,
            False,
            "closed the connection",
        ),
        (
            ["Socket Exception: [SSL: WRONG_VERSION_NUMBER] wrong version number", MAILING],
            Fate.LATER,
            False,
            "TLS connection failed",
        ),
        (
            [
                "Socket Exception: HTTPSConnectionPool(host='h', port=443): Max retries exceeded with url: /x "
                "(Caused by ProxyError('Unable to connect to proxy', OSError('Tunnel connection failed: 502 Bad Gateway')))"
            ],
            Fate.LATER,
            True,
            "the proxy answered 502",
        ),
        (
            [
                "Socket Exception: HTTPSConnectionPool(host='h', port=443): Max retries exceeded with url: /x "
                "(Caused by ProxyError('Unable to connect to proxy', RemoteDisconnected('Remote end closed')))"
            ],
            Fate.LATER,
            False,
            "it closed the connection",
        ),
        (
            ["There are no Email recipients to notify", "E-Mail send() completed in 0.00s."],
            Fate.LATER,
            True,
            "There are no Email recipients to notify",
        ),
        (["SMTP recipient a@b was refused: 550 b'gone'"], Fate.NEVER, False, "550 gone"),
        (["There are no Email recipients to notify"], Fate.LATER, True, "no Email recipients"),
        ([], Fate.LATER, True, "did not take"),
    ],
)
def test_what_apprise_logged_says_what_became_of_it(
    lines: list[str], fate: Fate, sure: bool, words: str
) -> None:
    answer = read_answer(False, lines, secrets=["S3CRET"])
    assert (answer.fate, answer.sure) == (fate, sure)
    assert words in answer.reason
    assert "S3CRET" not in answer.reason


@pytest.mark.parametrize(
    ("status", "fate", "words"),
    [
        (500, Fate.LATER, "answered 500"),
        (404, Fate.NEVER, "404: nothing is there"),
        (401, Fate.NEVER, "401"),
        (302, Fate.LATER, "302, a redirect, which is not followed"),
        (200, Fate.LATER, "did not take"),
    ],
)
@pytest.mark.parametrize("lost", [False, True])
def test_the_status_of_a_web_service_says_what_became_of_it(
    status: int, fate: Fate, words: str, lost: bool
) -> None:
    answer = read_heard(False, Heard(status=status, lost=lost))
    assert (answer.fate, answer.sure) == (fate, not lost)
    assert words in answer.reason


@pytest.mark.parametrize("status", [502, 504])
def test_a_gateway_that_got_no_answer_does_not_know_whether_it_arrived(status: int) -> None:
    answer = read_heard(False, Heard(status=status))
    assert (answer.fate, answer.sure) == (Fate.LATER, False)


def test_the_wait_that_a_service_asks_for_is_heeded() -> None:
    answer = read_heard(False, Heard(status=429, retry_after=timedelta(seconds=95)))
    assert answer.retry_after == timedelta(seconds=95)
    assert wait_before(1, random=lambda: 0.5, retry_after=answer.retry_after) == timedelta(
        seconds=95
    )
    assert wait_before(9, random=lambda: 0.5, retry_after=answer.retry_after) > timedelta(
        minutes=40
    )


def test_secrets_are_struck_from_what_a_server_says() -> None:
    said = redact("user s3cr3t-Tok at https://hooks.example/x/y said no", ["S3CR3T-TOK"])
    assert said == "user *** at *** said no"


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_waits_grow_up_to_an_hour(attempts: int, chance: float) -> None:
    wait = wait_before(attempts, random=lambda: chance)
    assert timedelta(seconds=24) <= wait <= LONGEST_WAIT
    assert wait <= wait_before(attempts + 2, random=lambda: chance)


def test_waits_double_from_half_a_minute_give_or_take_a_fifth() -> None:
    middle = [wait_before(n, random=lambda: 0.5).total_seconds() for n in (1, 2, 3, 7, 8, 50)]
    assert middle == [30, 60, 120, 1920, 3600, 3600]
    assert wait_before(1, random=lambda: 0.0) == timedelta(seconds=24)
    assert wait_before(1, random=lambda: 0.999999) < timedelta(seconds=36)


def outcome(status: int, *, created: datetime = NOW) -> OutcomeKind:
    answer = read_heard(False, Heard(status=status))
    return outcome_of(answer, attempts=3, created=created, now=NOW, random=lambda: 0.5).kind


def test_a_message_is_given_up_after_three_days() -> None:
    assert outcome(500, created=NOW - GIVE_UP + timedelta(seconds=1)) is OutcomeKind.LATER
    assert outcome(500, created=NOW - GIVE_UP) is OutcomeKind.DEAD
    assert outcome(410) is OutcomeKind.DEAD


def test_a_target_that_fails_five_times_in_a_row_is_asked_every_five_minutes() -> None:
    circuit = Circuit()
    for _ in range(OPENS_AFTER - 1):
        circuit = circuit.failed(NOW)
        assert circuit.open_until(NOW) is None
    circuit = circuit.failed(NOW)
    assert circuit.open_until(NOW) == NOW + PROBE_EVERY
    assert circuit.open_until(NOW + PROBE_EVERY) is None
    again = circuit.failed(NOW + PROBE_EVERY)
    assert again.open_until(NOW + PROBE_EVERY) == NOW + 2 * PROBE_EVERY


def test_a_clock_that_is_set_back_does_not_shut_a_target_for_long() -> None:
    circuit = Circuit()
    for _ in range(OPENS_AFTER):
        circuit = circuit.failed(NOW)
    assert circuit.open_until(NOW - timedelta(hours=1)) is None
