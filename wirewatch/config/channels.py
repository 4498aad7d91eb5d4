"""The channels: where messages go, and the secrets in their addresses."""

import re
from collections.abc import Callable
from dataclasses import replace

from archive.vocabulary import AT_ONCE, Channel, Secret
from wirewatch.config import kinds
from wirewatch.config.addresses import credentials
from wirewatch.config.desk import Desk, Slot, Word
from wirewatch.config.fields import Fields
from wirewatch.config.problems import quoted
from wirewatch.config.report import Place
from wirewatch.config.templates import long_template, template_of, unused_template
from wirewatch.config.tree import ListNode, MapNode, Node, Scalar

AddressCheck = Callable[[str], str | None]
"""Says why an address is refused, without any secret in it, or None."""

_VARIABLE = re.compile(r"\$\{[^}]*\}")


class Channels:
    """Reads the channels."""

    def __init__(self, desk: Desk, check_address: AddressCheck | None) -> None:
        self._desk = desk
        self._check_address = check_address
        self.places: dict[str, Place] = {}
        """Every channel's name and where it is written, the wrong ones included."""
        self.inline: list[Place] = []
        """Addresses with a secret written into the file."""

    def read(self, node: Node | None) -> tuple[Channel, ...]:
        """Return the channels."""
        if node is None:
            return ()
        if not isinstance(node, MapNode):
            if isinstance(node, ListNode) or node.text:
                mend = "Write each as `NAME: ADDRESS`, without `- `"
                self._desk.report.error(
                    node.place, "wrong-type", "`channels` must be names with addresses", mend
                )
            return ()
        read = [self._one(key, value) for key, value in node.pairs]
        return tuple(channel for channel in read if channel is not None)

    def _one(self, key: Scalar, value: Node) -> Channel | None:
        name = self._desk.text(key, Slot(label="channel name", key=key.place, item="name"))
        if name is None:
            return None
        first = self.places.get(key.text)
        if first is not None:
            line = self._desk.report.line_of(first.start)
            message = f"channel {quoted(key.text)} is given twice (first in line {line})"
            self._desk.report.error(
                key.place, "repeated-key", message, "Give each channel a name of its own"
            )
            return None
        self.places[key.text] = key.place
        self._desk.report.name(key.text)
        if isinstance(value, MapNode):
            return self._long(
                key, Fields(value, "channel", self._desk, f"channel {quoted(key.text)}")
            )
        if isinstance(value, ListNode):
            message = f"channel {quoted(key.text)} cannot be a bare list"
            self._desk.report.error(
                value.place, "wrong-type", message, "Write the addresses under `to:`"
            )
            return None
        slot = Slot(label=key.text, key=key.place)
        return self._channel(key, kinds.ADDRESSES.read(value, slot, self._desk) or ())

    def _long(self, key: Scalar, fields: Fields) -> Channel | None:
        to = fields.value("to")
        if not fields.has("to") or (isinstance(to, ListNode) and not to.items):
            message = f"channel {quoted(key.text)} has no address"
            self._desk.report.error(fields.key("to"), "missing-key", message, "Add `to: …`")
            return None
        zone = fields.get("timezone", kinds.ZONE)
        template = fields.get("template", kinds.TEXT)
        channel = replace(
            self._channel(key, fields.get("to", kinds.ADDRESSES) or ()),
            timezone=zone.key if zone else None,
            when=fields.get("when", kinds.WHEN) or AT_ONCE,
            quiet=fields.get("quiet", kinds.QUIET),
            limit=fields.get("limit", kinds.LIMIT),
            template=template_of(template, self._desk, look=self._check_address is not None),
        )
        if self._check_address is not None:
            unused_template(template, channel, self._desk)
            long_template(template, channel, self._desk)
        return channel

    def _channel(self, key: Scalar, to: tuple[Word, ...]) -> Channel:
        # Secrets first: no message about one address may show another's.
        for word in to:
            self._desk.report.secrets.add(word.text.strip())
            # What is called like a channel is no secret, or that would be blacked out wherever it is told of.
            secret = set(credentials(word.text.strip())) - self.places.keys()
            self._desk.report.secrets.update(secret)
        self._desk.report.secrets.discard("console://")
        addresses = [word for word in to if self._accepted(key, word)]
        return Channel(
            name=key.text,
            to=tuple(Secret(word.text.strip()) for word in dict.fromkeys(addresses)),
        )

    def _accepted(self, key: Scalar, word: Word) -> bool:
        why = self._check_address(word.text.strip()) if self._check_address else None
        if why is not None:
            self._desk.report.error(
                word.place,
                "bad-address",
                f"channel {quoted(key.text)}: {why.rstrip('. ')}",
                "Compare it with the example for this service at https://appriseit.com/services/ (it is not shown here)",
            )
            return False
        if any(credentials(_VARIABLE.sub("", word.scalar.text.strip()))):
            self.inline.append(word.place)
            variable = f"{re.sub('[^A-Z0-9]+', '_', key.text.upper()).strip('_') or 'CHANNEL'}_URL"
            self._desk.report.warn(
                word.place,
                "inline-secret",
                f"a secret of channel {quoted(key.text)} is written into this file",
                f"Better: `${{{variable}}}` here and `{variable}=…` in the file .env beside it",
            )
        return True
