"""Secrets come from outside, are handed on for redaction, and are never shown."""

from pathlib import Path

import pytest

from tests.wirewatch.config.reading import good, read
from tests.wirewatch.config.test_bad_files import BASE

SECRET = "hunter22-S3CRET"


def with_channel(address: str) -> str:
    return BASE.replace("console://", address)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("DESK=plain", "plain"),
        ("export DESK=plain", "plain"),
        ("  DESK = plain # why", "plain"),
        ("DESK=a#b", "a#b"),
        ("DESK='a # ${b}'  # why", "a # ${b}"),
        ('DESK="a\\"b\\\\c\\$d"', 'a"b\\c$d'),
        ("DESK=first\nDESK=second", "second"),
    ],
)
def test_dotenv_beside_the_file_is_read(line: str, value: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"# secrets\n\n{line}\n", encoding="utf-8")
    config = good(with_channel("json://user:${DESK}@host.example/"), tmp_path)
    assert config.channels[0].to[0].reveal() == f"json://user:{value}@host.example/"
    assert value in config.secrets


def test_the_real_environment_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DESK=mailto://from.file\n", encoding="utf-8")
    config = good(with_channel("${DESK}"), tmp_path, {"DESK": "mailto://from.environment"})
    assert config.channels[0].to[0].reveal() == "mailto://from.environment"


def test_bad_lines_of_dotenv_are_told_without_their_values(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"GOOD=1\n{SECRET}\nOPEN='{SECRET}\n", encoding="utf-8")
    loaded = read(BASE, tmp_path)
    assert loaded.config is None
    assert [(Path(p.file).name, p.line, p.text) for p in loaded.problems] == [
        (".env", 2, "***"),
        (".env", 3, "OPEN=***"),
    ]
    assert SECRET not in repr(loaded)


def test_a_file_and_a_literal_dollar_can_stand_in_an_address(tmp_path: Path) -> None:
    (tmp_path / "password").write_text(f"{SECRET}\n", encoding="utf-8")
    config = good(
        with_channel(f"mailto://us$$er:${{file:{tmp_path}/password}}@host.example"), tmp_path
    )
    assert config.channels[0].to[0].reveal() == f"mailto://us$er:{SECRET}@host.example"
    assert SECRET in config.secrets
    again = good(with_channel("mailto://us$er:${file:password}@host.example"), tmp_path)
    assert SECRET in again.secrets


@pytest.mark.parametrize(
    ("address", "secret"),
    [
        (f"mailto://me:{SECRET}@post.example", SECRET),
        ("mailto://me:a%40b%2Fc@post.example", "a@b/c"),
        ("slack://TOKENAAAA/TOKENBBBB/TOKENCCCC", "TOKENCCCC"),
        ("https://hooks.post.example/services/T0/B0/abcdefgh1234", "abcdefgh1234"),
        ("tgram://123456:ABC-DEF/12", "123456:ABC-DEF"),
        (f"json://localhost:80/?token={SECRET}", SECRET),
    ],
)
def test_a_secret_in_the_file_is_warned_of_and_known(
    address: str, secret: str, tmp_path: Path
) -> None:
    loaded = read(with_channel(address), tmp_path)
    assert loaded.config is not None
    assert secret in loaded.config.secrets
    assert [problem.code for problem in loaded.problems] == ["inline-secret"]
    assert secret not in repr(loaded.problems)
    assert secret not in repr(loaded.config)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("warroom", "slack://warroom-8f3k2a9/b/c"),
        ("warroom", "json://warroom/"),
        ("warroom-team", "json://warroom/abcdef123"),
        ("teams", "json://host.example/teams1234567/teams12345678"),
    ],
)
def test_a_channel_is_named_whatever_its_address_is(
    name: str, address: str, tmp_path: Path
) -> None:
    text = BASE.replace("desk", name).replace("console://", address)
    (problem,) = read(text, tmp_path).problems
    assert problem.message == f"a secret of channel `{name}` is written into this file"
    assert problem.text == f"  {name}: {address.partition('//')[0]}//***"
    assert problem.text[problem.caret :].startswith(address.partition("//")[0])


def test_a_password_made_of_common_words_garbles_no_warning(tmp_path: Path) -> None:
    loaded = read(with_channel("mailto://me:secretuser@post.example"), tmp_path, mode=0o644)
    assert [problem.message for problem in loaded.problems] == [
        "a secret of channel `desk` is written into this file",
        "every user of this computer can read the secrets in this file",
    ]


def test_an_address_in_place_of_a_name_is_shown_no_more_than_any_other(tmp_path: Path) -> None:
    slip = f"me:{SECRET}@post.example"
    text = BASE.replace(
        "desk: console://", f"desk: console://\n  ? {slip}\n  : slack://{SECRET}/{slip}/x"
    )
    loaded = read(text, tmp_path)
    assert loaded.problems
    assert SECRET not in repr(loaded.problems)


@pytest.mark.parametrize(
    "address", ["console://", "json://127.0.0.1:80/x", "mailto://${U}:${P}@post.example", "${ALL}"]
)
def test_an_address_without_a_secret_in_the_file_is_no_matter(address: str, tmp_path: Path) -> None:
    environ = {"U": "me", "P": SECRET, "ALL": f"slack://{SECRET}/b/c"}
    assert read(with_channel(address), tmp_path, environ, mode=0o644).problems == ()


def test_a_file_with_a_secret_that_all_can_read_is_warned_of(tmp_path: Path) -> None:
    loaded = read(with_channel(f"mailto://me:{SECRET}@post.example"), tmp_path, mode=0o644)
    assert [problem.code for problem in loaded.problems] == ["inline-secret", "readable-by-all"]
    assert loaded.problems[1].mend == "Close it: `chmod 600 config.yaml`"


@pytest.mark.parametrize(
    "text",
    [
        with_channel(f"slak://{SECRET}/b"),
        with_channel(f"mailto://{SECRET}:${{UNSET}}@post.example"),
        with_channel(f"mailto:{SECRET}"),
        with_channel(f"json://user:${{NOT_SET:-{SECRET}}}@h.example/hook"),
        with_channel(f"\n    to: json://user:${{NOT_SET:-{SECRET}}}@h.example/hook"),
        with_channel(f"\n    to: json://user:${{{SECRET}@h.example/hook"),
        with_channel(f"\n    to: json://user:pa${{x {SECRET}}}@h.example/hook"),
        BASE.replace("    tags: [us]", f"    proxy: http://u:${{NS:-{SECRET}}}@h.example"),
        with_channel(SECRET),
        with_channel(f'"mailto://me:\\\n    {SECRET}@post.example'),
        with_channel(f"mailto://me:{SECRET}@post.example: x"),
        with_channel(f"\n    too: mailto://me:{SECRET}@post.example"),
        with_channel(f"\n    to:\n      - slak://{SECRET}\n      - [{SECRET}]"),
        BASE.replace("  desk: console://", f"  desk:slak://{SECRET}\n  x: y"),
        BASE.replace("channels:", "chanels:").replace("console://", f"@slack://{SECRET}"),
        BASE.replace("https://nypost.com", f"https://mailto://me:{SECRET}@nypost.com").replace("every: 5m", "evry: 5m"),
        BASE.replace("name: ny-post\n    feed: https://", f"name: ny-post    feed: https://mailto://me:{SECRET}@x"),
        BASE.replace("Kursk, Pyongyang", f"Kursk, mailto: //me:{SECRET}@post.example"),
        BASE.replace("desk: console", f"mailto://me:{SECRET}@post.example desk: console"),
        BASE.replace("archive:", f"mailto#://me:{SECRET}@post.example:"),
        BASE.replace("archive:", f"mailto:/#/me:{SECRET}@post.example:"),
        BASE.replace("archive:", f"mailto ://me:{SECRET}@post.example:"),
        BASE.replace("archive:", f"mailto://me :{SECRET}@post.example:"),
        BASE.replace("archive: wirewatch.db", f"mailto://me :{SECRET}@post.example"),
        BASE.replace("https://nypost.com/feed/", f"mailto://me :{SECRET}@nypost.com/feed/"),
        BASE + f"web: {{token: {SECRET}, lissten: x}}\n",
        BASE + f"web:\n  token: @{SECRET}\n",
        BASE.replace("    tags: [us]", f"    headers:\n      Authorization: [{SECRET}, no, [x]]"),
        BASE.replace("https://nypost.com/feed/", f"ftp://me:{SECRET}@nypost.com/feed/"),
        BASE.replace("https://nypost.com/feed/", f"https://me:{SECRET}@192.168.0.1/feed/?token={SECRET}"),
        BASE.replace("every: 5m", "every: ${DESK}"),
        BASE.replace("us]", "us, ${DESK}]").replace("notify: [desk]", "notify: [\"${DESK}\"]"),
        BASE.replace("archive: wirewatch.db", "archive: /${DESK}/x"),
        BASE.replace("any: [Kursk, Pyongyang]", "query: ( ${DESK}"),
        BASE.replace("https://nypost.com/feed/", "${DESK}"),
        BASE.replace("Europe/Kyiv", "${DESK}"),
    ],
)  # fmt: skip
def test_no_problem_shows_a_secret(text: str, tmp_path: Path) -> None:
    loaded = read(text, tmp_path, {"DESK": SECRET})
    assert loaded.problems
    shown = repr(loaded.problems) + "".join(
        problem.render(color=True) for problem in loaded.problems
    )
    assert SECRET not in shown


def test_a_variable_in_a_line_is_pointed_at(tmp_path: Path) -> None:
    loaded = read(with_channel(f"mailto://me:{SECRET}${{UNSET}}@post.example"), tmp_path)
    (problem,) = loaded.problems
    assert problem.text == "  desk: mailto://***${UNSET}***"
    assert problem.text[problem.caret : problem.caret + problem.length] == "${UNSET}"
    assert problem.column == 36
