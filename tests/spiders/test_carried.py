"""The text that a feed carries itself is rid of what stands between its paragraphs."""

import json
from unittest.mock import Mock

import pytest
from lxml import html

from spiders.carried import carried_text
from spiders.feed import read_feed
from spiders.jsonfeed import read_json_feed
from spiders.reading import tree
from spiders.reading.tree import text_of

TEASERS = '<h4>You may also like</h4><ul><li><a href="/a">A pact is signed</a></li><li><a href="/b">A czar is named</a></li></ul>'
FIRST, SECOND = "<p>The bridge is closed.</p>", "<p>It opens in May.</p>"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (f"{FIRST}<div><span>Advertisement</span></div>{SECOND}", "The bridge is closed.\nIt opens in May."),
        (f"{FIRST}{TEASERS}{SECOND}", "The bridge is closed.\nIt opens in May."),
        (f'{FIRST}<p>Read more: <a href="/a">A pact is signed</a></p>', "The bridge is closed."),
        # By this line it is known that the page has more.
        (f"{FIRST}<p>Continue reading</p>", "The bridge is closed.\nContinue reading"),
        # An update that tells something is no stamp.
        ("<p>Update: 12 dead in the valley</p><p>Update: 12 November 2026, 10:30</p><p>Last update: 10:30</p>", "Update: 12 dead in the valley"),
        # Without a heading that says what it is, a list of links may be all there is to read.
        ('<ul><li><a href="/a">A pact is signed</a></li></ul>', "A pact is signed"),
        (f"{TEASERS}<p>The bridge is closed.</p><ul><li><a>A czar is named</a></li></ul>", "The bridge is closed.\nA czar is named"),
        # What would leave nothing is left alone.
        (TEASERS, "You may also like\nA pact is signed\nA czar is named"),
        ("Advertisement", "Advertisement"),
        ("The bridge is closed.\n\nIt opens in May.", "The bridge is closed.\nIt opens in May."),
        ("", ""),
        (None, ""),
    ],
)  # fmt: skip
def test_what_stands_between_the_paragraphs_of_a_feed_is_left_out(
    markup: str | None, text: str
) -> None:
    assert carried_text(markup) == text


def test_feeds_of_both_kinds_are_read_so() -> None:
    content = f"{FIRST}{TEASERS}{SECOND}"
    rss = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item><title>t</title>'
        f"<content:encoded><![CDATA[{content}]]></content:encoded></item></channel></rss>"
    )
    other = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": content}]}  # fmt: skip
    url = "https://post.example/feed"
    for feed in (
        read_feed(rss.encode(), url=url, content_type=None),
        read_json_feed(json.dumps(other).encode(), url=url),
    ):
        assert feed.entries[0].text == "The bridge is closed.\nIt opens in May."


def test_links_within_links_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    markup = "<a><b>" * 100 + "word"
    read = Mock(wraps=text_of)
    monkeypatch.setattr(tree, "text_of", read)
    assert tree.linked_lines(html.fromstring(f"<p>{markup}</p>")) == {"word"}
    assert read.call_count == 1
