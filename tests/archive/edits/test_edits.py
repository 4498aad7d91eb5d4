"""What counts as an edit, in the scripts that people write."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.edits import Verdict, Wording, compare, edit_between
from archive.edits.differences import SHOWN, sentence_changes
from archive.edits.figures import changed
from archive.edits.wording import sentences_of
from archive.vocabulary.edits import Change, EditKind, Figure

TEXT = """Officials in the border town said on Sunday that the bridge had been closed.
An inspection found cracks in two of its pillars. Engineers need at least three weeks for the repair.
The ferry runs every half hour until then, the mayor told reporters."""


def page(
    title: str = "Bridge closed after inspection", text: str = TEXT, outlet: str = ""
) -> Wording:
    return Wording(title=title, text=text, outlet=outlet)


def kinds(before: Wording, after: Wording) -> list[str]:
    edit = edit_between(before, after)
    return [str(kind) for kind in edit.kinds] if edit else []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Bridge closed after inspection", "BRIDGE CLOSED AFTER INSPECTION"),
        ("Bridge closed – after “inspection”", 'Bridge closed - after "inspection"'),
        ("Kids &amp; Co close", "Kids & Co close"),
        ("Kids &amp;amp; Co close", "Kids & Co close"),
        ("Goverment resigns", "Government resigns"),
        ("Presidnet Müller resigns", "President Muller resigns"),
        ("Zelensky in Kyiv", "Zelenskyy in Kyiv"),
        ("Bridge closed", "Bridge closed | Example News"),
        ("LIVE: Bridge closed", "Bridge closed"),
        ("UPDATE 2-Bridge closed", "Bridge closed"),
        ("أُغلق الجسر بعد التفتيش", "أغلق الجسر بعد التفتيش"),
        ("東京で大地震、「死者なし」", "東京で大地震 死者なし"),
    ],
)
def test_the_same_headline_written_otherwise_is_no_edit(before: str, after: str) -> None:
    assert kinds(page(before), page(after)) == []
    assert kinds(page(after), page(before)) == []


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("Bridge closed", "Bridge reopened", ["headline"]),
        ("War with Iran", "War with Iraq", ["headline"]),
        ("A million flee", "A billion flee", ["headline", "figures"]),
        ("5 killed in Kursk", "6 killed in Kursk", ["headline", "figures"]),
        ("Five killed in Kursk", "5 killed in Kursk", ["headline"]),
        ("Пятеро погибших в Курске", "Погибшие в Курске", ["headline", "figures"]),
        ("У Курську загинули 5 людей", "У Курську загинули 6 людей", ["headline", "figures"]),
        ("مقتل ٥ جنود في كورسك", "مقتل ٦ جنود في كورسك", ["headline", "figures"]),
        ("किताब मिली", "किताबें मिलीं", ["headline"]),
        ("東京で地震、死者5人", "東京で地震、死者6人", ["headline", "figures"]),
        ("东京地震", "大阪地震", ["headline"]),
    ],
)
def test_another_headline_is_an_edit(before: str, after: str, found: list[str]) -> None:
    assert kinds(page(before), page(after)) == found
    assert kinds(page(after), page(before)) == found


def test_an_outlet_behind_its_headline_is_none_of_it() -> None:
    before, after = page("Bridge closed - The Post", outlet="The Post"), page("Bridge closed")
    assert kinds(before, after) == []
    assert kinds(page("Bridge closed - 5 dead"), page("Bridge closed")) == ["headline", "figures"]


def test_one_headline_in_common_is_enough() -> None:
    both = Wording(title="Bridge closed", titles=("Cracks close bridge", "Bridge closed"))
    assert kinds(both, Wording(title="Cracks close bridge")) == []
    assert kinds(both, Wording(title="Bridge stays open")) == ["headline"]


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("Updated 5 minutes ago", "Updated 2 hours ago"),
        ("Updated on 12 November 2024 at 14:05.", "Updated on 12 November 2024 at 15:10."),
        ("14 comments", "15 comments"),
        ("Read more: Storm hits the coast.", "Read more: The ferry is late."),
        ("Subscribe to our newsletter.", "Sign up for our new morning newsletter today!"),
        ("Home  News  Sport  Weather", "Home  News  Sport  Weather  Elections"),
        ("Storm hits the coast of Norway", "Parliament votes on the budget tonight"),
        ("ADVERTISEMENT", "Advertisement: our sofas are half the price this week."),
        ("Обновлено 12 ноября в 14:05.", "Обновлено 12 ноября в 15:10."),
        ("تم التحديث قبل ٥ دقائق.", "تم التحديث قبل ساعتين."),
        ("更新：2024年11月12日 14時05分。", "更新：2024年11月12日 15時10分。"),
        ("関連記事：大阪で火災。", "関連記事：京都で祭り。"),
    ],
)
def test_what_stands_around_an_article_is_no_edit(line: str, other: str) -> None:
    before, after = page(text=f"{line}\n{TEXT}"), page(text=f"{TEXT}\n{other}")
    assert kinds(before, after) == []
    assert kinds(before, page()) == []


def test_spaces_and_the_order_of_sentences_are_no_edit() -> None:
    lines = TEXT.splitlines()
    assert kinds(page(), page(text="\n\n".join(reversed(lines)).replace(" ", "  "))) == []


def test_an_edit_is_told_in_sentences() -> None:
    after = TEXT.replace("two of its pillars", "three of its pillars").replace(
        "The ferry runs every half hour until then, the mayor told reporters.",
        "Soldiers began to lay a pontoon bridge beside it.",
    )
    edit = edit_between(page(), page("Bridge closed for weeks", after))
    assert edit is not None
    assert edit.kinds == (EditKind.HEADLINE, EditKind.FIGURES, EditKind.TEXT)
    assert edit.headline == Change(
        before="Bridge closed after inspection", after="Bridge closed for weeks"
    )
    sentence = "An inspection found cracks in three of its pillars."
    assert edit.figures == (Figure(before="two of", after="three of", sentence=sentence),)
    assert edit.reworded == (
        Change(before="An inspection found cracks in two of its pillars.", after=sentence),
    )
    assert edit.removed == ("The ferry runs every half hour until then, the mayor told reporters.",)
    assert edit.added == ("Soldiers began to lay a pontoon bridge beside it.",)
    assert edit.more == 0


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("About 11,000 troops came.", "About 12 000 troops came.", ("11,000 troops", "12")),
        (
            "Some 1.5 million people fled.",
            "Some 1.5 billion people fled.",
            ("1.5 million people", "1.5 billion people"),
        ),
        (
            "Шойгу заявил о 3 тысячах раненых.",
            "Шойгу заявил о 4 тысячах раненых.",
            ("3 тысячах раненых", "4 тысячах раненых"),
        ),
        ("死者は5人となった。", "死者は12人となった。", ("5人", "12人")),
        ("وقتل ٥ جنود هناك.", "وقتل ١٢ جندياً هناك.", ("٥ جنود", "١٢ جندياً")),
        ("The toll rose to 5.", "The toll rose to 7.", ("to 5", "to 7")),
        ("Ferry sinks, 5 are dead", "Ferry sinks, 12 are dead", ("5 are dead", "12 are dead")),
        ("It took nine days.", "It took sixteen days.", ("nine days", "sixteen days")),
        ("Двадцять поранених.", "Сорок поранених.", ("Двадцять поранених", "Сорок поранених")),
        ("Fähre gesunken, 5 sind tot", "Fähre gesunken, 7 sind tot", ("5 sind tot", "7 sind tot")),
    ],
)
def test_figures_are_told_with_what_they_count(
    before: str, after: str, found: tuple[str, str]
) -> None:
    told = changed(before, after)
    assert told
    assert told[0][0] == found[0]
    assert told[0][1].startswith(found[1])
    assert changed(before, before) == ()


def test_the_same_number_written_otherwise_is_no_change() -> None:
    assert changed("11,000 troops", "11.000 troops") == ()
    assert changed("five people", "5 people") == ()
    assert changed("ninety days", "90 days") == ()
    assert changed("The police seize guns", "The police have guns") == ()
    assert changed("٥ جنود", "5 جنود") == ()


def test_a_flood_of_changes_is_counted() -> None:
    many = "\n".join(
        f"The party number {n} of region {n} won seats in town {n}." for n in range(40)
    )
    edit = edit_between(page(text=many), page(text=TEXT))
    assert edit is not None
    assert len(edit.removed) == SHOWN
    assert edit.more == 40 - SHOWN
    longest = edit_between(page(text="Long " + "word " * 500 + "."), page(text=TEXT))
    assert longest is not None
    assert max(map(len, longest.removed)) <= 400


def test_a_text_that_breaks_off_is_no_edit() -> None:
    start = "\n".join(TEXT.splitlines()[:1])
    decision = compare(page(), page(text=start))
    assert decision.verdict is Verdict.CUT
    assert decision.wording.text == TEXT
    renamed = compare(page(), page("Bridge stays open", text=start))
    assert (renamed.verdict, renamed.wording.text) == (Verdict.EDITED, TEXT)
    assert compare(page(text=start), page()).verdict is Verdict.EDITED


def test_a_summary_is_not_compared_with_a_text() -> None:
    summary = Wording(title="Bridge closed after inspection", summary="The bridge is closed")
    assert compare(summary, page()).verdict is Verdict.COMPLETED
    lost = compare(page(), summary)
    assert (lost.verdict, lost.wording.text) == (Verdict.SAME, TEXT)


def test_a_summary_is_compared_with_a_summary_without_full_stops() -> None:
    before = Wording(title="Attack", summary="At least 5 people died in Kyiv")
    after = Wording(title="Attack", summary="At least 6 people died in Kyiv")
    edit = compare(before, after).edit
    assert edit is not None
    assert edit.figures[0].before == "5 people"


SAID = (
    "About 12,000 troops were seen near the border. Three were hurt on Monday. The road is closed."
)
PARTS = [
    "",
    "About 12,000 troops were seen near the border.",
    "About 12,000 troops were seen near the…",
    "About 12,000 troops were seen near the border. Three were hu...",
    "About 12,000 troops were seen near the border. Three were hurt on Monday. The […]",
    "About 12,000 troops were seen near the border. Three were hurt",
]


@pytest.mark.parametrize("part", [*PARTS, "Troops near the border"])
def test_a_summary_of_which_only_the_beginning_is_left_stays(part: str) -> None:
    before = Wording(title="Troops near the border", summary=SAID)
    decision = compare(before, replace(before, summary=part), listed=True)
    assert (decision.verdict, decision.edit, decision.wording) == (Verdict.CUT, None, before)
    renamed = replace(before, title="Troops cross the border", summary=part)
    if part != before.title:
        decision = compare(before, renamed, listed=True)
        assert (decision.verdict, decision.wording.summary) == (Verdict.EDITED, SAID)


@pytest.mark.parametrize("part", PARTS[2:-1])
def test_a_beginning_that_is_completed_is_no_edit(part: str) -> None:
    before = Wording(title="Troops near the border", summary=part)
    decision = compare(before, replace(before, summary=SAID), listed=True)
    assert (decision.verdict, decision.wording.summary) == (Verdict.COMPLETED, SAID)


def test_what_is_shortened_otherwise_is_an_edit() -> None:
    before = Wording(title="Troops", summary=SAID)
    for shorter in (
        SAID.removesuffix(" The road is closed."),
        SAID.replace(" near the border", ""),
        SAID.replace("12,000", "11,000")[:60] + "…",
        SAID.replace("Three were hurt on Monday.", "Three were hurt."),
    ):
        assert compare(before, replace(before, summary=shorter), listed=True).edit is not None
    closed = Wording(title="Troops", summary="At least 5 people died in Kyiv")
    assert compare(closed, replace(closed, summary="At least 5 people died"), listed=True).edit


def test_another_article_at_the_address_is_no_edit() -> None:
    other = (
        "The minister spoke at noon. Farmers blocked the road to the port. Nobody was hurt in it."
    )
    assert compare(page(), page("Farmers protest", other)).verdict is Verdict.ANOTHER
    assert compare(page(), page("Bridge closed for weeks", other)).verdict is Verdict.EDITED


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Officials said that 5 bridges were closed.",
            "Officials said that 6 bridges were closed.",
            "Officials said that the bridges were open.",
            "Мэр города сообщил о 3 погибших.",
            "Мэр города сообщил о 4 погибших.",
            "وقال مسؤولون إن ٥ جسور أغلقت.",
            "وقال مسؤولون إن ٦ جسور أغلقت.",
            "市長は橋が閉鎖されたと述べた。",
            "市長は橋が二つ閉鎖されたと述べた。",
            "Updated 5 minutes ago.",
            "Menu",
        ]
    ),
    max_size=8,
).map("\n".join)
HEADLINES = st.sampled_from(["Bridge closed", "5 bridges closed", "橋が閉鎖", "Мост закрыт"])
WORDINGS = st.builds(Wording, title=HEADLINES | st.text(max_size=30), text=SENTENCES | st.text())


@given(WORDINGS)
def test_an_article_against_itself_is_no_edit(wording: Wording) -> None:
    assert edit_between(wording, wording) is None
    assert compare(wording, wording).edit is None


@given(WORDINGS, WORDINGS)
def test_both_ways_an_edit_is_of_the_same_kinds(before: Wording, after: Wording) -> None:
    assert kinds(before, after) == kinds(after, before)


@given(SENTENCES, SENTENCES)
def test_a_difference_applied_gives_the_other_text(before: str, after: str) -> None:
    old, new = sentences_of(before), sentences_of(after)
    removed, added, reworded = sentence_changes(old, new)
    words = Counter(one.words for one in old)
    words.subtract(one.words for text in removed for one in sentences_of(text))
    words.subtract(one.words for change in reworded for one in sentences_of(change.before))
    words.update(one.words for text in added for one in sentences_of(text))
    words.update(one.words for change in reworded for one in sentences_of(change.after))
    assert +words == Counter(one.words for one in new)
    assert min(words.values(), default=0) >= 0
