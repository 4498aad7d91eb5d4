"""The doorway to Apprise: addresses checked, told apart, and written to.

It is loaded on first use. It prints whole addresses in its logs, so they never leave this module.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from alerts import hearing, templates
from alerts.answers import Answer, Fate, read_answer, read_heard, redact
from alerts.markup import hard_breaks, teams_breaks
from alerts.plugins import apprise, everything, plugin_of
from alerts.text import SUBJECT_CHARS, clip
from alerts.words import Form, Kind, Words
from archive.vocabulary import Channel, Secret

if TYPE_CHECKING:
    from apprise import NotifyBase

CONSOLE = "console"
CANARY = "canary"
"""What is sent there ends at this doorway: it only has to have come so far."""
TIMEOUT = 20
"""Seconds for each network operation of a send."""
_SCHEMA = re.compile(r"[a-z][a-z0-9+.-]{0,20}")
_WEB = ("http", "https")
_SHORT_BODY = 1000
_MARKED_CHATS = (
    *("feishu", "fluxer", "fluxers", "guilded", "lark", "misskey", "misskeys"),
    *("nctalk", "nctalks", "revolt", "ryver"),
)
"""They read Markdown, or tags, in what Apprise takes for plain text, and show a title as the first line of it."""
_KINDS = {
    "mailto": Kind.EMAIL,
    "mailtos": Kind.EMAIL,
    "slack": Kind.SLACK,
    "discord": Kind.MARKDOWN,
    "mmost": Kind.MARKDOWN,
    "mmosts": Kind.MARKDOWN,
    "tgram": Kind.TELEGRAM,
    "json": Kind.JSON,
    "jsons": Kind.JSON,
    "workflow": Kind.TEAMS,
    "workflows": Kind.TEAMS,
    "schan": Kind.MARKED,
    "zulip": Kind.MARKED,
    **dict.fromkeys(_MARKED_CHATS, Kind.MARKED),
}
_COUNTS_BYTES, _UTF8 = 4000, 4
"""Of services that take more than so many characters of marked text some count bytes: at most so many a character."""
_UNBOUNDED = frozenset({Kind.EMAIL, Kind.JSON, Kind.TEAMS})
"""Apprise's limit for these is its own, not the service's: half a page of HTML would arrive."""
_NTFY = ("ntfy", "ntfys")
_NTFY_ROOM = 3_900
"""Bytes. What is longer than 4,096 becomes a file that has to be opened: https://docs.ntfy.sh/publish/#limitations"""
_OF_JSON = frozenset({"version", "title", "message"})
"""Fields that Apprise fills in itself."""
_SLACK_BLOCKS = ("hook", "gov-hook", "bot")
_KEY_HEADER = {Kind.EMAIL: "X-Wirewatch-Key"}
# Where a plugin keeps the recipients that one address may name.
_RECIPIENTS = ("targets", "channels", "topics")


def schema_of(address: Secret) -> str:
    """Return the part of an address before ``://``, lower case; it is no secret."""
    schema, found, _ = address.reveal().strip().partition("://")
    return schema.lower() if found and _SCHEMA.fullmatch(schema.lower()) else "unknown"


def address_problem(address: str) -> str | None:
    """Say why an address cannot be used, in one line without any part of it but the service's name.

    None when it is good. ``console://`` is our own and good.
    """
    schema, found, rest = address.strip().partition("://")
    schema = schema.lower()
    if not found or not _SCHEMA.fullmatch(schema):
        return "this is no address of a service: it starts like `mailto://` or `slack://`"
    if schema == CONSOLE:
        return "`console://` takes nothing after it" if rest.strip("/") else None
    if re.search(r"[\s,][a-z][a-z0-9+.-]*://", rest, re.IGNORECASE):
        return "these are several addresses in one: write them as a list"
    if _instance(address) is not None:
        return None
    if schema in _WEB:
        return "no service has such a web address; for a webhook of your own write `json://` or `jsons://`"
    known = _schemas()
    if schema not in known:
        near = get_close_matches(schema, known, n=1, cutoff=0.6)
        return f"no service `{schema}`" + (f"; did you mean `{near[0]}`?" if near else "")
    return f"the {schema} address is incomplete: {_shape(schema)}"


def expand(address: Secret) -> tuple[Secret, ...]:
    """Tell apart the recipients that one address names: one address for each.

    A recipient that is refused then never makes another one get a message twice. What Apprise cannot
    tell apart, or refuses, comes back as it is.
    """
    address = _native(address)
    plugin = None if schema_of(address) == CONSOLE else _instance(address.reveal())
    if plugin is None:
        return (address,)
    if schema_of(address) in ("mailto", "mailtos"):
        return _each_mailbox(plugin) or (address,)
    for name in _RECIPIENTS:
        listed = getattr(plugin, name, None)
        if isinstance(listed, list) and len(listed) > 1 and len(plugin) == len(listed):
            alone = [_alone(plugin, name, recipient) for recipient in listed]
            return tuple(alone) if all(map(_is_one, alone)) else (address,)
    return (address,)


def expand_channel(channel: Channel) -> Channel:
    """Return the channel with one address for every recipient; do it once, where channels are read."""
    each = [part for address in channel.to for part in expand(address)]
    return replace(channel, to=tuple(dict.fromkeys(each)))


class Service:
    """One address that messages are sent to; every message gets an Apprise object of its own.

    A used object holds messages back (its throttle took 22 s for five mails), and keeps state.
    """

    def __init__(self, address: Secret, *, timeout: float = TIMEOUT) -> None:
        self._secrets = secret_parts(address)
        self._address = _native(address)
        self._timeout = timeout
        self.schema = schema_of(self._address)

    @property
    def kind(self) -> Kind:
        """How messages for this service are written."""
        if self.schema in _KINDS:
            return _KINDS[self.schema]
        plugin = _instance(self._address.reveal())
        if plugin is None:
            return Kind.PLAIN
        if plugin.body_maxlen < _SHORT_BODY:
            return Kind.SHORT
        return Kind.MARKED if _reads_markup(plugin) else Kind.PLAIN

    @property
    def room(self) -> int | None:
        """How many characters of a body the service takes; None when Apprise does not limit it."""
        plugin = _instance(self._address.reveal())
        if plugin is None or self.kind in _UNBOUNDED:
            return None
        if self.schema in _NTFY:
            return _NTFY_ROOM
        # Where a service has no place for a title, or too small a one, it stands on top of the body; a text message has none.
        apart = plugin.title_maxlen >= SUBJECT_CHARS or self.kind is Kind.SHORT
        title = 0 if apart else SUBJECT_CHARS + 2
        room = plugin.body_maxlen
        if self.kind is Kind.MARKED and room > _COUNTS_BYTES:
            room //= _UTF8
        return max(room - title, 1)

    def send(self, words: Words, *, key: str) -> Answer:
        """Send one message and say what became of it; blocks, never raises.

        ``key`` goes along where the service has a place for it, so that a receiver can drop repeats.
        """
        try:
            return self._send(words, key)
        except Exception as error:  # noqa: BLE001 - one broken plugin must not stop the others
            said = redact(f"{type(error).__name__}: {error}", self._secrets)
            return Answer(
                fate=Fate.LATER, reason=f"Apprise failed: {said}", cause="crash", sure=False
            )

    def _send(self, words: Words, key: str) -> Answer:
        plugin = _instance(self._address.reveal(), timeout=self._timeout)
        if plugin is None:
            reason = f"Apprise refuses the {self.schema} address"
            return Answer(fate=Fate.NEVER, reason=reason, cause="address")
        _carry(plugin, words, key)
        words = _fitted(words, self.kind, plugin)
        sender = apprise().Apprise(asset=plugin.asset)
        sender.add(plugin)
        lines: list[str] = []
        hearing.forget()
        result = sender.notify(
            body=words.body,
            title=words.title,
            body_format=_form(words.form),
            log_callback=lambda entry, _: lines.append(entry.message),
            log_level=logging.DEBUG,
        )
        heard = hearing.heard()
        if heard is None:
            return read_answer(bool(result), lines, secrets=self._secrets)
        return read_heard(bool(result) and not hearing.refused(), heard, secrets=self._secrets)


def label(address: Secret) -> str:
    """Name a target without any secret: the service, for mail the domain of the recipient too."""
    address = _native(address)
    schema = schema_of(address)
    if schema not in ("mailto", "mailtos"):
        return schema
    plugin = _instance(address.reveal())
    recipients = getattr(plugin, "targets", None) or []
    domains = dict.fromkeys("…@" + mailbox.rpartition("@")[2] for _, mailbox in recipients)
    return f"{schema} to {', '.join(domains)}" if domains else schema


def _native(address: Secret) -> Secret:
    """Turn a web address as a service shows it (``https://hooks.slack.com/…``) into Apprise's own."""
    if schema_of(address) not in _WEB:
        return address
    plugin: Any = _instance(address.reveal())
    return address if plugin is None else Secret(plugin.url(privacy=False))


def secret_parts(address: Secret) -> tuple[str, ...]:
    """Return the pieces of an address that must not be seen: all of it but the service's name."""
    text = address.reveal()
    try:
        parts = urlsplit(text)
        found = {parts.username or "", parts.password or ""}
    except ValueError:
        found = set()
    rest = text.partition("://")[2]
    found |= set(re.split(r"[/?&=@:,;#\s+]+", rest)) | {text, rest}
    found |= {unquote(piece) for piece in found}
    return tuple(piece for piece in found if len(piece) >= 4 and piece not in _NO_SECRETS)


_NO_SECRETS = frozenset({"mode", "from", "smtp", "name", "starttls", "insecure", "localhost"})


def _each_mailbox(plugin: Any) -> tuple[Secret, ...]:
    """Make an address of its own for everybody whom a mail address names, copies included."""
    people = [*plugin.targets, *((None, mailbox) for mailbox in sorted(plugin.cc | plugin.bcc))]
    if len(people) < 2:
        return ()
    plugin.cc, plugin.bcc = set(), set()
    return tuple(_alone(plugin, "targets", person) for person in people)


def _alone(plugin: Any, name: str, recipient: object) -> Secret:
    setattr(plugin, name, [recipient])
    return Secret(plugin.url(privacy=False))


def _is_one(address: Secret) -> bool:
    plugin = _instance(address.reveal())
    return plugin is not None and len(plugin) == 1


def _carry(plugin: Any, words: Words, key: str) -> None:
    """Put the key, and the facts of a JSON message, where the service has a place for them."""
    kind = _KINDS.get(_schema_of(plugin), Kind.PLAIN)
    if isinstance(getattr(plugin, "headers", None), dict):
        plugin.headers[_KEY_HEADER.get(kind, "Idempotency-Key")] = key
    if kind is Kind.JSON:
        # Its own fields go, but for the title and the message: what is there is described by us.
        plugin.json_version = words.facts.get("version", 1)
        facts = {name: fact for name, fact in words.facts.items() if name not in _OF_JSON}
        plugin.payload_extras.update(facts | {"attachments": "", "type": ""})
    if kind in _UNBOUNDED:
        plugin.title_maxlen = max(plugin.title_maxlen, len(words.title))
        plugin.body_maxlen = max(plugin.body_maxlen, 2 * len(words.body) + 1)
    # A template of the user's own stays, and a workflow has variables instead of blocks.
    if kind is Kind.SLACK and not plugin.template and plugin.mode in _SLACK_BLOCKS:
        plugin.template.add(str(templates.SLACK))
        plugin.use_blocks = True


def _schema_of(plugin: Any) -> str:
    return str(plugin.url().partition("://")[0])


def _fitted(words: Words, kind: Kind, plugin: Any) -> Words:
    """Do what only the service's own object tells: where its title goes, and how it breaks lines."""
    if kind is Kind.TEAMS:
        return replace(words, body=teams_breaks(words.body))
    inside = _schema_of(plugin) in _MARKED_CHATS
    words = _titled(words, kind, 0 if inside else plugin.title_maxlen)
    if kind is not Kind.MARKED:
        return words
    # Where Apprise knows of no Markdown it would make plain text of it, and lose the breaks.
    form = words.form if _reads_markup(plugin) else Form.TEXT
    return replace(words, body=hard_breaks(words.body), form=form)


def _titled(words: Words, kind: Kind, room: int) -> Words:
    """See that a title for which there is no room stands whole in the body, and its beginning above: Apprise cuts in silence."""
    if not words.title or len(words.title) <= room or (room <= 0 and kind is not Kind.MARKED):
        # Where there is no room at all, Apprise puts it on top, and in Markdown makes a heading of it.
        return words
    title = clip(words.title, chars=room) if room > 0 else ""
    if kind is Kind.MARKED and not words.files:
        # Our own body of this kind begins with the headline.
        return replace(words, title=title)
    return replace(words, title=title, body=f"{words.title}\n\n{words.body}")


def _reads_markup(plugin: Any) -> bool:
    """Say whether a service reads Markdown in whatever it is given; those that we write Markdown for get no title."""
    return bool(plugin.notify_format == apprise().NotifyFormat.MARKDOWN)


@cache
def _schemas() -> tuple[str, ...]:
    names: set[str] = {CONSOLE}
    for service in everything().Apprise().details()["schemas"]:
        names |= set(service["protocols"] or ()) | set(service["secure_protocols"] or ())
    return tuple(sorted(names))


def _shape(schema: str) -> str:
    """Return what an address of a service looks like, from Apprise's own description."""
    for service in everything().Apprise().details()["schemas"]:
        if schema in (*(service["protocols"] or ()), *(service["secure_protocols"] or ())):
            shape = service["details"]["templates"][0]
            return f"it looks like `{shape.replace('{schema}', schema)}`"
    return "it lacks a part"


def _instance(address: str, *, timeout: float | None = None) -> "NotifyBase | None":
    """Make Apprise's object for an address, with our options if it is to send; None when it refuses."""
    return plugin_of(address if timeout is None else _with_options(address, timeout))


_OPTIONS: Mapping[str, str] = {
    "redirect": "no",  # a webhook that answers 302 would be asked again without a body, and «succeed»
    "overflow": "truncate",
    "retry": "0",  # the outbox tries again, and remembers
    "wait": "0",
    "emojis": "no",
    "image": "no",  # no pictures from elsewhere
    "footer": "no",
    "avatar": "no",
    "store": "no",
}


def _with_options(address: str, timeout: float) -> str:
    """Set what we decide for every address; the rest of it stays as the user wrote it."""
    base, _, query = address.strip().partition("?")
    schema = base.partition("://")[0].lower()
    ours = {**_OPTIONS, "rto": str(timeout), "cto": str(timeout)}
    # Apprise's own choice of format is the user's for mail only; elsewhere the words are written for one.
    dropped = {*ours, *(() if schema.startswith("mailto") else ("format",))}
    kept = [
        pair
        for pair in query.split("&")
        if pair and pair.partition("=")[0].strip().lower() not in dropped
    ]
    return base + "?" + "&".join([*kept, *(f"{name}={value}" for name, value in ours.items())])


def _form(form: Form) -> Any:
    return apprise().NotifyFormat(form.value)
