"""Templates of the user's own: what they can do, what they cannot, and what stands in for a broken one."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from alerts import Kind, render
from alerts.own import Own, current, load, problems
from alerts.words import Form
from archive.vocabulary import AlertKind, Blind
from tests.alerts.stories import HOSTILE, NOW, ZONE, alert, coverage, digest
from tests.alerts.test_render import Tags, as_slack_gets_it

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def made(**files: str) -> Path:
        for name, text in files.items():
            path = tmp_path / name.replace("_", "-", name.startswith("digest_")).replace("__", ".")
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return made


def chat(folder: Folder, text: str) -> Own:
    return load(folder(chat__md=text))


def test_each_kind_of_channel_has_its_file(folder: Folder) -> None:
    own = load(
        folder(
            subject__txt="{{ watchlist|upper }} / {{ title }}",
            email__html="<p>{{ title }}</p>",
            chat__md="**{{ watchlist }}** [{{ title }}]({{ url }})",
            telegram__html='<a href="{{ url }}">{{ title }}</a>',
            plain__txt="{{ title }} {{ url }}",
            short__txt="{{ title[:10] }}",
            json__txt="{{ watchlist }}: {{ title }}",
        )
    )
    told = alert(title="Bridge <shut> [now]", url="https://news.example/a_(b)?c=1&d=2")
    said = {kind: render(told, kind, zone=ZONE, own=own) for kind in Kind}
    assert not any(words.fault for words in said.values())
    assert said[Kind.EMAIL].title == "HARBOUR / Bridge <shut> [now]"
    assert said[Kind.EMAIL].body == "<p>Bridge &lt;shut&gt; [now]</p>"
    assert said[Kind.EMAIL].form is Form.HTML
    assert (
        said[Kind.TELEGRAM].body
        == '<a href="https://news.example/a_(b)?c=1&amp;d=2">Bridge &lt;shut&gt; [now]</a>'
    )
    assert "](https://news.example/a%5F%28b%29?c=1&d=2)" in said[Kind.MARKDOWN].body
    assert said[Kind.PLAIN].body == "Bridge <shut> [now] https://news.example/a_(b)?c=1&d=2"
    assert said[Kind.SHORT].body == "Bridge <sh"
    assert said[Kind.JSON].body == "Harbour: Bridge <shut> [now]"
    assert said[Kind.JSON].facts["title"] == "Bridge <shut> [now]"


def test_a_single_file_is_the_body_and_mail_may_be_text(folder: Folder) -> None:
    one = load(folder(desk__txt="{{ title }} & co") / "desk.txt")
    words = render(alert(title="A & B"), Kind.EMAIL, zone=ZONE, own=one)
    assert (words.body, words.form) == ("A & B & co", Form.TEXT)
    assert words.title.startswith("Harbour: ")
    assert render(digest(), Kind.PLAIN, zone=ZONE, own=one).body.startswith("3 stories")
    text = load(folder(email__txt="{{ title }}"))
    assert render(alert(), Kind.EMAIL, zone=ZONE, own=text).form is Form.TEXT


def test_a_template_sees_hits_coverage_and_the_stories_of_a_digest(folder: Folder) -> None:
    own = load(
        folder(
            plain__txt=(
                "{% for piece in quote %}{{ '>' ~ piece.text ~ '<' if piece.hit else piece.text }}{% endfor %}\n"
                "{{ coverage }}: {% for other in others %}{{ other.outlet }}{{ ', ' if not loop.last }}{% endfor %}"
            ),
            digest_plain__txt=(
                "{% for each in watchlists %}{{ each.name }} {{ each.number }}\n"
                "{% for story in each.stories %}- {{ story.title }}\n{% endfor %}{% endfor %}"
                "{{ watched }} {{ blind|join('; ') }}"
            ),
        )
    )
    body = render(alert(), Kind.PLAIN, zone=ZONE, coverage=coverage(), own=own).body
    assert ">harbour bridge<" in body
    assert "Also at 9 outlets, 2 of them independent; first at Coast Wire, 20:03: Coast" in body
    blind = (Blind(source="Island", since=None, reason="500"),)
    told = render(digest(2, blind=blind), Kind.PLAIN, zone=ZONE, own=own)
    assert told.fault == ""
    assert told.body.startswith("Harbour 2\n- Bridge news 0\n- Bridge news 1")
    assert told.body.endswith("Island, not read: 500")


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_no_hostile_title_becomes_markup_through_a_template(folder: Folder, title: str) -> None:
    own = load(
        folder(
            subject__txt="{{ title|upper }}{{ outlet ~ title }}",
            email__html="<p title='{{ title|lower }}'>{{ title ~ '<b>' }}{{ title|replace('a', '<') }}</p>",
            telegram__html="<b>{{ [title, outlet]|join('<u>') }}</b>",
            chat__md="{{ title ~ outlet }} {{ title|lower }} [{{ title[:40] }}]({{ url }})",
        )
    )
    hostile = alert(title=title, quote=title, outlet=title)
    email = render(hostile, Kind.EMAIL, zone=ZONE, own=own)
    telegram = render(hostile, Kind.TELEGRAM, zone=ZONE, own=own)
    slack = render(hostile, Kind.SLACK, zone=ZONE, own=own)
    assert not email.fault + telegram.fault + slack.fault
    assert len(email.title.splitlines()) == 1
    assert {tag for tag, _ in Tags(email.body).tags} == {"p"}
    assert {tag for tag, _ in Tags(telegram.body).tags} == {"b"}
    sent = as_slack_gets_it(slack.body)
    assert [link[:22] for link in re.findall("<[^>]*>", sent)] == ["<https://news.example/"]
    assert "@everyone" not in sent


BROKEN = {
    "syntax": ("{{ title }", "unexpected '}'"),
    "unknown variable": ("{{ titel }}", "titel"),
    "unknown field": ("{% for p in quote %}{{ p.nothing }}{% endfor %}", "nothing"),
    "endless loops": (
        "{% for a in sentence %}{% for b in sentence %}{% for c in sentence %}{% for d in sentence %}"
        "{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
        "turns",
    ),
    "huge": ("{% for a in sentence %}{{ sentence|replace('e', query ~ query ~ sentence ~ sentence) }}{% endfor %}", "characters"),
    "growing": ("{% set a = sentence %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}", "characters"),
    "growing by filters": ("{{ sentence" + "|replace('e', 'eeeeeeeeee')" * 12 + " }}", "characters"),
    "nothing written": ("{% if partial %}x{% endif %}", "writes nothing"),
    "a list written": ("{{ others }}", "a list cannot be written"),
    "no text": ("{{ title.upper }}", "cannot be written"),
    "a call": ("{{ title.upper() }}", "calling something"),
    "arithmetic": ("{{ 'x' * 1000000000 }}", "arithmetic"),
    "attributes": ("{{ title.__class__ }}", "underscore"),
    "indirect attributes": ("{{ title['__class__'] }}", "unsafe"),
    "raw markup": ("{{ title|safe }}", "no filter"),
    "a macro": ("{% macro x() %}{% endmacro %}x", "macro"),
    "another file": ("{% include '/etc/passwd' %}", "include"),
    "our own names": ("{{ __ }}", "underscore"),
    "globals": ("{{ range }}", "range"),
    "a scope": ("{% autoescape false %}{{ title }}{% endautoescape %}", "plain.txt:2: `autoescape`"),
    "a NUL": ("title\0", "plain.txt:2: it is no text"),
    "too long": ("x" * 30_000, "longer than"),
    "deeply nested": ("{{ " + "(" * 5000 + "title" + ")" * 5000 + " }}", "nested"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_template_is_told_and_the_message_goes_out_in_our_words(
    folder: Folder, name: str
) -> None:
    text, said = BROKEN[name]
    own = load(folder(plain__txt="\n" + text))
    words = render(alert(), Kind.PLAIN, zone=ZONE, own=own)
    assert words.body == render(alert(), Kind.PLAIN, zone=ZONE).body
    assert said in words.fault
    assert words.fault.startswith("plain.txt")
    assert len(words.fault) < 500


def test_faults_name_their_line(folder: Folder) -> None:
    own = load(folder(plain__txt="one\ntwo {{ titel }}", subject__txt="{{ a b }}"))
    fault = render(alert(), Kind.PLAIN, zone=ZONE, own=own).fault
    assert fault == "subject.txt:1: expected token 'end of print statement', got 'b'"
    (folder() / "subject.txt").unlink()
    fault = render(alert(), Kind.PLAIN, zone=ZONE, own=load(folder())).fault
    assert fault == "plain.txt:2: 'titel' is undefined"


def test_problems_are_found_without_a_message(folder: Folder) -> None:
    path = folder(
        chat__md="{{ title }}\n{{ sourcce }}", digest_chat__md="{{ url }}", email__html="{% if %}"
    )
    found = {(fault.file.name, fault.line): fault.message for fault in problems(path)}
    assert set(found) == {("chat.md", 2), ("digest-chat.md", 1), ("email.html", 1)}
    assert "there is no `sourcce`; there are " in found["chat.md", 2]
    assert problems(path / "nothing.txt")[0].message.startswith("it cannot be read")
    (path / "chat.md").write_bytes(b"\xff")
    assert "it is not UTF-8" in [fault.message for fault in problems(path)]


def test_problems_that_show_only_in_a_message_are_found_without_waiting_for_one(
    folder: Folder,
) -> None:
    path = folder(
        email__html="<p>{% for piece in quote %}\n{{ piece.txt }}{% endfor %}</p>",
        chat__md="{{ others }}",
        plain__txt="  \n",
        digest_plain__txt="{% for list in watchlists %}{{ list.title }}{% endfor %}",
        digest_email__html="{% for list in watchlists %}{% for story in list.stories %}<a href='{{ story.url }}'>"
        "{{ story.title }}</a>{{ story.coverage }}{{ story.others[2].how }}{{ story.also }}{% endfor %}{% endfor %}",
        json__txt="{{ title }}{{ others[3].outlet }}{{ changes[0].label }}{{ origin }}{{ claim }}{{ more_others }}",
    )
    assert sorted(fault.told for fault in problems(path)) == [
        "chat.md:1: a list cannot be written; only texts and numbers can",
        "digest-email.html:1: a list cannot be written; only texts and numbers can",
        "digest-plain.txt:1: 'dict object' has no attribute 'title'",
        "email.html:2: 'dict object' has no attribute 'txt'",
        "plain.txt: it writes nothing",
    ]


@pytest.mark.parametrize("text", ["<p> </p>\n<br>&nbsp;", "<div>{{ coverage }}</div>", ""])
def test_a_body_in_which_nothing_can_be_read_is_none(folder: Folder, text: str) -> None:
    own = load(folder(email__html=text))
    words = render(alert(), Kind.EMAIL, zone=ZONE, own=own)
    assert words.fault == "email.html: it writes nothing"
    assert "Harbour bridge closes" in words.body
    shown = load(folder(email__html='<img src="cid:logo">'))
    assert render(alert(), Kind.EMAIL, zone=ZONE, own=shown).files == ("email.html",)


def test_it_does_not_take_long_to_see_that_something_can_be_read(folder: Folder) -> None:
    own = load(
        folder(
            email__html="{% for a in title %}{% for b in title %}" + 80 * "<" + 2 * "{% endfor %}"
        )
    )
    begin = process_time()
    words = render(alert(), Kind.EMAIL, zone=ZONE, own=own)
    assert process_time() - begin < 2
    assert len(words.body) > 80_000


def test_what_is_no_file_is_a_broken_template_and_is_not_waited_for(
    folder: Folder, tmp_path: Path
) -> None:
    (tmp_path / "email.html").symlink_to(tmp_path / "nowhere")
    (tmp_path / "chat.md").mkdir()
    os.mkfifo(tmp_path / "plain.txt")
    told = {fault.told for fault in problems(tmp_path)}
    assert told == {
        "email.html: it cannot be read: No such file or directory",
        "chat.md: it is no file",
        "plain.txt: it is no file",
    }
    for kind in (Kind.EMAIL, Kind.MARKDOWN, Kind.PLAIN):
        words = render(alert(), kind, zone=ZONE, own=load(tmp_path))
        assert "Harbour bridge closes" in words.title + words.body
        assert words.fault in told


def test_a_file_that_was_put_in_place_with_an_old_date_counts(
    folder: Folder, tmp_path: Path
) -> None:
    path = folder(plain__txt="one") / "plain.txt"
    written = path.stat().st_mtime_ns
    assert render(alert(), Kind.PLAIN, zone=ZONE, own=current(tmp_path)).body == "one"
    other = tmp_path / "other"
    other.write_text("two", encoding="utf-8")
    os.utime(other, ns=(written, written))
    other.replace(path)
    assert render(alert(), Kind.PLAIN, zone=ZONE, own=current(tmp_path)).body == "two"


def test_a_body_that_is_too_long_is_written_with_less_and_then_in_our_words(folder: Folder) -> None:
    own = chat(folder, "{{ title }}\n{{ sentence }}\n{{ query }}")
    told = alert(quote="Bridge " * 90, query="ferry " * 66)
    short = render(told, Kind.MARKDOWN, zone=ZONE, own=own, room=700)
    assert short.fault == ""
    assert len(short.body) <= 700
    stubborn = chat(folder, "x" * 3000)
    words = render(told, Kind.MARKDOWN, zone=ZONE, own=stubborn)
    assert "3,000 characters, and 2,000 is the most" in words.fault
    assert "Harbour bridge closes" in words.body


def test_a_text_message_of_a_template_has_a_shorter_headline_and_its_whole_address(
    folder: Folder,
) -> None:
    own = load(folder(short__txt="{{ watchlist }}: {{ title }} {{ sentence }}\n{{ url }}"))
    told = alert(title="Harbour bridge closes " * 20, quote="Bridge " * 90)
    for room in (160, 300):
        words = render(told, Kind.SHORT, zone=ZONE, own=own, room=room)
        assert words.fault == ""
        assert words.body.startswith("Harbour: Harbour bridge closes")
        assert words.body.endswith("\nhttps://news.example/harbour?a=1&b=2")
        assert room / 2 < len(words.body) <= room


def test_notices_are_always_ours(folder: Folder) -> None:
    own = load(folder(plain__txt="mine", subject__txt="mine"))
    notice = alert(kind=AlertKind.NOTICE, seen=NOW)
    assert render(notice, Kind.PLAIN, zone=ZONE, own=own) == render(notice, Kind.PLAIN, zone=ZONE)
