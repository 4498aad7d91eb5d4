"""What a good file becomes, and that every mistake of a bad one is told in one run."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from archive.vocabulary import (
    AT_ONCE,
    Beat,
    Channel,
    FetchRules,
    FollowUp,
    FullText,
    Limit,
    OnEdit,
    Quiet,
    Secret,
    Source,
    Watchlist,
    When,
)
from tests.wirewatch.config.reading import good, read
from tests.wirewatch.config.test_bad_files import BASE
from wirewatch.config import load, starter

REPOSITORY = Path(__file__).parents[3]


def test_the_starter_has_no_problem_and_is_the_example_of_the_repository(tmp_path: Path) -> None:
    loaded = read(starter(), tmp_path, mode=0o644)
    assert loaded.problems == ()
    assert loaded.config is not None
    assert len(loaded.config.sources) >= 12
    assert (REPOSITORY / "config.yaml").read_text(encoding="utf-8") == starter()


def test_what_the_starter_leaves_out_by_a_comment_is_good_too(tmp_path: Path) -> None:
    lines = starter().splitlines()
    opened = [
        line.replace("# ", "", 1).replace("#   ", "  ", 1)
        if line.startswith(
            ("# timezone", "# fetch", "#   ", "  # - name: My", "  #   ", "  # slack", "  # desk")
        )
        else line
        for line in lines
    ]
    text = "\n".join(opened).replace(
        "[console]             # names", "[console, desk, slack] # names"
    )
    environ = {"SLACK_URL": "slack://aaa/bbb/ccc", "DESK_MAIL": "mailto://me:pass@post.example"}
    loaded = read(text, tmp_path, environ)
    assert loaded.problems == (), "\n".join(p.render() for p in loaded.problems)
    assert loaded.config is not None
    assert [channel.name for channel in loaded.config.channels] == ["console", "slack", "desk"]
    assert loaded.config.fetch.allow == {("127.0.0.1", 8801)}


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    config = good(
        """\
archive: sub/../news.db
timezone: Asia/Tokyo
keep: forever
sources:
  - https://www.post.example/world/rss
  - https://www.post.example/sport/rss
  - name: own
    feed: http://127.0.0.1:8801/live
    every: 1s
    tags: [a, b]
    backfill: 3650d
    language: PT-br
    full_text: never
  - {feed: "http://[::1]:8801/feed", every: "*/5  7-9 * * mon-fri"}
watchlists:
  - name: dprk
    query: >-
      "North Korea" OR
      DPRK
    notify: [desk, desk]
    sources: [own, a]
    language: uk
    backfill: 24h
  - {name: kursk, any: [Kursk, Курск], all: [front], none: [football], notify: [desk], language: [en, uk]}
channels:
  desk:
    to: [console://, "json://127.0.0.1:9/x"]
    timezone: Europe/Kyiv
ops: [desk]
fetch:
  user_agent: Desk/1.0
  contact: desk@post.example
  delay: 0
  timeout: 5s
  max_size: 2MB
  allow: ["127.0.0.1:8801", "[::1]:8801"]
""",
        tmp_path,
    )
    assert config.archive == tmp_path / "news.db"
    assert config.timezone.key == "Asia/Tokyo"
    assert config.keep is None
    assert [source.name for source in config.sources] == [
        "post.example",
        "post.example/sport/rss",
        "own",
        "::1",
    ]
    assert config.sources[2] == Source(
        name="own",
        url="http://127.0.0.1:8801/live",
        every=timedelta(seconds=1),
        tags=("a", "b"),
        backfill=timedelta(days=3650),
        full_text=FullText.NEVER,
        language="pt-BR",
    )
    assert config.sources[3].every == "*/5 7-9 * * mon-fri"
    assert config.watchlists == (
        Watchlist(
            name="dprk",
            query='"North Korea" OR DPRK',
            notify=("desk",),
            sources=("own", "a"),
            languages=("uk",),
            backfill=timedelta(hours=24),
        ),
        Watchlist(
            name="kursk",
            any=("Kursk", "Курск"),
            all=("front",),
            none=("football",),
            notify=("desk",),
            languages=("en", "uk"),
        ),
    )
    (desk,) = config.channels
    assert desk.to == (Secret("console://"), Secret("json://127.0.0.1:9/x"))
    assert desk.timezone == "Europe/Kyiv"
    assert config.ops == ("desk",)
    assert config.fetch == FetchRules(
        user_agent="Desk/1.0",
        contact="desk@post.example",
        delay=timedelta(0),
        timeout=timedelta(seconds=5),
        max_size=2 * 1024 * 1024,
        allow=frozenset({("127.0.0.1", 8801), ("::1", 8801)}),
    )


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    config = good(
        BASE.replace("archive: wirewatch.db\ntimezone: Europe/Kyiv\n", ""),
        tmp_path,
        {"TZ": "Asia/Seoul"},
    )
    assert config.archive == tmp_path / "wirewatch.db"
    assert config.timezone.key == "Asia/Seoul"
    assert config.keep == timedelta(days=90)
    assert config.fetch == FetchRules()


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    loaded = read(
        """\
archive: /no/such/folder/x.db
timezone: Europe/Berln
keep: 3 months
sources:
  - name: one
    feed: https://one.example/feed
    evry: 5m
  - name: @two
    feed: two.example/feed
  - feed:https://three.example/feed
    every: 5x
watchlists:
  - name: dprk: korea
    query: BAD OR x
    notify: [dsk]
  - name: kursk
    any: [no, Kursk]
    notify: [*desk]
channels:
  desk: ${UNSET_ONE}
  slack: ${UNSET_TWO}
ops: [desk]
""",
        tmp_path,
    )
    assert loaded.config is None
    assert [(p.line, p.column, p.code) for p in loaded.problems if p.severity == "error"] == [
        (1, 10, "no-folder"),
        (2, 11, "bad-timezone"),
        (3, 7, "bad-duration"),
        (7, 5, "unknown-key"),
        (8, 11, "reserved-sign"),
        (9, 11, "address-incomplete"),
        (10, 5, "no-space-after-colon"),
        (11, 12, "bad-duration"),
        (13, 15, "second-colon"),
        (14, 12, "bad-word"),
        (15, 14, "unknown-channel"),
        (17, 11, "not-text"),
        (18, 14, "alias"),
        (20, 9, "unset-variable"),
        (21, 10, "unset-variable"),
    ]


def test_keys_of_later_versions_are_checked_and_warned_of(tmp_path: Path) -> None:
    text = BASE.replace(
        "    tags: [us]\n",
        "    tags: [us]\n    full_text: always\n",
    )
    loaded = read(f"include: [more.yaml]\n{text}", tmp_path)
    assert loaded.config is not None, "\n".join(p.render() for p in loaded.problems)
    assert [source.name for source in loaded.config.sources] == ["ny-post"]
    assert {problem.code for problem in loaded.problems} == {"not-yet"}
    assert [problem.line for problem in loaded.problems] == [1]


def edits(written: str, tmp_path: Path) -> Watchlist:
    return good(BASE.replace("    notify", f"{written}    notify", 1), tmp_path).watchlists[0]


def test_edits_are_looked_for_at_the_usual_times_once_somebody_wants_to_hear_of_them(
    tmp_path: Path,
) -> None:
    hour = timedelta(hours=1)
    nobody = edits("", tmp_path)
    assert (nobody.on_edit, nobody.recheck) == (OnEdit.NEVER, ())
    usual = edits("    on_edit: figures\n", tmp_path)
    assert usual.on_edit is OnEdit.FIGURES
    assert usual.recheck == (timedelta(minutes=10), hour, 6 * hour, 24 * hour)
    assert edits("    on_edit: any\n    recheck: never\n", tmp_path).recheck == ()
    assert edits("    recheck: 6h\n", tmp_path).recheck == (6 * hour,)
    assert edits("    recheck: [6h, 1h, 60m]\n", tmp_path).recheck == (hour, 6 * hour)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("on_edit: alert", "bad-choice"),
        ("recheck: 31d", "too-long"),
        ("recheck: soon", "bad-duration"),
        ("recheck: [never, 1h]", "bad-recheck"),
        (f"recheck: [{', '.join(f'{n}h' for n in range(1, 12))}]", "too-many"),
    ],
)
def test_wrong_words_about_edits_are_mistakes(written: str, code: str, tmp_path: Path) -> None:
    loaded = read(BASE.replace("    notify", f"    {written}\n    notify", 1), tmp_path)
    assert [problem.code for problem in loaded.problems] == [code]


def ruled(rules: str, tmp_path: Path) -> Channel:
    return good(BASE.replace("console://", f"{{to: console://, {rules}}}"), tmp_path).channels[0]


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("at once", AT_ONCE),
        ("hourly", When(beat=Beat.HOURLY)),
        ("daily 7:30", When(beat=Beat.DAILY, at=time(7, 30))),
        ("'0 7 * * Mon-Fri'", When(beat=Beat.CRON, cron="0 7 * * mon-fri")),
    ],
)
def test_a_channel_says_when_it_is_told(written: str, when: When, tmp_path: Path) -> None:
    assert ruled(f"when: {written}", tmp_path).when == when


def test_a_channel_has_quiet_hours_and_a_limit(tmp_path: Path) -> None:
    channel = ruled("quiet: 22:00-07:00, limit: 20/h", tmp_path)
    assert channel.quiet == Quiet(start=time(22), end=time(7))
    assert channel.limit == Limit(number=20, per=timedelta(hours=1))
    plain = ruled("timezone: UTC", tmp_path)
    assert (plain.when, plain.quiet, plain.limit) == (AT_ONCE, None, None)


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("never", None),
        ("daily", FollowUp(daily=True)),
        ("{outlets: 3}", FollowUp(outlets=3)),
        ("'outlets: 3'", FollowUp(outlets=3)),
    ],
)
def test_a_watchlist_says_when_it_hears_of_a_story_again(
    written: str, rule: FollowUp | None, tmp_path: Path
) -> None:
    text = BASE.replace("    notify", f"    follow_up: {written}\n    notify")
    assert good(text, tmp_path).watchlists[0].follow_up == rule


@pytest.mark.parametrize("written", ["often", "{outlets: 0}", "{copies: 3}", "{}", "{outlets: x}"])
def test_a_follow_up_that_cannot_be_understood_is_refused(written: str, tmp_path: Path) -> None:
    loaded = read(BASE.replace("    notify", f"    follow_up: {written}\n    notify"), tmp_path)
    errors = [p for p in loaded.problems if p.severity == "error"]
    assert [p.code for p in errors] == ["bad-follow-up"]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("when: daily 7", "bad-when"),
        ("when: 'when: 5'", "bad-when"),
        ("when: '61 * * * *'", "bad-cron"),
        ("quiet: 22-7", "bad-quiet"),
        ("quiet: 07:00-07:00", "bad-quiet"),
        ("limit: 0/h", "bad-limit"),
        ("limit: 20 an hour", "bad-limit"),
    ],
)
def test_rules_of_a_channel_that_cannot_be_kept_are_refused(
    rule: str, code: str, tmp_path: Path
) -> None:
    loaded = read(BASE.replace("console://", f"{{to: console://, {rule}}}"), tmp_path)
    assert [p.code for p in loaded.problems if p.severity == "error"] == [code]


def test_an_alias_of_a_known_name_is_read(tmp_path: Path) -> None:
    text = BASE.replace("notify: [desk]", "notify: &all [desk]") + "ops: *all\n"
    config = good(text, tmp_path)
    assert config.ops == ("desk",)


@pytest.mark.parametrize("break_", ["\r\n", "\r"])
def test_other_line_ends_and_a_byte_order_mark_are_no_mistake(break_: str, tmp_path: Path) -> None:
    text = "\ufeff" + BASE.replace("\n", break_)
    assert read(text, tmp_path).problems == ()
    (problem,) = read(text.replace("every", "evry"), tmp_path).problems
    assert (problem.line, problem.column) == (7, 5)
    (first,) = read(text.replace("archive", "archiv"), tmp_path).problems
    assert (first.line, first.column, first.text) == (1, 1, "archiv: wirewatch.db")


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    def nothing(_: str) -> None:
        return None

    missing = load(tmp_path / "none.yaml", {}, check_query=lambda *_: [], check_address=nothing)
    folder = load(tmp_path, {}, check_query=lambda *_: [], check_address=nothing)
    assert missing.problems[0].code == folder.problems[0].code == "unreadable"
