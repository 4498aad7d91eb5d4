"""When reports tell of one event: openings weighed with an empty lexicon, so that every word is as rare as the next."""

from itertools import count

from archive.stories.grouping import ONE_EVENT
from archive.stories.lexicon import Lexicon
from archive.stories.likeness import Weighed, remembered, weighed
from archive.stories.openings import opening_of

_NUMBERS = count()


def words(some: int) -> str:
    """Return words that stand in no other text."""
    letters = (
        chr(ord("a") + int(figure))
        for figure in "".join(f"{next(_NUMBERS):04}" for _ in range(some))
    )
    return " ".join(f"w{a}{b}{c}{d}" for a, b, c, d in zip(*[letters] * 4, strict=True))


def report(text: str) -> Weighed:
    opening, _ = opening_of("", text, "en")
    return weighed(opening, Lexicon())


def alike(one: Weighed, other: Weighed) -> float:
    return one.likeness(remembered(other))


def test_two_names_that_all_have_make_no_story() -> None:
    """A watchlist for «North Korean troops» sees nothing else: the same words again and again, in news of any kind."""
    talk = "it was of North Korean troops and "
    one, other = (report(" ".join(talk + words(9) for _ in range(5))) for _ in range(2))
    assert alike(one, other) < ONE_EVENT


def test_five_names_and_some_words_do() -> None:
    said = (
        "the ferry of Tarnmouth hit Aldmoor pier near Wend, where Ann Oaks and Bert Lind saw smoke "
    )
    one, other = (report(said + words(30)) for _ in range(2))
    assert alike(one, other) >= ONE_EVENT


def test_one_form_with_other_figures_is_two_days_of_markets() -> None:
    said = f"{words(12)} %s %s %s %s"
    one, other = (report(said % figures) for figures in ((11, 12, 13, 14), (21, 22, 23, 24)))
    assert alike(one, other) == 0
    assert alike(one, report(said % (11, 12, 13, 24))) >= ONE_EVENT


def test_a_form_with_figures_of_its_own_is_two_draws() -> None:
    """«6 of 49», «ticket offices close at 18.59»: half of the figures are in every report of a lottery."""
    said = f"{words(30)} 6 49 77 19.25 18.59 %s %s %s %s %s"
    one, other = (
        report(said % figures) for figures in ((11, 12, 13, 14, 15), (21, 22, 23, 24, 25))
    )
    assert alike(one, other) == 0
    assert alike(one, report(said % (11, 12, 13, 24, 25))) >= ONE_EVENT


def test_one_form_stays_two_days_however_often_it_was_read() -> None:
    """What many reports say becomes common, so that they seem less alike; it is one form all the same."""
    said = f"{words(20)} %s of {words(5)} %s and %s in {words(5)} %s to %s"
    lexicon = Lexicon()
    days = [opening_of("", said % tuple(range(5 * n, 5 * n + 5)), "en")[0] for n in range(150)]
    for article, day in enumerate(days):
        lexicon.learn(day, article)
    assert alike(weighed(days[0], lexicon), weighed(days[1], lexicon)) == 0


def test_one_form_with_other_names_is_two_matches() -> None:
    said = "In the end it was %s who scored for %s, while %s of %s had hoped for more points before the long break"
    one = report(said % ("Lind", "Tarnmouth", "Oaks", "Aldmoor"))
    assert alike(one, report(said % ("Marsh", "Wend", "Hollis", "Crail"))) == 0
    assert alike(one, report(said % ("Lind", "Tarnmouth", "Oaks", "Crail"))) >= ONE_EVENT


def test_a_form_of_many_names_is_two_events_where_each_has_facts_of_its_own() -> None:
    said = (
        "A %s-year-old man has been charged with murder after %s was found dead at a house in %s, Leeds, West Yorkshire Police said. %s will"
        " appear before Leeds Magistrates Court on Monday. Officers of West Yorkshire Police were called to the address on Friday evening, and"
        " appealed for anyone with information to come forward."
    )
    one = report(said % (34, "a woman", "Harehills Road", "Adam Clarke"))
    assert alike(one, report(said % (41, "a teenage boy", "Burley Street", "Peter Shaw"))) == 0
    # A slip that was put right is no other event.
    assert alike(one, report(said % (35, "a woman", "Harehills Road", "Adam Clark"))) >= ONE_EVENT


def test_a_form_of_few_names_is_two_events_where_most_are_others() -> None:
    said = (
        "В %s при пожаре в доме на улице %s погибли три человека, ещё двое госпитализированы, сообщили в МЧС. Огонь охватил крышу около"
        " полуночи. Причина возгорания устанавливается, возбуждено уголовное дело."
    )
    one = report("Пожар. " + said % ("Казани", "Баумана"))
    assert alike(one, report("Пожар. " + said % ("Самаре", "Гагарина"))) == 0


def test_a_toll_that_rises_is_one_event_though_all_of_its_figures_are_others() -> None:
    said = "At least %s people have been killed and %s are missing after a passenger ferry capsized off the island of Kesh on Sunday, %s said."
    tolls = [(12, 40, "the coast guard"), (17, 33, "officials"), (21, 28, "the mayor Anton Reva")]
    reports = [report(said % toll) for toll in tolls]
    assert all(alike(one, other) >= ONE_EVENT for one in reports for other in reports)


def test_other_figures_in_other_words_are_one_event_as_it_grows() -> None:
    said = "the ferry of Tarnmouth hit Aldmoor pier near Wend, where Ann Oaks and Bert Lind saw %s "
    one, other = (
        report(said % figures + words(20)) for figures in ("3 of 40 in 12", "5 of 44 in 17")
    )
    assert alike(one, other) >= ONE_EVENT
