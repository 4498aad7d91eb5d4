from dataclasses import replace
from datetime import timedelta

from alerts.digests import in_one
from archive.vocabulary import AlertKind, Blind, Digest, DigestReason
from tests.alerts.stories import NOW, ZONE, alert

DAILY = Digest(reason=DigestReason.SCHEDULE, since=NOW - timedelta(days=1), until=NOW, watched=12)


def test_a_digest_names_its_stories_and_counts_the_rest() -> None:
    told = in_one(replace(DAILY, alerts=(alert(),), more=(("Ferries", 3),)), zone=ZONE)
    assert told.kind is AlertKind.DIGEST
    assert told.title == "4 stories"
    assert "Harbour bridge closes for a week" in told.body
    assert "Ferries: and 3 more" in told.body


def test_an_empty_digest_says_what_was_watched_and_what_was_not() -> None:
    blind = (Blind(source="Island News", since=NOW, reason="the server refuses us (403)"),)
    told = in_one(replace(DAILY, blind=blind), zone=ZONE)
    assert told.title == "Nothing matched"
    assert "12 sources were read" in told.body
    assert "Not read: Island News: the server refuses us (403)" in told.body
