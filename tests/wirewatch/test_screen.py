"""What `status` says of sources."""

from datetime import timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest

from archive.vocabulary import Delays, SourceKind, SourceState
from wirewatch.cli.screen import Screen

POST = SourceState(name="post", kind=SourceKind.FEED, url="https://post.example/feed")
QUICK, SLOW = timedelta(0), timedelta(minutes=4)


@pytest.mark.parametrize(
    ("delays", "said"),
    [
        (
            Delays(seen=SLOW, told=QUICK),
            "seen within 4 min of publication, and told within 1 s of being seen",
        ),
        (Delays(told=QUICK), "told within 1 s of being seen"),
        (Delays(seen=SLOW), "seen within 4 min of publication"),
    ],
)
def test_how_fast_a_source_is_can_be_understood_without_the_rest(delays: Delays, said: str) -> None:
    out = StringIO()
    Screen(out).sources([POST], {"post": delays}, {}, zone=ZoneInfo("UTC"))
    assert out.getvalue().splitlines()[1:] == [f"         half of its last articles were {said}"]
