"""Messages become lines, with their bold parts marked and nothing that steers a terminal."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirewatch.demo.received import Received, read_chat, read_mail
from wirewatch.demo.screen import END, HIT


def html_mail(html: str) -> EmailMessage:
    message = EmailMessage()
    message["To"], message["Subject"] = "desk@newsroom.example", "Troops"
    message.set_content("text")
    message.add_alternative(html, subtype="html")
    return message


def test_blocks_of_html_become_lines_and_bold_is_marked() -> None:
    page = (
        "<html><head><title>no</title><style>b{}</style></head><body><table><tr><td>"
        "<div>Kursk</div>\n <div><a href='x'>The\n headline</a></div><p><br></p>"
        "<div>of <b class='hit'>Kursk</b> &amp; more</div></td></tr></table></body></html>"
    )
    found = read_mail(html_mail(page))
    assert found.lines == (
        "Subject: Troops",
        "",
        "Kursk",
        "The headline",
        "",
        f"of {HIT}Kursk{END} & more",
    )
    assert found.heading == "e-mail to desk@newsroom.example"


def test_a_mail_without_html_shows_its_text() -> None:
    message = EmailMessage()
    message["Subject"] = "s"
    message.set_content("one\n\n\n\ntwo\n")
    assert read_mail(message).lines == ("Subject: s", "", "one", "", "two")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("**Kursk**", ("Kursk",)),
        ("of **Kursk** now", (f"of {HIT}Kursk{END} now",)),
        (r"[A \*b\* \[c\]](<http://x.example/a_(b)>)", ("A *b* [c]", "http://x.example/a_(b)")),
        ("[a](http://x.example/)", ("a", "http://x.example/")),
        (r"5\.000 \- **a\*b** x", (f"5.000 - {HIT}a*b{END} x",)),
        ("a\n\n\n\nb\n", ("a", "", "b")),
    ],
)
def test_commonmark_is_read_as_the_chat_shows_it(text: str, lines: tuple[str, ...]) -> None:
    assert read_chat(text).lines == lines


@given(st.text())
def test_no_message_can_steer_the_terminal(text: str) -> None:
    for line in read_chat(text).lines:
        bare = line.replace(HIT, "").replace(END, "")
        assert all(ord(sign) >= 32 and not 127 <= ord(sign) < 160 for sign in bare)


def test_marks_of_a_stranger_are_not_ours() -> None:
    assert read_chat(f"a {HIT}b{END} c").lines == ("a b c",)
    assert read_mail(html_mail(f"<p>a {HIT}b{END} c</p>")).lines[-1] == "a b c"


def test_a_message_tells_of_a_headline_whatever_its_markup() -> None:
    message = Received(
        channel="chat", heading="", lines=(f"50,000 {HIT}North Korean{END} men:", "go")
    )
    assert message.tells("50,000 North Korean men - go")
    assert not message.tells("50,000 South Korean men")
