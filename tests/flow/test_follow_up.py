"""An original, seven copies of it and two reports in other words: one alert, and one follow-up that counts them."""

from datetime import timedelta

from tests.alerts.sinks import HookSink, MailSink
from tests.archive.texts import BRIDGE, CLOSURE
from tests.flow.conftest import Desk
from tests.flow.press import EPOCH, Item, Press

TITLE = "Bridge over the Tarn closed after cracks are found"
DETOURS = """\
Commuters on both banks of the Tarn face weeks of detours. The Tarn bridge, the only one for miles, has been shut since Sunday,
when inspectors found cracks in two pillars. The mayor of the border town promised a repair within three weeks.
Engineers are less sure: the bridge was built in 1931, and nobody knows what the flood of 1954 left in its pillars. Lorries have
to use the old pass road. The farmers on the far bank may bring their milk to the dairy by boat."""


def copies() -> dict[str, tuple[str, str]]:
    """Return headline and text of seven copies, as desks make them."""
    lines = BRIDGE.splitlines()
    return {
        "exact": (TITLE, BRIDGE),
        "headline": ("Three weeks without a bridge", BRIDGE),
        "byline": (TITLE, "By our own reporters\n" + BRIDGE),
        "footer": (TITLE, BRIDGE + "\nSign up for our morning letter.\nFollow us everywhere."),
        "words": (TITLE, BRIDGE.replace("nobody", "no one").replace("narrow", "steep")),
        "order": ("Tarn bridge shut", "\n".join([*lines[:2], *lines[3:]])),
        "short": (TITLE, BRIDGE[: len(BRIDGE) * 3 // 5] + "…\nRead on in the app"),
    }


def article(host: str, title: str, text: str, later: int = 0) -> Item:
    url = f"https://www.{host}.example/news/bridge"
    published = EPOCH + timedelta(minutes=later)
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return Item(slug=host, title=title, text=body, url=url, published=published)


def outlets() -> list[Item]:
    """Return what nine other outlets make of it."""
    told = [*copies().items(), ("closure", ("Drivers face detours", CLOSURE))]
    told.append(("detours", ("Weeks of detours at the Tarn bridge", DETOURS)))
    return [article(host, *what, later=n + 1) for n, (host, what) in enumerate(told)]


def begin(desk: Desk, press: Press) -> list[str]:
    """Watch ten outlets which have nothing yet; return their names."""
    names = ["gazette", *(item.slug for item in outlets())]
    for name in names:
        press.feeds[name], press.titles[name] = [], f"The {name.title()}"
    desk.configure(*names, query="bridge AND Tarn")
    config = desk.folder / "config.yaml"
    text = config.read_text(encoding="utf-8").replace("name: Troops", "name: Bridge")
    again = "notify: [mail, hook]\n    follow_up: {outlets: 3}\n  - {name: Daily, any: [Tarn], follow_up: daily, notify: [hook]}"
    config.write_text(text.replace("notify: [mail, hook]", again), encoding="utf-8")
    desk.run("run", "--once")
    return names


def test_one_alert_and_a_follow_up_that_counts_copies_and_independent_reports(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink
) -> None:
    begin(desk, press)
    press.feeds["gazette"] = [article("gazette", TITLE, BRIDGE)]
    desk.run("run", "--once")
    for item in outlets():
        press.feeds[item.slug] = [item]
    desk.run("run", "--once")
    subjects = [str(message["Subject"]) for message in mail.kept]
    assert len(subjects) == 2
    assert subjects[0] == f"Bridge: {TITLE}"
    assert subjects[1].endswith(" (now 10 outlets)")
    (part,) = [mail.kept[1].get_body(("plain",))]
    assert part is not None
    counted = "Now 10 outlets: the first, 7 copies, 2 independent of it; first at The Gazette"
    assert counted in " ".join(part.get_content().split())
    alert, daily, again = hook.kept
    assert (alert["kind"], daily["kind"], again["kind"]) == ("alert", "alert", "follow-up")
    assert (again["outlets"], again["independent"], again["copies"]) == (10, 2, 7)
    (waiting,) = desk.records("outbox", "list", "--channel", "hook", "--state", "held")
    assert (waiting["watchlist"], waiting["kind"]) == ("Daily", "follow-up")
