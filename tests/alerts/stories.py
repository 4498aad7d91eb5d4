"""Alerts made up for the tests, and titles that attack whoever reads them."""

from datetime import UTC, datetime, timedelta

from archive.vocabulary import (
    Alert,
    ArticleId,
    CopyKind,
    Coverage,
    Digest,
    DigestReason,
    Origin,
    Report,
)

NOW = datetime(2026, 11, 22, 19, 5, tzinfo=UTC)
ZONE = "Europe/Kyiv"
QUOTE = "Officials in Aldmoor said the new harbour bridge would close for a week."


def alert(**changes: object) -> Alert:
    facts: dict[str, object] = {
        "watchlist": "Harbour",
        "query": '"harbour bridge" OR ferr*',
        "title": "Harbour bridge closes for a week",
        "url": "https://news.example/harbour?a=1&b=2",
        "outlet": "Aldmoor Post",
        "source": "post",
        "published": datetime(2026, 11, 22, 19, 4, tzinfo=UTC),
        "seen": NOW,
        "quote": QUOTE,
        "marks": ((QUOTE.index("harbour"), QUOTE.index(" would")),),
        "terms": ('"harbour bridge"',),
        "article": 7,
        "story": 3,
    }
    return Alert(**{**facts, **changes})  # type: ignore[arg-type]


HOSTILE = {
    "html": "<b>Bridge</b> <img src=http://192.0.2.1/t.gif> & <a href='javascript:alert(1)'>go</a>",
    "script": "Bridge <script>document.title='X'</script><svg onload=alert(1)>",
    "attribute": 'Bridge " onmouseover="alert(1)" x=\'',
    "header-crlf": "Bridge\r\nBcc: victim@example.org\r\nX-Injected: yes\r\n\r\nforged body",
    "header-lf": "Bridge\nBcc: victim@example.org\nX-Injected: yes\n\nforged body",
    "header-unicode": "Bridge\u2028Bcc: victim@example.org\x85X-Injected: yes\x0bX: y\x0cZ: y",
    "encoded-word": "Bridge =?utf-8?q?=0D=0ABcc:_victim@example.org?=",
    "slack": "Bridge <!channel> <!here|x> <@U12345> <#C1> <!subteam^S1> <http://evil.invalid|https://a.example>",
    "slack-entities": "Bridge &lt;!channel&gt; &lt;http://evil.invalid|ok&gt;",
    "everyone": "Bridge @everyone @here @channel @ROOM @all",
    "discord": "Bridge <@123> <@&456> <#789> <:smile:1> <t:1> ||spoiler|| <https://evil.invalid>",
    "markdown": "Bridge [news.example](http://evil.invalid) *bold* _it_ `code` ~gone~ ![x](http://192.0.2.1/t.gif) # h",
    "markdown-escape": "Bridge \\[a\\](http://evil.invalid) \\*b\\* \\",
    "markdown-open": "Bridge ** __ `` [ ]( ~~ > - 1. <",
    "jinja": "Bridge {{7*7}} {{ config }} {% for x in ().__class__.__bases__ %}x{% endfor %} ${HOME}",
    "format": "Bridge %s %(title)s {0} {title.__class__} %n$x",
    "ansi": "Bridge \x1b[2J\x1b[31mRED\x1b]0;title\x07\x9b31m",
    "control": "Bridge \x00\x01\x08\x0b\x0c\x0e\x1f\x7f end",
    "bidi": "Bridge \u202egnp.exe\u202c \u2066isolate\u2069 \u200fRLM",
    "zero-width": "Bri\u200bdge ha\u200drbour\ufeff tro\u00adops\U000e0041",
    "surrogate": "Bridge \ud83d alone",
    "zalgo": "".join(c + "\u0301\u0300\u0336" * 9 for c in "Bridge"),
    "emoji": "Bridge \U0001f468\u200d\U0001f469\u200d\U0001f467 :smile:",
    "cyrillic": "Міст " * 80,
    "cjk": "港口大桥关闭一周" * 40,
    "arabic": "جسر الميناء يغلق لمدة أسبوع " * 20,
    "long": "Bridge " * 20_000,
    "long-word": "Bridge" * 20_000,
    "empty": " \u200b ",
}


def coverage(**changes: object) -> Coverage:
    """An original, the alert's own article and six more copies, and two independent reports."""
    copies = [
        report(
            7 + n,
            f"Copy {n}" if n else "Aldmoor Post",
            minutes=n,
            copy_of=1,
            copy_kind=CopyKind.REPRINT if n else CopyKind.EXACT,
        )
        for n in range(7)
    ]
    facts: dict[str, object] = {
        "story": 3,
        "reports": (
            report(1, "Coast Wire", minutes=-62),
            *copies,
            report(20, "Island Times", minutes=20),
            report(21, "Harbour Radio", minutes=40),
        ),
        "outlets": 10,
        "independent": 3,
        "copies": 7,
        "copying": 7,
        "origin": Origin(
            article=ArticleId(1),
            outlet="Coast Wire",
            evidence=("credited in the text: With Coast Wire", "published first"),
        ),
    }
    return Coverage(**{**facts, **changes})  # type: ignore[arg-type]


def report(number: int, outlet: str, *, minutes: int = 0, **changes: object) -> Report:
    facts: dict[str, object] = {
        "article": ArticleId(number),
        "title": f"{outlet} on the bridge",
        "url": f"https://site{number}.example/bridge",
        "outlet": outlet,
        "owner": outlet,
        "published": NOW + timedelta(minutes=minutes),
        "seen": NOW + timedelta(minutes=minutes + 1),
    }
    return Report(**{**facts, **changes})  # type: ignore[arg-type]


def digest(number: int = 3, **changes: object) -> Digest:
    """A day of so many stories of one watchlist."""
    facts: dict[str, object] = {
        "reason": DigestReason.SCHEDULE,
        "since": NOW - timedelta(days=1),
        "until": NOW,
        "alerts": tuple(alert(title=f"Bridge news {n}", story=n, article=n) for n in range(number)),
        "muted": 0,
        "watched": 38,
    }
    return Digest(**{**facts, **changes})  # type: ignore[arg-type]
