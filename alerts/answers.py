"""What became of a message, read from what a web service answered, or from what Apprise logged while it sent; pure.

Apprise returns only yes or no. Of web services `hearing` knows the rest. Of all others the log lines carry it: the words of the
exception for sockets and SMTP. Those of web services are not read: they quote the message, whose words are a stranger's.
"""

import re
from ast import literal_eval
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus

from alerts.text import clean

PERMANENT_HTTP = frozenset({400, 401, 403, 404, 410})
GATEWAY_HTTP = frozenset({502, 504})
# 552 says that the mailbox is full, or too many recipients (RFC 5321, section 4.5.3.1.10): both pass.
PASSING_SMTP = frozenset({552})
_REASON_CHARS = 200

_SMTP = re.compile(r"""\(([45]\d\d), (b?(["']).*?(?<!\\)\3)""", re.DOTALL)
_SMTP_PARTLY = re.compile(r"was refused: ([45]\d\d) (b?(['\"]).*?(?<!\\)\3)", re.DOTALL)
_EXCEPTION = re.compile(r"Socket Exception: (.*)", re.DOTALL)
_SENDING_MAIL = re.compile(r"Sending email to .* failed")
# Apprise's own last word after every attempt; it says nothing.
_TIMED = re.compile(r" send\(\) completed in [\d.]+s\.$")
# Nothing was sent yet when one of these came: the connection was never made. A TLS error is not among them but for
# those that only a greeting has: a « wrong version number » is what a broken answer is called, too.
_NEVER_REACHED = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeout|Connection refused|Tunnel connection failed|"
    r"certificate verify failed|HANDSHAKE_FAILURE|UNSUPPORTED_PROTOCOL|"
    r"Name or service not known|Temporary failure in name resolution|nodename nor servname|"
    r"No route to host|Network is unreachable|Errno 11[13]|please run connect"
)
_PROXY = re.compile(r"ProxyError\('[^']*', (.*)", re.DOTALL)
_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")
_UNTRUSTED = (
    ("has expired", "it has expired"),
    ("not yet valid", "it is not valid yet"),
    ("certificate is not valid for", "it is for another name"),
    ("doesn't match", "it is for another name"),
    ("self-signed certificate in certificate chain", "nobody known has signed it"),
    ("self signed certificate in certificate chain", "nobody known has signed it"),
    ("self-signed certificate", "it is signed by nobody but itself"),
    ("self signed certificate", "it is signed by nobody but itself"),
    ("unable to get", "nobody known has signed it"),
)
_UNKNOWN_NAME = re.compile(r"NameResolution|Name or service|name resolution|nodename nor servname")
_REFUSED = re.compile(r"refused|Errno 111")
_WORDS = (
    (re.compile(r"SSLError|SSL:"), "the TLS connection failed"),
    (re.compile(r"STARTTLS", re.IGNORECASE), "the server offers no STARTTLS"),
    (
        re.compile(r"SMTP AUTH extension not supported"),
        "the server takes no password (is the port right?)",
    ),
    (_REFUSED, "the connection was refused"),
    (_UNKNOWN_NAME, "the host name is not known"),
    (re.compile(r"ConnectTimeout"), "it did not connect in time"),
    (re.compile(r"timed out", re.IGNORECASE), "it did not answer in time"),
    (re.compile(r"unreachable|No route"), "the network is unreachable"),
    (
        re.compile(r"closed|disconnected|aborted|reset|IncompleteRead|Broken pipe", re.IGNORECASE),
        "it closed the connection without an answer",
    ),
)
_PROXY_WORDS = (
    (_REFUSED, "the proxy refused the connection"),
    (_UNKNOWN_NAME, "the host name of the proxy is not known"),
    (re.compile(r"SSLError|SSL:"), "the TLS connection to the proxy failed"),
)


class Fate(StrEnum):
    """What an answer means for the message."""

    SENT = "sent"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a service said, in one line without secrets, and what it means."""

    fate: Fate
    reason: str = ""
    cause: str = ""
    """The kind of failure in a word or two: the same for every message that fails so."""
    sure: bool = True
    """False when the service may have kept the message."""
    retry_after: timedelta | None = None
    words: str = ""
    """In what form, and in whose words, the message was put."""
    remark: str = ""
    """What its user should hear of although it was sent: a template of theirs that was not used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of the requests to a web service."""

    status: int | None
    """Of the last answer that was no yes, or else of the last one; None when a request failed later than that."""
    failure: str = ""
    """The words of that request's error."""
    lost: bool = False
    """A request failed after it was sent: it may have arrived."""
    retry_after: timedelta | None = None
    """How long the service asks us to wait."""


def read_heard(sent: bool, heard: Heard, *, secrets: Sequence[str] = ()) -> Answer:
    """Classify an attempt at a web service; ``secrets`` are pieces of its address, which are struck from the reason."""
    if sent:
        return Answer(fate=Fate.SENT, reason="accepted")
    # A gateway without an answer does not know what became of the request (RFC 9110, sections 15.6.3 and 15.6.5).
    sure = not heard.lost and heard.status not in GATEWAY_HTTP
    if heard.status is not None:
        return replace(_from_http(heard.status, heard.retry_after), sure=sure)
    reason = _in_words(heard.failure, secrets, sure=sure)
    return Answer(fate=Fate.LATER, reason=reason, cause=reason, sure=sure)


def read_answer(sent: bool, lines: Sequence[str], *, secrets: Sequence[str] = ()) -> Answer:
    """Classify an attempt at any other service from Apprise's verdict and the lines that it logged."""
    if sent:
        return Answer(fate=Fate.SENT, reason="accepted")
    text = "\n".join(lines)
    exception = next(filter(None, map(_EXCEPTION.match, lines)), None)
    words = exception[1] if exception else text
    if partly := _SMTP_PARTLY.search(text):
        # Others whom the address names have it by now; what is tried again reaches them twice.
        return replace(_from_smtp(int(partly[1]), partly[2], secrets), sure=False)
    if smtp := _SMTP.search(words):
        return _from_smtp(int(smtp[1]), smtp[2], secrets)
    if not exception:
        return Answer(fate=Fate.LATER, reason=redact(_last(lines), secrets), cause="refused")
    sure = _never_arrived(words, text)
    reason = _in_words(words, secrets, sure=sure)
    return Answer(fate=Fate.LATER, reason=reason, cause=reason, sure=sure)


def redact(text: str, secrets: Sequence[str]) -> str:
    """Strike every piece of an address from a text, and make one clean line of it."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = re.sub(re.escape(secret), "***", text, flags=re.IGNORECASE)
    # Whatever else looks like an address may hold a token.
    text = re.sub(r"\b[a-z][a-z0-9+.-]{1,15}://\S+", "***", text, flags=re.IGNORECASE)
    return clean(text, chars=_REASON_CHARS)


def _from_http(code: int, wait: timedelta | None) -> Answer:
    reason = f"the service answered {code}{_HTTP_WORDS.get(code, '')}"
    cause = f"HTTP {code}"
    if code in PERMANENT_HTTP:
        return Answer(fate=Fate.NEVER, reason=reason, cause=cause)
    return Answer(
        fate=Fate.LATER,
        reason=reason,
        cause=cause,
        retry_after=wait,
    )


_HTTP_WORDS = {
    200: " but did not take the message",
    301: ", a redirect, which is not followed",
    302: ", a redirect, which is not followed",
    307: ", a redirect, which is not followed",
    308: ", a redirect, which is not followed",
    400: ": it does not understand the message",
    401: ": it does not know the user or token",
    403: ": it does not let us in",
    404: ": nothing is there (is the address right?)",
    410: ": it is gone for good",
    429: ": too many messages",
    502: ": the service behind it gave no answer that it understands",
    504: ": the service behind it did not answer in time",
}


def _from_smtp(code: int, quoted: str, secrets: Sequence[str]) -> Answer:
    """Judge an SMTP reply; ``quoted`` is its text as Python prints it (bytes or text)."""
    try:
        said = literal_eval(quoted)
    except (ValueError, SyntaxError):
        said = quoted
    if isinstance(said, bytes):
        said = said.decode("utf-8", "replace")
    permanent = code >= 500 and code not in PASSING_SMTP
    return Answer(
        fate=Fate.NEVER if permanent else Fate.LATER,
        reason=f"the mail server answered {code} {redact(str(said), secrets)}".strip(),
        cause=f"SMTP {code}",
    )


def _never_arrived(words: str, text: str) -> bool:
    """Tell whether the message cannot have been kept."""
    if _NEVER_REACHED.search(words):
        return True
    # A mail connection that failed before the message was handed over.
    return "submitting email" in text and not _SENDING_MAIL.search(text)


def _in_words(words: str, secrets: Sequence[str], *, sure: bool) -> str:
    if "certificate verify failed" in words or "CERTIFICATE_VERIFY_FAILED" in words:
        return _untrusted(words)
    proxy = _PROXY.search(words)
    # An answer that is lost in a tunnel is an error of the proxy by name only.
    if proxy and sure:
        return _of_proxy(proxy[1])
    for pattern, said in _WORDS:
        if pattern.search(proxy[1] if proxy else words):
            return said
    return redact(words, secrets)


def _untrusted(words: str) -> str:
    why = next((said for sign, said in _UNTRUSTED if sign in words), "")
    return "its certificate cannot be trusted" + (f": {why}" if why else "")


def _of_proxy(words: str) -> str:
    if tunnel := _TUNNEL.search(words):
        code = int(tunnel[1])
        known = (
            ": it wants a user and a password"
            if code == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED
            else ""
        )
        return f"the proxy answered {code}{known}"
    said = (said for pattern, said in _PROXY_WORDS if pattern.search(words))
    return next(said, "the proxy did not answer")


def _last(lines: Sequence[str]) -> str:
    said = [line for line in lines if not _TIMED.search(line)]
    return said[-1] if said else "the service did not take the message"
