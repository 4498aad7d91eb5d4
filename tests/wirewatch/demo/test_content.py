"""The bundled content keeps the promises that the demo makes."""

import re

import pytest

from wirewatch.demo.content import BlockKind, Content, Expect, FeedFormat, Story, load_content
from wirewatch.demo.setting import WATCHLISTS


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


def words(story: Story) -> str:
    return "\n".join((story.title, *story.paragraphs))


def test_outlets_speak_many_languages_in_every_kind_of_feed(content: Content) -> None:
    assert len(content.outlets) >= 7
    assert {outlet.language[:2] for outlet in content.outlets} >= {
        "en",
        "uk",
        "de",
        "es",
        "ar",
        "ja",
    }
    assert {outlet.format for outlet in content.outlets} == set(FeedFormat)
    assert {outlet.encoding for outlet in content.outlets} == {
        "utf-8",
        "iso-8859-1",
        "windows-1251",
    }


def test_stories_are_either_out_at_the_start_or_published_by_one_cue(content: Content) -> None:
    published = [(c.outlet, c.story) for c in content.cues if c.expect is not Expect.EDIT]
    waiting = [(o.id, s.slug) for o in content.outlets for s in o.stories if s.age is None]
    assert sorted(published) == sorted(waiting)
    assert sum(s.age is not None for o in content.outlets for s in o.stories) == 40
    for outlet in content.outlets:
        assert len({story.slug for story in outlet.stories}) == len(outlet.stories)


def test_edits_come_after_the_story_and_bring_another_headline(content: Content) -> None:
    for place, cue in enumerate(content.cues):
        if cue.expect is Expect.EDIT:
            before = [
                c for c in content.cues[:place] if (c.outlet, c.story) == (cue.outlet, cue.story)
            ]
            assert [c.expect for c in before] == [Expect.ALERT]
            assert cue.title != content.outlet(cue.outlet).story(cue.story).title


def test_cues_are_in_order_and_over_within_fifty_seconds(content: Content) -> None:
    moments = [cue.at.total_seconds() for cue in content.cues]
    assert moments == sorted(moments)
    assert moments[0] < 1
    assert moments[-1] < 50


def test_sample_story_and_its_copy_share_the_body_and_nothing_else(content: Content) -> None:
    original, copy = content.sample
    assert original.paragraphs == copy.paragraphs
    assert original.title != copy.title
    assert sum("North Korean troops" in text for text in original.paragraphs) == 1
    assert "Kursk region" in original.paragraphs[0]
    assert len(" ".join(original.paragraphs).split()) > 200
    lines = {text for block in copy.body if block.kind is BlockKind.LINE for text in block.texts}
    assert lines >= {
        "Connect with us",
        "Published",
        "Advertisement",
        "With Post wires",
        "Continue Reading",
    }


def test_boilerplate_does_not_read_like_sentences(content: Content) -> None:
    for story in content.sample:
        for block in story.body:
            if block.kind in (BlockKind.LINE, BlockKind.RELATED):
                assert not any(text.endswith((".", "?", "!")) for text in block.texts)


def matching(text: str) -> set[str]:
    """What the demo's watchlists must find, said again in regular expressions."""

    def has(pattern: str) -> bool:
        return re.search(pattern, text, re.IGNORECASE) is not None

    found = set()
    if has(r"\bNorth Korean troops\b") or (
        has(r"\b(DPRK|Pyongyang)\b") and has(r"\b(troop|soldier)s?\b")
    ):
        found.add("North Korean troops")
    if has(r"\bKursk\b|\bКурськ|كورسك") and not has(r"\bfootball\b|\bNorth Korean\b"):
        found.add("Kursk")
    if has(r"\brail strikes?\b|\bBahnstreik|\bhuelgas? ferroviarias?\b"):
        found.add("Rail strike")
    if has(r"地震|津波"):
        found.add("地震")
    return found


def test_every_cue_matches_what_it_says(content: Content) -> None:
    for cue in content.cues:
        found = matching(words(content.outlet(cue.outlet).story(cue.story)))
        if cue.expect is Expect.ALERT:
            assert found == {cue.watchlist}, cue.story
        if cue.expect is Expect.SILENCE:
            assert found == set(), cue.story
    used = {cue.watchlist for cue in content.cues if cue.watchlist}
    assert used == {shown.name for shown in WATCHLISTS}


def test_some_old_story_matches_so_that_the_silence_means_something(content: Content) -> None:
    old = [s for o in content.outlets for s in o.stories if s.age is not None]
    assert any(matching(words(story)) for story in old)


def test_near_misses_name_the_subject_but_not_all_of_the_query(content: Content) -> None:
    kursk = content.outlet("meridian-wire").story("kursk-football-late-goal")
    assert "Kursk" in kursk.title
    assert "football" in words(kursk)
    assert "Pyongyang" in content.outlet("meridian-wire").story("pyongyang-marathon-date").title
