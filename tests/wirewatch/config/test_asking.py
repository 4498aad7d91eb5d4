"""Headers, passwords and proxies of sources: read, checked, and never shown."""

from pathlib import Path

import pytest

from archive.vocabulary import Secret
from tests.wirewatch.config.reading import good, read

REST = "watchlists:\n  - name: W\n    any: [Kursk]\n    notify: [c]\nchannels: {c: console://}\n"


def text(*lines: str, fetch: str = "") -> str:
    more = "".join(f"    {line}\n" for line in lines)
    return f"sources:\n  - name: Post\n    feed: https://post.example/feed\n{more}{REST}{fetch}"


def wrong(folder: Path, *lines: str, fetch: str = "") -> str:
    loaded = read(text(*lines, fetch=fetch), folder)
    assert loaded.config is None
    return "\n".join(problem.render() for problem in loaded.problems)


def test_headers_and_password_are_read(tmp_path: Path) -> None:
    lines = ("headers:", "  X-Api-Key: ${KEY}", "  Priority: 1", 'auth: "reader:${PW}"')
    config = good(text(*lines), tmp_path, {"KEY": "S3CRET-1", "PW": "S3CRET:2"})
    (source,) = config.sources
    assert source.headers == (("X-Api-Key", Secret("S3CRET-1")), ("Priority", Secret("1")))
    assert source.auth == Secret("reader:S3CRET:2")
    assert {"S3CRET-1", "S3CRET:2", "reader:S3CRET:2"} <= config.secrets
    assert "S3CRET" not in repr(source)


def test_a_password_in_the_address_is_taken_out_of_it(tmp_path: Path) -> None:
    config = good(
        f"sources:\n  - https://us%20er:S3%43RET@post.example/feed\n  - name: B\n    page: https://a:S3CRET@b.example:8443/x?y=1\n{REST}",
        tmp_path,
    )
    first, second = config.sources
    assert (first.url, first.auth) == ("https://post.example/feed", Secret("us er:S3CRET"))
    assert (second.url, second.auth) == ("https://b.example:8443/x?y=1", Secret("a:S3CRET"))
    assert {"S3CRET", "S3%43RET"} <= config.secrets


def test_proxies_are_read(tmp_path: Path) -> None:
    fetch = 'fetch:\n  proxy: http://u:S3CRET@127.0.0.1:8118/\n  allow: ["127.0.0.1:8118"]\n'
    config = good(text("proxy: http://proxy.example:3128", fetch=fetch), tmp_path)
    assert config.sources[0].proxy == Secret("http://proxy.example:3128")
    assert config.fetch.proxy == Secret("http://u:S3CRET@127.0.0.1:8118")
    assert "S3CRET" in config.secrets


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["headers: [a]"], "config.yaml:4:14: error: `headers` must be names with values"),
        (["headers: {A B: S3CRET}"], "error: `A B` is not the name of a header"),
        (["headers: {Host: S3CRET.example}"], "error: `Host` is set by Wirewatch itself"),
        (["headers: {X-Key: S3CRET, x-key: S3CRET}"], "error: the header `x-key` is given twice"),
        (['headers: {X: "S3CRET\\nY: 1"}'], "error: the value of `X` has a line break"),
        (["headers: {X: S3CRÉT}"], "the value of `X` has characters that headers cannot carry"),
        (["auth: S3CRET-TOKEN"], "config.yaml:4:11: error: `auth` is a user and a password"),
        (
            ["auth: a:S3CRET", "headers: {authorization: S3CRET}"],
            "error: there is a password in `auth` and another in `headers`",
        ),
        (["proxy: socks5://a:S3CRET@p:1"], "SOCKS is not spoken"),
        (["proxy: https://a:S3CRET@p.example"], "error: this is not the address of an HTTP proxy"),
        (["proxy: p.example:8118"], "error: this is not the address of an HTTP proxy"),
        (
            ["proxy: http://a:S3CRET@10.0.0.1:8118"],
            "list its host and port under `fetch:` in `allow:`",
        ),
    ],
)
def test_what_is_wrong_is_told_without_a_secret(
    tmp_path: Path, lines: list[str], said: str
) -> None:
    shown = wrong(tmp_path, *lines)
    assert said in shown
    assert "S3CR" not in shown


def test_a_private_proxy_for_all_must_be_allowed(tmp_path: Path) -> None:
    said = wrong(tmp_path, fetch="fetch:\n  proxy: http://localhost:8118\n")
    assert "error: this proxy has a private address" in said


def test_a_secret_in_an_address_is_kept_out_of_what_is_stored(tmp_path: Path) -> None:
    written = text().replace("/feed", "/feed?key=${KEY}&page=1")
    written = written.replace("sources:\n", "sources:\n  - https://a:b@wire.example/${KEY}\n")
    first, second = good(written, tmp_path, {"KEY": "S3CRET-1"}).sources
    assert (first.url, first.address) == (
        "https://wire.example/S3CRET-1",
        "https://wire.example/***",
    )
    assert second.url == "https://post.example/feed?key=S3CRET-1&page=1"
    assert second.address == "https://post.example/feed?key=***&page=1"


def test_an_address_without_a_secret_is_stored_as_it_is(tmp_path: Path) -> None:
    (source,) = good(text().replace("/feed", "/feed?a=$$b"), tmp_path).sources
    assert (source.address, source.masked) == ("https://post.example/feed?a=$b", "")


def test_a_search_keeps_its_key_to_itself(tmp_path: Path) -> None:
    written = text().replace(
        "feed: https://post.example/feed", "search: https://post.example/?q={query}&k=${KEY}"
    )
    (source,) = good(written, tmp_path, {"KEY": "S3CRET-1"}).sources
    assert source.url == "https://post.example/?q=Kursk&k=S3CRET-1"
    assert source.address == "https://post.example/?q=Kursk&k=***"
