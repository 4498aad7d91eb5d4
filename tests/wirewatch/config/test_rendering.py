"""Pages that are rendered need a browser, and what is missing is told before anything runs."""

from pathlib import Path

import pytest

from tests.wirewatch.config.reading import good, read

REST = "watchlists:\n  - name: W\n    any: [Kursk]\n    notify: [c]\nchannels: {c: console://}\n"
PAGE = f"sources:\n  - page: https://post.example/news\n    render: true\n{REST}"


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    browser = folder / "chromium"
    browser.touch(mode=0o700)
    return browser


def told(text: str, folder: Path) -> list[str]:
    return [
        problem.render().splitlines()[0].partition(": ")[2]
        for problem in read(text, folder).problems
    ]


def test_a_page_may_be_rendered(tmp_path: Path, browser: Path) -> None:
    assert browser.exists()
    assert [source.render for source in good(PAGE, tmp_path).sources] == [True]


def test_without_a_browser_it_is_a_mistake(tmp_path: Path, browser: Path) -> None:
    browser.unlink()
    assert told(PAGE, tmp_path) == [
        "error: pages cannot be rendered: no Chromium is installed. Install it, for example with `apt install chromium`."
    ]
    assert told(PAGE.replace("true", "false"), tmp_path) == []


def test_without_the_extra_it_is_a_mistake(
    tmp_path: Path, browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert browser.exists()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert told(PAGE, tmp_path) == [
        "error: pages cannot be rendered: the extra `browser` is not installed. Run `pip install 'wirewatch[browser]'`."
    ]


@pytest.mark.parametrize("line", ["headers: {X-Key: abcd}", "auth: a:b"])
def test_a_browser_is_not_given_what_only_the_server_may_know(
    tmp_path: Path, browser: Path, line: str
) -> None:
    assert browser.exists()
    (problem,) = told(PAGE.replace("    render", f"    {line}\n    render"), tmp_path)
    assert (
        problem
        == f"error: `{line.partition(':')[0]}` cannot be sent for a page that is rendered. Remove it, or `render`."
    )


def test_a_feed_is_not_rendered(tmp_path: Path) -> None:
    (problem,) = told(PAGE.replace("page:", "feed:"), tmp_path)
    assert "`render` is for sources with `page:`" in problem
