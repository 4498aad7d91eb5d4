import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser

import pytest
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import TelegramHTMLReducer

from alerts import Kind, render
from alerts.markup import DIALECTS
from alerts.services import CONSOLE
from alerts.words import Form
from archive.vocabulary import Alert, AlertKind, Change, Edit, EditKind
from tests.alerts.stories import HOSTILE, NOW, ZONE, alert

CHAT = (Kind.SLACK, Kind.MARKDOWN, Kind.TEAMS, Kind.TELEGRAM)


def as_slack_gets_it(body: str) -> str:
    # What Apprise does to it on the way.
    converted: str = NotifySlack._commonmark_to_slack(body)  # type: ignore[no-untyped-call] # noqa: SLF001
    return converted


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("kind", Kind)
def test_every_message_says_what_where_when_and_why(kind: Kind) -> None:
    words = render(alert(), kind, zone=ZONE, key="k1")
    said = (words.title + words.body + str(dict(words.facts))).replace("\\", "")
    assert "Harbour" in said
    assert "Harbour bridge closes for a week" in said
    if kind is not Kind.SHORT:
        assert "Aldmoor Post" in said
        assert "Sun 22 Nov 2026, 21:04 (Europe/Kyiv)" in said
        assert "would close for a week." in said
        assert "found “harbour bridge”" in said
        assert "ferr" in said
    assert "https://news.example/harbour" in said


@pytest.mark.parametrize("kind", Kind)
def test_a_message_that_may_be_a_repeat_says_so(kind: Kind) -> None:
    sure = render(alert(title="Bridge " * 50), kind, zone=ZONE)
    unsure = render(alert(title="Bridge " * 50), kind, zone=ZONE, sure=False)
    assert "may be a repeat" in unsure.title + unsure.body
    assert "may be a repeat" not in sure.title + sure.body


@pytest.mark.parametrize("kind", Kind)
def test_nothing_but_the_kind_of_an_alert_is_needed(kind: Kind) -> None:
    bare = alert(
        **dict.fromkeys(("watchlist", "query", "title", "outlet", "source", "quote"), ""),
        **dict.fromkeys(("url", "published", "seen")),
        marks=(),
        terms=(),
    )
    words = render(bare, kind, zone=ZONE)
    assert words.body
    assert "None" not in words.title + words.body


def test_the_hit_is_bold_and_the_headline_is_the_link() -> None:
    slack = as_slack_gets_it(render(alert(), Kind.SLACK, zone=ZONE).body)
    assert "*harbour bridge*" in slack
    assert "<https://news.example/harbour?a=1&amp;b=2|Harbour bridge closes for a week>" in slack
    discord = render(alert(), Kind.MARKDOWN, zone=ZONE).body
    assert "**harbour bridge**" in discord
    assert "[Harbour bridge closes for a week](<https://news.example/harbour?a=1&b=2>)" in discord
    telegram = render(alert(), Kind.TELEGRAM, zone=ZONE).body
    assert "<b>harbour bridge</b>" in telegram
    assert ">Harbour bridge closes for a week</a>" in telegram
    email = render(alert(), Kind.EMAIL, zone=ZONE).body
    assert re.search(r"<b [^>]*>harbour bridge</b>", email)
    assert re.search(r'<a href="https://news.example/harbour\?a=1&amp;b=2"[^>]*>Harbour', email)


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_no_hostile_title_becomes_markup_in_slack(title: str) -> None:
    hostile = alert(title=title, quote=title, marks=((0, 6),), outlet=title, terms=(title,))
    body = as_slack_gets_it(render(hostile, Kind.SLACK, zone=ZONE).body)
    (link,) = re.findall(r"<[^>]*>?", body)
    assert link.startswith("<https://news.example/harbour?a=1&amp;b=2|")
    assert link.endswith(">")
    # Ours: the watchlist's name, and the hit when something visible stands there.
    assert body.count("*") in (2, 4)
    assert not set(body) & set("_~`")
    assert "://evil" not in body


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_no_hostile_title_becomes_markup_in_markdown(title: str) -> None:
    hostile = alert(title=title, quote=title, marks=((0, 6),), outlet=title, terms=(title,))
    body = render(hostile, Kind.MARKDOWN, zone=ZONE).body
    plain = re.sub(r"\\[\\`*_~|{}\[\]()#+.!>-]", "", body)
    assert plain.count("**") in (2, 4)
    assert plain.replace("**", "").count("*") == 0
    assert not set(plain) & set("`_~|#!")
    assert re.findall(r"\]\([^)]*\)", plain) == ["](<https://news.example/harbour?a=1&b=2>)"]
    assert not re.search(r"<[@#:!/a-zA-Z]", plain.replace("<https://news.example/harbour", ""))
    assert "://evil" not in body
    assert not re.search(r"@(everyone|here)", body)
    assert len(body) < 4000


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_no_hostile_title_becomes_markup_in_telegram(title: str) -> None:
    hostile = alert(title=title, quote=title, marks=((0, 6),), outlet=title, terms=(title,))
    words = render(hostile, Kind.TELEGRAM, zone=ZONE)
    assert words.form is Form.HTML
    tags = Tags(words.body).tags
    assert {tag for tag, _ in tags} <= {"a", "b", "i"}
    assert [attrs for tag, attrs in tags if tag == "a"] == [
        {"href": "https://news.example/harbour?a=1&b=2"}
    ]
    assert Tags(TelegramHTMLReducer().reduce(words.body)).tags == tags


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_no_hostile_title_becomes_markup_in_mail(title: str) -> None:
    hostile = alert(title=title, quote=title, marks=((0, 6),), outlet=title, terms=(title,))
    words = render(hostile, Kind.EMAIL, zone=ZONE)
    ours = Tags(render(alert(), Kind.EMAIL, zone=ZONE).body).tags
    found = Tags(words.body).tags
    assert {tag for tag, _ in found} <= {tag for tag, _ in ours}
    allowed = {name for _, attrs in ours for name in attrs}
    assert {name for _, attrs in found for name in attrs} <= allowed
    links = {attrs["href"] for tag, attrs in found if tag == "a"}
    assert links == {"https://news.example/harbour?a=1&b=2"}
    assert len(words.title.splitlines()) == 1
    assert len(words.title) <= 160
    assert len(words.title.encode()) <= 320
    assert "{{7*7}}" in words.body or "49" not in words.title


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("kind", [Kind.PLAIN, Kind.SHORT])
def test_plain_messages_hold_no_control_characters(kind: Kind, title: str) -> None:
    words = render(alert(title=title, quote=title), kind, zone=ZONE)
    for line in (words.title, *words.body.split("\n")):
        assert line.isprintable() or not line.isascii()
        assert "\x1b" not in line
    if kind is Kind.SHORT:
        assert len(words.body) <= 320


@pytest.mark.parametrize("kind", [Kind.MARKDOWN, Kind.TEAMS, Kind.TELEGRAM, Kind.MARKED])
def test_no_user_is_told_whose_name_a_headline_has(kind: Kind) -> None:
    title = "@durov (@press) wrote to news@example.org"
    told = alert(title=title, quote="@durov said", marks=((1, 6),))
    body = render(told, kind, zone=ZONE).body.replace("\\", "")
    assert "@\u2060durov (@\u2060press) wrote to news@example.org" in body
    assert not re.search(r"(?<![a-z])@(?:<b>|[*]+)?\w", body)


@pytest.mark.parametrize("hit", ["朝鲜军队", "“朝鲜军队”", " troops, ", "(troops)", "-", "ﷺ"])
def test_a_hit_in_the_middle_of_letters_is_bold_or_plain_but_never_shows_its_asterisks(
    hit: str,
) -> None:
    told = alert(quote=f"说{hit}在", marks=((1, 1 + len(hit)),))
    body = as_slack_gets_it(render(told, Kind.SLACK, zone=ZONE).body)
    assert body.count("*") in (2, 4)
    assert body.replace("\u200b", "").replace("*", "").count(f"说{hit.strip()}") <= 1
    if any(character.isalpha() for character in hit):
        assert body.count("\u200b*") == 1
        assert body.count("*\u200b") == 1


def test_the_query_is_shown_whole_where_people_copy_it() -> None:
    assert '"harbour bridge" OR ferr*' in render(alert(), Kind.PLAIN, zone=ZONE).body


def test_the_email_reads_in_the_direction_of_its_headline() -> None:
    arabic = render(alert(title="جسر الميناء", language="ar"), Kind.EMAIL, zone=ZONE).body
    assert 'dir="rtl" lang="ar"' in arabic
    assert "border-right:3px" in arabic
    latin = render(alert(language='x" onload="'), Kind.EMAIL, zone=ZONE).body
    assert 'dir="rtl"' not in latin
    assert "onload" not in latin
    assert "border-left:3px" in latin


def test_the_email_loads_nothing_from_elsewhere() -> None:
    body = render(alert(), Kind.EMAIL, zone=ZONE).body
    assert not {tag for tag, _ in Tags(body).tags} & {"img", "link", "script", "iframe", "object"}
    assert "url(" not in body
    assert "@import" not in body
    assert "prefers-color-scheme: dark" in body


def test_the_time_is_the_channels_and_an_impossible_date_is_not_told() -> None:
    told = render(alert(), Kind.PLAIN, zone="Asia/Tokyo").body
    assert "Mon 23 Nov 2026, 04:04 (Asia/Tokyo)" in told
    future = alert(published=NOW + timedelta(days=9))
    assert "seen Sun 22 Nov 2026, 21:05" in render(future, Kind.PLAIN, zone=ZONE).body


def test_a_json_message_carries_its_facts_and_key() -> None:
    facts = render(alert(), Kind.JSON, zone=ZONE, key="k1").facts
    assert facts["key"] == "k1"
    assert facts["published"] == "2026-11-22T19:04:00Z"
    assert facts["hits"] == ["harbour bridge"]
    assert facts["language"] is None
    assert facts["version"] == 1


def notice(title: str, body: str) -> Alert:
    return alert(
        kind=AlertKind.NOTICE,
        watchlist="",
        query="",
        title=title,
        quote="",
        marks=(),
        terms=(),
        url=None,
        body=body,
    )


@pytest.mark.parametrize("kind", CHAT)
def test_a_notice_is_told_in_the_programs_name(kind: Kind) -> None:
    told = notice("Source post is failing", "Since 20:00.\nIts server answers 500.")
    words = render(told, kind, zone=ZONE)
    body = words.body.replace("\\", "")
    assert "Wirewatch" in body
    assert "Since 20:00.\nIts server answers 500." in body
    assert CONSOLE not in body


@pytest.mark.parametrize("kind", Kind)
def test_a_notice_shows_commands_in_quotes(kind: Kind) -> None:
    told = notice(
        "Channel desk does not deliver",
        "Nothing. `wirewatch outbox --channel desk` lists it; a ` alone stays.",
    )
    body = unescape(render(told, kind, zone=ZONE).body).replace("\\", "")
    assert "“wirewatch outbox --channel desk”" in body
    assert "`wirewatch" not in body


@pytest.mark.parametrize("kind", DIALECTS)
def test_what_is_new_of_a_story_stands_beside_the_watchlist(kind: Kind) -> None:
    edit = Edit(kinds=(EditKind.HEADLINE,), headline=Change(before="Bridge shut", after="Reopened"))
    told = replace(alert(title="Reopened"), kind=AlertKind.EDIT, edit=edit)
    first = render(told, kind, zone=ZONE).body.split("\n")[0]
    assert "Harbour" in first
    assert first.endswith(" · edited")
    assert "edited" not in render(alert(), kind, zone=ZONE).body
