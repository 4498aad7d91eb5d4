"""Sixty kinds of bad file, and the message each must get: line, column, code and the words that help.

A case is the good file below with one piece replaced, so that every line number can be checked by eye.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.wirewatch.config.reading import read

# 1 archive, 2 timezone, 4 sources, 5 name, 6 feed, 7 every, 8 tags, 10 watchlists, 11 name, 12 any,
# 13 notify, 15 channels, 16 desk
BASE = """\
archive: wirewatch.db
timezone: Europe/Kyiv

sources:
  - name: ny-post
    feed: https://nypost.com/feed/
    every: 5m
    tags: [us]

watchlists:
  - name: dprk
    any: [Kursk, Pyongyang]
    notify: [desk]

channels:
  desk: console://
"""
FEED = "    feed: https://nypost.com/feed/\n"
SECOND = "  - name: second\n    feed: https://second.example/feed\n"


BOMB = "x0: &x0 [a,a,a,a,a,a,a,a,a,a]\n" + "".join(
    f"x{n}: &x{n} [{','.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 12)
)


class Case(NamedTuple):
    name: str
    old: str
    new: str
    where: tuple[int, int]
    code: str
    needle: str
    severity: str = "error"


CASES = [
    Case("tab-indent", "    every: 5m", "\tevery: 5m", (7, 1), "tab", "a tab is used to indent. Use spaces"),
    Case(
        "bad-indent",
        "    every: 5m",
        "   every: 5m",
        (7, 4),
        "bad-indent",
        "`every` starts in column 4 but `feed` above it starts in column 5. Line them up.",
    ),
    Case(
        "bad-indent-deeper",
        "    every: 5m",
        "      every: 5m",
        (7, 7),
        "bad-indent",
        "`every` starts in column 7 but `feed` above it starts in column 5.",
    ),
    Case(
        "no-space-after-colon",
        "feed: https",
        "feed:https",
        (6, 5),
        "no-space-after-colon",
        "Put a space after `feed:`",
    ),
    Case(
        "colon-in-value",
        "name: dprk",
        "name: Kursk: front",
        (11, 16),
        "second-colon",
        'Quote the text: `name: "Kursk: front"`',
    ),
    Case("open-quote", "[Kursk, Pyongyang]", '["North Korean troops, Kursk]', (12, 11), "open-quote", "never closed"),
    Case("open-quote-value", "name: dprk", 'name: "North troops', (11, 11), "open-quote", 'Add `"` after `troops`'),
    Case(
        "open-quote-closed-below",
        "name: dprk\n    any: [Kursk, Pyongyang]",
        'name: "dprk\n    any: ["Kursk", Pyongyang]',
        (11, 11),
        "open-quote",
        'Add `"` after `dprk`',
    ),
    Case("open-bracket", "[Kursk, Pyongyang]", "[Kursk, Pyongyang", (12, 10), "open-bracket", "Add `]`"),
    Case(
        "missing-comma",
        "[Kursk, Pyongyang]",
        '["Kursk" "Pyongyang"]',
        (12, 19),
        "missing-comma",
        "a comma is missing before this",
    ),
    Case(
        "text-after-quote",
        "any: [Kursk, Pyongyang]",
        'query: "North Korea" OR "DPRK"',
        (12, 26),
        "text-after-quote",
        "put the whole text on the next line",
    ),
    Case(
        "duplicate-key",
        "    tags: [us]",
        "    every: 10m",
        (8, 5),
        "repeated-key",
        "`every` is given twice for source `ny-post` (first in line 7). Remove one.",
    ),
    Case(
        "norway",
        "[Kursk, Pyongyang]",
        "[Kursk, no]",
        (12, 18),
        "not-text",
        '`no` means false in YAML, and `keyword` needs text. Quote it: `"no"`',
    ),
    Case(
        "norway-language",
        "    notify: [desk]",
        "    notify: [desk]\n    language: no",
        (14, 15),
        "not-text",
        'Quote it: `"no"`',
    ),
    Case("on-as-name", "name: dprk", "name: on", (11, 11), "not-text", "`on` means true in YAML, and `name` needs text"),
    Case("number-as-text", "[Kursk, Pyongyang]", "[1945]", (12, 11), "not-text", '1945 is read as a number, and `keyword` needs text. Quote it: `"1945"`'),
    Case("octal-as-text", "[Kursk, Pyongyang]", "[0123]", (12, 11), "not-text", 'Quote it: `"0123"`'),
    Case("time-as-text", "[Kursk, Pyongyang]", "[12:30:45]", (12, 11), "not-text", 'Quote it: `"12:30:45"`'),
    Case("date-as-text", "[Kursk, Pyongyang]", "[2024-11-10]", (12, 11), "not-text", "2024-11-10 is read as a date"),
    Case("star", "none", "none", (12, 11), "alias", '`*football` is read as a YAML alias. Quote it: `"*football"`'),
    Case("star-cron", "every: 5m", "every: */5 * * * *", (7, 12), "alias", 'Quote it: `"*/5 * * * *"`'),
    Case("at-sign", "[Kursk, Pyongyang]", "[Kursk, @dprk]", (12, 18), "reserved-sign", 'a value may not start with `@`. Quote it: `"@dprk"`'),
    Case("percent-sign", "name: dprk", "name: %dprk", (11, 11), "reserved-sign", "a value may not start with `%`"),
    Case("hash-cuts", "name: dprk", "name: #dprk", (11, 5), "empty", '`name` is empty: `#dprk` after it is read as a comment. Quote it: `"#dprk"`'),
    Case("bad-keyword", "[Kursk, Pyongyang]", "[Kursk, Sumy(]", (12, 22), "bracket", "this bracket has no partner"),
    Case("nbsp", "    every: 5m", "    every: 5m".replace(" ", "\u00a0", 4), (7, 1), "odd-space", "non-breaking space (U+00A0) used to indent"),
    Case("empty", BASE, "", (1, 1), "empty-file", "the file is empty. Write one with `wirewatch init`."),
    Case("only-comment", BASE, "# nothing\n", (1, 1), "empty-file", "the file is empty"),
    Case("list-at-top", BASE, "- https://nypost.com/feed/\n", (1, 1), "not-keys", "the file is a list; it must be keys such as `sources:`"),
    Case("text-at-top", BASE, "hello\n", (1, 1), "not-keys", "the file is a single text"),
    Case("two-documents", "\nchannels:", "---\nchannels:", (14, 1), "two-documents", "`---` starts a second document. Remove it; one document per file."),
    Case("unknown-key", "every: 5m", "evry: 5m", (7, 5), "unknown-key", "unknown key `evry` in a source. Did you mean `every`?"),
    Case("foreign-key", "feed: https", "url: https", (6, 5), "unknown-key", "Did you mean `feed`?"),
    Case("foreign-key-of-a-watchlist", "    notify: [desk]", "    notify: [desk]\n    dedupe: copy", (14, 5), "unknown-key", "Did you mean `group`?"),
    Case("unknown-top-key", "watchlists:", "watchlits:", (10, 1), "unknown-key", "unknown section `watchlits`. Did you mean `watchlists`?"),
    Case("missing-feed", FEED, "", (5, 5), "missing-key", "source `ny-post` has no `feed`. Add `feed: https://…`"),
    Case("missing-name", "  - name: dprk\n    any:", "  - any:", (11, 5), "missing-key", "this watchlist has no `name`. Add one; alerts show it."),
    Case("empty-feed", FEED, "    feed:\n", (6, 10), "empty", "`feed` is empty"),
    Case("two-kinds", "    tags: [us]", "    page: https://nypost.com/", (8, 5), "two-kinds", "has `feed` and `page`"),
    Case("scalar-for-list", "notify: [desk]", "notify: desk", (13, 13), "wrong-type", "`notify` must be a list. Write `[desk]`."),
    Case("list-for-scalar", "name: dprk", "name: [dprk, kursk]", (11, 11), "wrong-type", "`name` must be a single text, not a list."),
    Case("map-for-list", "  - name: ny-post\n    feed: https://nypost.com/feed/\n    every: 5m\n    tags: [us]\n", "  ny-post:\n    feed: https://nypost.com/feed/\n", (5, 3), "wrong-type", "`sources` must be a list. Start each source with `- name:`"),
    Case("url-no-scheme", "https://nypost.com/feed/", "nypost.com/feed/", (6, 11), "address-incomplete", "`nypost.com/feed/` is not a full address. Did you mean `https://nypost.com/feed/`?"),
    Case("url-scheme", "https://nypost.com/feed/", "ftp://nypost.com/feed/", (6, 11), "address-scheme", "`ftp:` is not allowed. Use http or https."),
    Case("url-file", "https://nypost.com/feed/", "file:///etc/passwd", (6, 11), "address-scheme", "`file:` is not allowed"),
    Case("url-private", "https://nypost.com/feed/", "http://192.168.1.10/feed", (6, 11), "private-address", '`192.168.1.10` is a private address. If it is yours, allow it under `fetch:`: `allow: ["192.168.1.10:80"]`'),
    Case("url-localhost", "https://nypost.com/feed/", "http://localhost:8801/feed", (6, 11), "private-address", "localhost:8801"),
    Case("url-decimal-host", "https://nypost.com/feed/", "http://2130706433/feed", (6, 11), "private-address", "private"),
    Case("url-ipv6", "https://nypost.com/feed/", "http://[::1]:8801/feed", (6, 11), "private-address", '"[::1]:8801"'),
    Case("url-space", "https://nypost.com/feed/", "https://nypost.com/new york", (6, 33), "address-space", "Write `%20`"),
    Case("url-bad-port", "https://nypost.com/feed/", "https://nypost.com:99999/", (6, 11), "address-bad", "Check host and port"),
    Case("bad-duration", "every: 5m", "every: 10 minuts", (7, 12), "bad-duration", "`10 minuts` is not a duration. Write 10m (s, m, h, d)."),
    Case("no-unit", "every: 5m", "every: 300", (7, 12), "bad-duration", "Say of what: 300s, 300m, 300h or 300d"),
    Case("fraction", "every: 5m", "every: 1.5h", (7, 12), "bad-duration", "Write 90m"),
    Case("week", "every: 5m", "every: 2w", (7, 12), "bad-duration", "Write 14d"),
    Case("bad-cron", "every: 5m", 'every: "61 * * * *"', (7, 12), "bad-cron", "`61` is not a minute of a cron line. Use numbers from 0 to 59"),
    Case("short-cron", "every: 5m", 'every: "*/5 * *"', (7, 12), "bad-cron", "it has 3 fields and not five"),
    Case("negative-duration", "every: 5m", "every: -5m", (7, 12), "not-positive", "must be positive"),
    Case("zero-duration", "every: 5m", "every: 0s", (7, 12), "not-positive", "must be positive"),
    Case("too-often", "every: 5m", "every: 1s", (7, 12), "too-often", "`1s` is impolite. At least 1m"),
    Case("huge-number", "every: 5m", "every: 99999999999999d", (7, 12), "too-long", "`99999999999999d` is too long. At most 30d."),
    Case("endless-number", "every: 5m", f"every: {'9' * 5000}d", (7, 12), "too-long", "At most 30d"),
    Case("bad-query", "any: [Kursk, Pyongyang]", "query: Kursk( AND dprk", (12, 17), "bracket", "this bracket has no partner. Add it."),
    Case("odd-query", "any: [Kursk, Pyongyang]", "query: dprk AND ODD", (12, 21), "odd-word", "not wanted", "warning"),
    Case("empty-keyword", "[Kursk, Pyongyang]", '[Kursk, ""]', (12, 18), "empty", "`keyword` is empty"),
    Case("signs-for-keyword", "[Kursk, Pyongyang]", '[Kursk, "--"]', (12, 19), "no-word", "`--` is not wanted"),
    Case("one-letter-keyword", "[Kursk, Pyongyang]", "[Kursk, a]", (12, 18), "odd-word", "`a` is not wanted", "warning"),
    Case("unknown-channel", "notify: [desk]", "notify: [desk, dsek]", (13, 20), "unknown-channel", "no channel `dsek`. Did you mean `desk`? Channels: desk."),
    Case("unknown-ops", "  desk: console://\n", "  desk: console://\nops: [desks]\n", (17, 7), "unknown-channel", "no channel `desks`"),
    Case("unknown-source", "    notify: [desk]", "    notify: [desk]\n    sources: [usa, us]", (14, 15), "unknown-source", "no source has the name or tag `usa`. Did you mean `us`?"),
    Case("unused-channel", "  desk: console://\n", "  desk: console://\n  slack: slack://${A}/${B}/${C}\n", (17, 3), "unused-channel", "channel `slack` is used by no watchlist", "warning"),
    Case("no-channel", "    notify: [desk]\n", "", (11, 5), "no-channel", "watchlist `dprk` notifies nobody. Add `notify: [desk]`."),
    Case("empty-notify", "notify: [desk]", "notify: []", (13, 5), "no-channel", "notifies nobody"),
    Case("duplicate-name", "\nwatchlists:", SECOND.replace("second\n", "ny-post\n") + "\nwatchlists:", (9, 11), "repeated-name", "source name `ny-post` is used twice (first in line 5)"),
    Case("duplicate-watchlist", "\nchannels:", "  - name: dprk\n    any: [x-ray]\n    notify: [desk]\nchannels:", (14, 11), "repeated-name", "watchlist name `dprk` is used twice (first in line 11)"),
    Case("duplicate-url", "\nwatchlists:", SECOND.replace("second.example/feed", "NYPOST.com/feed/") + "\nwatchlists:", (10, 11), "same-address", "the same address as source `ny-post` (line 6)", "warning"),
    Case("env-missing", "desk: console://", "desk: mailto://me:${SMTP_PASSWORD_X}@post.example", (16, 21), "unset-variable", "environment variable SMTP_PASSWORD_X is not set"),
    Case("env-empty", "desk: console://", "desk: mailto://me:${EMPTY}@post.example", (16, 21), "empty-variable", "environment variable EMPTY is empty"),
    Case("env-syntax", "desk: console://", "desk: mailto://me:${SMTP", (16, 21), "bad-variable", "`${` without `}`"),
    Case("env-file", "desk: console://", "desk: mailto://me:${file:/no/such}@post.example", (16, 21), "no-secret-file", "there is no file `/no/such`"),
    Case("apprise-unknown", "desk: console://", "desk: slak://A/B/C", (16, 9), "bad-address", "no service `slak`. Did you mean `slack`?"),
    Case("apprise-bad", "desk: console://", "desk: slack://TOKENAAAAA", (16, 9), "bad-address", "the slack address is incomplete: it needs three tokens"),
    Case("secret-inline", "desk: console://", "desk: mailto://me:hunter22@post.example", (16, 9), "inline-secret", "Better: `${DESK_URL}`", "warning"),
    Case("python-tag", "archive: wirewatch.db", "archive: !!python/object:os.system x", (1, 10), "tag", "`!!python/...` tags are not allowed. Remove it"),
    Case("anchor-bomb", BASE, BOMB, (1, 1), "unknown-key", "unknown section `x0`"),
    Case("anchor-bomb-size", BASE, BOMB, (5, 46), "too-many-aliases", "too many aliases"),
    Case("latin1-bytes", "none", "none", (11, 12), "not-utf8", "the file is not UTF-8 (byte 0xFC). Save it as UTF-8."),
    Case("null-byte", "name: dprk", "name: d\0prk", (11, 12), "control-character", "control character U+0000. Remove it."),
    Case("escaped-null", "name: dprk", 'name: "dp\\0rk"', (11, 14), "control-character", "control character U+0000 in `name`"),
    Case("path-missing-dir", "archive: wirewatch.db", "archive: /no/such/dir/wirewatch.db", (1, 10), "no-folder", "folder `/no/such/dir` does not exist. Make it: `mkdir -p /no/such/dir`."),
    Case("path-is-dir", "archive: wirewatch.db", "archive: /tmp", (1, 10), "archive-is-folder", "`/tmp` is a folder. Give a file in it."),
    Case("bad-timezone", "Europe/Kyiv", "Europe/Berln", (2, 11), "bad-timezone", "no time zone `Europe/Berln`. Did you mean `Europe/Berlin`?"),
    Case("city-for-timezone", "Europe/Kyiv", "Tokyo", (2, 11), "bad-timezone", "Did you mean `Asia/Tokyo`?"),
    Case("merge-conflict", "    every: 5m", "<<<<<<< HEAD\n    every: 5m\n=======\n    every: 9m\n>>>>>>> x", (7, 1), "merge-conflict", "unresolved merge conflict (`<<<<<<<`)"),
    Case("bad-language", "    tags: [us]", "    language: ua", (8, 15), "bad-language", "`ua` is not a language code. Did you mean `uk`?"),
    Case("allow-no-port", "\nsources:", "fetch:\n  allow: [127.0.0.1]\nsources:", (4, 11), "bad-host-port", "is not a host and port"),
    Case("two-forms", "    notify: [desk]", "    query: dprk\n    notify: [desk]", (12, 5), "two-forms", "has both `query` and `any`"),
    Case("dash-in-line", "notify: [desk]", "notify: - desk", (13, 13), "dash-in-line", "a list cannot start behind its key"),
    Case("bad-escape", "name: dprk", 'name: "dp\\qrk"', (11, 14), "bad-escape", "`\\q` means nothing between double quotes"),
    Case("no-colon", "    tags: [us]\n", "    tags\n", (8, 5), "no-colon", "`tags` is not a key: it has no colon"),
]  # fmt: skip


def text_of(case: Case) -> bytes:
    if case.name == "star":
        return BASE.replace("[Kursk, Pyongyang]", "[*football]").encode()
    if case.name == "latin1-bytes":
        return BASE.replace("dprk", "dürk").encode("latin-1")
    assert BASE.count(case.old) >= 1
    return BASE.replace(case.old, case.new, 1).encode()


ENVIRON = {"A": "aaaaaaaa", "B": "bbbbbbbb", "C": "cccccccc", "EMPTY": ""}


def test_the_file_that_the_cases_change_is_good(tmp_path: Path) -> None:
    loaded = read(BASE, tmp_path)
    assert loaded.problems == ()
    assert loaded.config is not None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_file_gets_the_message_that_helps(case: Case, tmp_path: Path) -> None:
    loaded = read(text_of(case), tmp_path, ENVIRON)
    first = "\n".join(problem.render() for problem in loaded.problems)
    found = [
        problem
        for problem in loaded.problems
        if (problem.line, problem.column) == case.where and problem.code == case.code
    ]
    assert found, first
    assert case.needle in found[0].render(), first
    assert found[0].severity == case.severity
    assert (loaded.config is None) == (case.severity == "error")
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    assert len(errors) == (case.severity == "error") or case.name in MORE, first


MORE = frozenset({"anchor-bomb", "anchor-bomb-size"})
"""Kinds of bad file that honestly have more than one error."""
