"""The table of sources: what is due, who polls it, and how it stands."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from archive.polling import Claim, Poll
from archive.sqlite.connection import transaction
from archive.sqlite.gaps import LAST_GAP, load_gap
from archive.sqlite.rhythms import dump_rhythm, load_rhythm
from archive.sqlite.values import dump, duration, flag, moment, seconds, stamp
from archive.vocabulary import (
    CANARY,
    Found,
    Source,
    SourceKind,
    SourceStanding,
    SourceState,
    Told,
    Validators,
)


def enrol(db: Database, sources: Sequence[Source], now: datetime) -> None:
    """Make the table list exactly ``sources``; see `archive.ports.Polls.enrol`."""
    with transaction(db):
        db.execute("UPDATE sources SET listed = 0")
        names = dump([source.name for source in sources])
        for source in sources:
            _enrol_one(db, source, names, stamp(now))


def claim_due(
    db: Database, now: datetime, limit: int, lease: timedelta, names: Sequence[str] | None
) -> list[Claim]:
    """Take the sources that are due, longest first; each gets a new token."""
    due = "next_poll <= :now"
    if names is not None:
        due = "name IN (SELECT value FROM json_each(:names)) AND (wait_until IS NULL OR wait_until <= :now)"
    with transaction(db):
        rows = list(
            db.query(
                f"""SELECT *, 0 AS articles, {LAST_GAP} FROM sources WHERE listed AND {due} AND standing != 'gone'
                   AND (claimed_until IS NULL OR claimed_until <= :now)
                   ORDER BY next_poll, name LIMIT :limit""",  # noqa: S608 - texts of ours
                {"now": stamp(now), "limit": limit, "names": dump(list(names or ()))},
            )
        )
        claims = []
        for row in rows:
            token = secrets.token_hex(8)
            db.execute(
                "UPDATE sources SET token = ?, claimed_until = ? WHERE name = ?",
                [token, stamp(now + lease), row["name"]],
            )
            claims.append(Claim(state=_state(row), token=token))
    return claims


def settle_or_hold(db: Database, poll: Poll) -> bool:
    """End the claim of a poll that is done, or hold it for one that goes on; False when the claim was void."""
    if poll.until is None:
        return settle(db, poll.claim, poll.state)
    done = db.execute(
        "UPDATE sources SET claimed_until = ? WHERE name = ? AND token = ?",
        [stamp(poll.until), poll.claim.state.name, poll.claim.token],
    )
    return done.rowcount == 1


def settle(db: Database, claim: Claim, state: SourceState) -> bool:
    """Write the state after a poll and end its claim; False when the claim was void."""
    done = db.execute(
        """UPDATE sources SET standing = :standing, since = :since, reason = :reason, entries = :entries,
           last_poll = :last_poll, next_poll = :next_poll, interval = :interval, error = :error, gaps = :gaps,
           failures = :failures, baseline = :baseline, etag = :etag, last_modified = :last_modified,
           body_hash = :body_hash, last_full = :last_full, wait_until = :wait_until,
           asked_whole = :asked_whole, lying = :lying, moved_to = :moved_to, moved_times = :moved_times,
           found_kind = :found_kind, found_url = :found_url, found_how = :found_how,
           rhythm = :rhythm, vain = :vain, trouble = :trouble, took = :took, dark = :dark,
           last_good = CASE :standing WHEN 'ok' THEN :last_poll ELSE last_good END,
           claimed_until = NULL, token = NULL WHERE name = :name AND token = :token""",
        {
            "standing": state.standing,
            "since": stamp(state.since),
            "reason": state.reason,
            "entries": state.entries,
            "last_poll": stamp(state.last_poll),
            "next_poll": stamp(state.next_poll),
            "interval": seconds(state.interval),
            "error": state.error,
            "gaps": state.gaps,
            "failures": state.failures,
            "baseline": stamp(state.baseline),
            "etag": state.validators.etag,
            "last_modified": state.validators.last_modified,
            "body_hash": state.body_hash,
            "last_full": stamp(state.last_full),
            "wait_until": stamp(state.wait_until),
            "asked_whole": stamp(state.asked_whole),
            "lying": flag(state.lying),
            "moved_to": state.moved_to,
            "moved_times": state.moved_times,
            "found_kind": state.found.kind if state.found else None,
            "found_url": state.found.url if state.found else None,
            "found_how": state.found.how if state.found else None,
            "rhythm": dump_rhythm(state.rhythm),
            "vain": state.vain,
            "trouble": state.trouble,
            "took": seconds(state.took),
            "dark": stamp(state.dark),
            "name": claim.state.name,
            "token": claim.token,
        },
    )
    return done.rowcount == 1


def release(db: Database, claims: Sequence[Claim]) -> None:
    """Give claims back; see `archive.ports.Polls.release`."""
    with transaction(db):
        for claim in claims:
            db.execute(
                "UPDATE sources SET token = NULL, claimed_until = NULL WHERE name = ? AND token = ?",
                [claim.state.name, claim.token],
            )


def release_claims(db: Database) -> None:
    """At start: claims of a process that is gone are void."""
    with transaction(db):
        db.execute("UPDATE sources SET token = NULL, claimed_until = NULL")


def next_due(db: Database) -> datetime | None:
    """Return when the next listed source is due."""
    due: str | None = db.execute(
        "SELECT min(next_poll) FROM sources WHERE listed AND standing != 'gone'"
    ).fetchone()[0]
    return moment(due)


def bring_forward(db: Database, due: Mapping[str, datetime]) -> None:
    """Ask sources no later than then; see `archive.ports.Polls.bring_forward`."""
    with transaction(db):
        db.conn.executemany(
            "UPDATE sources SET next_poll = :due WHERE name = :name AND next_poll > :due",
            [{"name": name, "due": stamp(then)} for name, then in due.items()],
        )


def shift_clock(db: Database, by: timedelta) -> None:
    """Move every planned time; see `archive.ports.Polls.shift_clock`."""

    def moved(planned: str | None) -> str | None:
        return None if planned is None else stamp(moment(planned) + by)

    db.register_function(moved, replace=True)
    with transaction(db):
        db.execute(
            """UPDATE sources SET next_poll = moved(next_poll), wait_until = moved(wait_until),
               claimed_until = moved(claimed_until)"""
        )
        db.execute("UPDATE rechecks SET began = moved(began), due = moved(due)")
        db.execute(
            # What is held until a time of day, or muted until then, waits for that time still.
            """UPDATE outbox SET due = moved(due), lease = moved(lease)
               WHERE state IN ('ready', 'sending') OR cause IN ('limit', 'backlog')"""
        )


def remember_told(db: Database, names: Sequence[str], told: Told | None) -> None:
    """Note what ops was told of some sources; see `archive.ports.Health.remember_told`."""
    with transaction(db):
        db.execute(
            "UPDATE sources SET told = ? WHERE name IN (SELECT value FROM json_each(?))",
            [told, dump(list(names))],
        )


def states(db: Database) -> list[SourceState]:
    """Return the state of every listed source, by name."""
    rows = db.query(
        f"""SELECT *, (SELECT count(*) FROM articles WHERE source = name) AS articles, {LAST_GAP}
           FROM sources WHERE listed AND name != ? ORDER BY name""",  # noqa: S608 - a text of ours
        [CANARY],
    )
    return [_state(row) for row in rows]


def _enrol_one(db: Database, source: Source, names: str, now: str) -> None:
    row = next(db.query("SELECT url FROM sources WHERE name = ?", [source.name]), None)
    if row is not None and row["url"] == source.address:
        db.execute(
            "UPDATE sources SET listed = 1, kind = ? WHERE name = ?", [source.kind, source.name]
        )
        return
    db.execute("DELETE FROM sources WHERE name = ?", [source.name])
    db.execute("DELETE FROM gaps WHERE source = ?", [source.name])
    # Only a name that is in use no more gives its past away.
    old = next(
        db.query(
            """SELECT name FROM sources WHERE url = ? AND NOT listed
               AND name NOT IN (SELECT value FROM json_each(?)) ORDER BY last_poll DESC LIMIT 1""",
            [source.address, names],
        ),
        None,
    )
    if old is None:
        _add(db, source, now)
    else:
        _rename(db, old["name"], source)


def _add(db: Database, source: Source, now: str) -> None:
    db.execute(
        "INSERT INTO sources (name, kind, url, next_poll) VALUES (?, ?, ?, ?)",
        [source.name, source.kind, source.address, now],
    )


def _rename(db: Database, old: str, source: Source) -> None:
    """Go on under a new name: the same address is the same source, and must not begin with a silent poll."""
    db.execute(
        "UPDATE sources SET name = ?, kind = ?, listed = 1 WHERE name = ?",
        [source.name, source.kind, old],
    )
    db.execute("UPDATE OR IGNORE listings SET source = ? WHERE source = ?", [source.name, old])
    db.execute("UPDATE articles SET source = ? WHERE source = ?", [source.name, old])
    db.execute("UPDATE gaps SET source = ? WHERE source = ?", [source.name, old])


def _state(row: dict[str, Any]) -> SourceState:
    return SourceState(
        name=row["name"],
        kind=SourceKind(row["kind"]),
        url=row["url"],
        standing=SourceStanding(row["standing"]),
        since=moment(row["since"]),
        reason=row["reason"],
        entries=row["entries"],
        articles=row["articles"],
        last_poll=moment(row["last_poll"]),
        next_poll=moment(row["next_poll"]),
        interval=duration(row["interval"]),
        error=row["error"],
        gaps=row["gaps"],
        failures=row["failures"],
        baseline=moment(row["baseline"]),
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        body_hash=row["body_hash"],
        last_full=moment(row["last_full"]),
        wait_until=moment(row["wait_until"]),
        told=Told(row["told"]) if row["told"] else None,
        asked_whole=moment(row["asked_whole"]),
        lying=bool(row["lying"]),
        moved_to=row["moved_to"],
        moved_times=row["moved_times"],
        found=_found(row),
        rhythm=load_rhythm(row["rhythm"]),
        gap=load_gap(row["gap"]),
        looked=moment(row["looked"]),
        vain=row["vain"],
        trouble=row["trouble"],
        took=duration(row["took"]),
        dark=moment(row["dark"]),
    )


def _found(row: dict[str, Any]) -> Found | None:
    if row["found_kind"] is None:
        return None
    return Found(kind=SourceKind(row["found_kind"]), url=row["found_url"], how=row["found_how"])
