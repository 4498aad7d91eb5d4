"""Who owns which outlets, as the user writes it."""

from pathlib import Path

import pytest

from archive.stories import Outlets
from tests.wirewatch.config.test_terms import read
from wirewatch.config.problems import Problem


def errors(folder: Path, text: str) -> list[Problem]:
    return [each for each in read(folder, text).problems if each.severity == "error"]


def test_sites_and_names_have_owners(tmp_path: Path) -> None:
    loaded = read(
        tmp_path,
        "owners:\n  Example Group: [www.Post.example, Evening Mirror]\n  Mine: nypost.com\n  '*': links.example\n",
    )
    assert loaded.config is not None
    outlets = Outlets(loaded.config.owners)
    assert outlets.owner("https://news.post.example/1", "Post") == "Example Group"
    assert outlets.owner("https://links.example/1", "Evening Mirror") == "Example Group"
    assert outlets.owner("https://nypost.com/1", "Post") == "Mine"
    assert outlets.site("https://links.example/1", "Gazette") == "Gazette"


@pytest.mark.parametrize(
    ("owners", "code", "needle"),
    [
        ("{A: https://post.example/}", "not-an-outlet", "an outlet is a host or a name"),
        ("{A: post.example, B: [www.post.example]}", "two-owners", "given to two owners, `A` and `B`"),
        ("[post.example]", "wrong-type", "must be names with values"),
        ("{A: 7}", "not-text", "7 is read as a number, and `A` needs text"),
        ("{A: [true]}", "not-text", "`true` means true in YAML, and `A` needs text"),
        ("{'': post.example}", "empty", "a name in `owners` is empty"),
        ("{' ': post.example}", "empty", "a name in `owners` is empty"),
        ("{~: post.example}", "empty", "a name in `owners` is empty"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_owners_is_told(
    tmp_path: Path, owners: str, code: str, needle: str
) -> None:
    loaded = read(tmp_path, f"owners: {owners}\n")
    found = [problem for problem in loaded.problems if problem.severity == "error"]
    assert [problem.code for problem in found] == [code]
    assert needle in found[0].message


@pytest.mark.parametrize(
    ("line", "shown", "mend"),
    [
        ('Big: ["not a host/"]', 'Big: ["not a host/"]', "Write its host alone, or its name"),
        ("Big: mirror.example/news", "Big: mirror.example/news", "Write `mirror.example`"),
        ("Big: https://mirror.example/x1", "Big: https://mirror.example***", "Write `mirror.example`"),
        ("Big: https://me:S3CRET-9@mirror.example/", "Big: https://***", "Write its host alone, or its name"),
        ("Big: tgram://123456:S3CRET-9/12", "Big: tgram://***", "Write its host alone, or its name"),
        ("Big: https://hooks.example/S3CRET-9", "Big: https://hooks.example***", "Write `hooks.example`"),
    ],
)  # fmt: skip
def test_names_of_owners_and_outlets_are_shown_and_secrets_are_not(
    tmp_path: Path, line: str, shown: str, mend: str
) -> None:
    found = errors(tmp_path, f"owners:\n  {line}\n")[0]
    assert (found.text.strip(), found.mend) == (shown, mend)
    assert found.message == "an outlet is a host or a name, not an address"
    assert "S3CRET" not in repr(found)


def test_an_outlet_of_two_owners_is_named(tmp_path: Path) -> None:
    found = errors(tmp_path, "owners:\n  Other: post.example\n  Third: post.example\n")[0]
    assert found.message == "`post.example` is given to two owners, `Other` and `Third`"
    assert found.text == "  Third: post.example"


@pytest.mark.parametrize("section", ["teams", "owner", "term"])
def test_what_is_only_nearly_a_section_of_names_hides_its_addresses(
    tmp_path: Path, section: str
) -> None:
    loaded = read(tmp_path, f"{section}:\n  to: [https://hooks.example/S3CRET-9, S3CRET-9, [x]\n")
    assert loaded.problems
    assert "S3CRET" not in repr(loaded.problems)


def test_words_of_terms_and_of_the_canary_are_shown(tmp_path: Path) -> None:
    found = errors(tmp_path, "terms:\n  army: (troops\n  '': x\ncanary: 5x\n")
    assert [problem.text for problem in found[:1]] == ["  army: (troops"]
    assert "a name in `terms` is empty" in [problem.message for problem in found]
    assert any(problem.text == "canary: 5x" and "`5x`" in problem.message for problem in found)
