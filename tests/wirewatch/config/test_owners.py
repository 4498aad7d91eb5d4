"""Who owns which outlets, as the user writes it."""

from pathlib import Path

import pytest

from archive.stories import Outlets
from tests.wirewatch.config.test_terms import read


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
    ],
)  # fmt: skip
def test_what_is_no_table_of_owners_is_told(
    tmp_path: Path, owners: str, code: str, needle: str
) -> None:
    loaded = read(tmp_path, f"owners: {owners}\n")
    found = [problem for problem in loaded.problems if problem.severity == "error"]
    assert [problem.code for problem in found] == [code]
    assert needle in found[0].message
