"""What the program tells of its channels: to the others, once in a while, with the time at which it happened."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from archive.vocabulary import Alert, Channel, Secret
from scheduler.ops import Ops
from tests.scheduler.desks import BERLIN, DESK, HOUR, NOW, World, live
from tests.scheduler.test_baselines import written
from wirewatch.cli.arguments import parser

CHANNELS = {name: replace(DESK, name=name) for name in ("desk", "mail")}
LATE = timedelta(minutes=40)


def ops_of(world: World) -> Ops:
    return Ops(
        names=tuple(CHANNELS),
        channels=CHANNELS,
        archive=world.archive,
        now=lambda: world.now,
        zone=BERLIN,
    )


def test_the_others_hear_of_a_channel_that_fails_once_an_hour(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        for minutes in (40, 45, 59, 61):
            world.now = NOW + timedelta(minutes=minutes)
            await ops_of(world).channel_failed(
                "desk", {0}, "A message to desk was given up: no such user."
            )
        told = await written(world)
        assert [one.channel for one in told] == ["mail", "mail"]
        delivery = await world.archive.claim_delivery("mail", 0, now=NOW + 2 * HOUR, lease=HOUR)
        assert delivery is not None
        assert isinstance(delivery.message, Alert)
        assert delivery.message.seen == NOW + LATE
        assert "no such user. `wirewatch" in delivery.message.body
        for command in re.findall(r"`wirewatch (.*?)`", delivery.message.body):
            said = parser().parse_args(command.split())
            assert said.dead or said.act == "list"

    live(tmp_path / "archive.db", journey)


def test_of_an_address_that_fails_the_others_of_its_channel_hear(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        both = Channel(name="desk", to=(Secret("json://one"), Secret("json://two")), numbers=(4, 2))
        ops = ops_of(world)
        ops.take_up(("desk",), {"desk": both}, zone=BERLIN)
        await ops.channel_failed("desk", {2}, "A message to desk (address 2 of 2) was given up")
        assert [(one.channel, one.target) for one in await written(world)] == [("desk", 4)]
        await ops.channel_failed("desk", {2, 4}, "Nothing has got through to desk for an hour")
        assert len(await written(world)) == 1

    live(tmp_path / "archive.db", journey)


def test_what_waits_for_a_channel_that_is_gone_is_told_once_a_day(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        for channel in ("old", "old", "desk"):
            key = f"k{len(await written(world))}"
            await world.archive.post(Alert(title="a"), channel=channel, target=0, key=key, now=NOW)
        for hours in (0, 1, 24):
            world.now = NOW + hours * HOUR
            await ops_of(world).look_at_channels()
        told = [one for one in await written(world) if one.title != "a"]
        assert sorted(one.channel for one in told) == ["desk", "desk", "mail", "mail"]
        title = "2 messages wait for channel old, which is not configured"
        assert {one.title for one in told} == {title}

    live(tmp_path / "archive.db", journey)


def test_what_waits_for_an_address_that_was_taken_out_is_told(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        for target in (0, 1):
            await world.archive.post(
                Alert(title="a"), channel="desk", target=target, key=f"k{target}", now=NOW
            )
        await ops_of(world).look_at_channels()
        title = "1 message waits for an address of channel desk that is not configured"
        assert [one.title for one in await written(world)].count(title) == len(CHANNELS)

    live(tmp_path / "archive.db", journey)


def test_a_template_that_fails_is_told_once_a_day(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        for hours in (0, 1, 11, 12):
            world.now = NOW + hours * HOUR
            await ops_of(world).template_failed("desk", "subject.txt:1: 'titel' is undefined")
        told = await written(world)
        assert sorted(one.channel for one in told) == ["desk", "desk", "mail", "mail"]

    live(tmp_path / "archive.db", journey)
