"""What headlines and dates say of two articles whose texts are alike: when it is not one article all the same."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.copies.tokens import LONG, is_number, tokens_of, weight
from archive.copies.verdict import Verdict

ONE_SITTING = timedelta(hours=12)
"""A site does not write two articles under one summary within half a day; its columns repeat one daily."""
NEARLY_WHOLE = 0.90
THREE_DAYS = timedelta(hours=72)
ONE_HEADLINE = 0.34
"""The part of the words of two headlines that they share when both tell of the same."""
_OF_WEEK = """
monday tuesday wednesday thursday friday saturday sunday
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo
lunedì martedì mercoledì giovedì venerdì sabato domenica segunda terça quarta quinta sexta sábado domingo
mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag torsdag lördag söndag
maanantai maanantaina tiistai tiistaina keskiviikko keskiviikkona torstai torstaina perjantai perjantaina lauantai lauantaina sunnuntai sunnuntaina
poniedziałek wtorek środa środę czwartek piątek sobota sobotę niedziela niedzielę pondělí úterý středa středu čtvrtek pátek sobota sobotu neděle neděli
понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье
понеділок вівторок середа середу четвер пʼятниця п'ятницю субота суботу неділя неділю
pazartesi salı çarşamba perşembe cuma cumartesi pazar الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
"""
_DAYS = frozenset(_OF_WEEK.split())
"""Days of the week, as headlines of series name theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an article besides its text."""

    title: str
    site: str
    outlet: str
    at: datetime
    blurb: bool
    """There is only a summary."""


def believed(verdict: Verdict, ours: Facts, theirs: Facts) -> bool:
    """Decide whether texts that are alike make two articles one.

    Texts that begin with other news, under headlines of other news, end alike: two releases over what a company says of itself.
    Within an outlet their headlines must have the same figures. Where a summary stands for the text, a miss is better than a
    mistake: within a site the two must be half a day apart at most, between sites nearly all of the summary must be in
    the other text.
    """
    if verdict.overlap.opening and not _one_headline(ours.title, theirs.title):
        return False
    blurb = ours.blurb or theirs.blurb
    if ours.site != theirs.site:
        return not blurb or verdict.overlap.containment >= NEARLY_WHOLE
    one_voice = blurb or ours.outlet == theirs.outlet
    if one_voice and other_figures(ours.title, theirs.title):
        return False
    return not blurb or abs(ours.at - theirs.at) <= ONE_SITTING


def one_brief(ours: Facts, theirs: Facts, text: str) -> bool:
    """Decide whether two articles of so few words, the same to the letter, are one, and not two over one closing line.

    Only between sites, within three days, under one headline, and where that has words in common with the text: a site repeats its
    blurbs, those of one house stand over other news, and «inquiries are continuing into the incident» is said of many.
    """
    if ours.site == theirs.site or abs(ours.at - theirs.at) > THREE_DAYS:
        return False
    mine, other = tokens_of(ours.title).words, tokens_of(theirs.title).words
    return mine == other and _telling({*mine} & {*tokens_of(text).words})


def _one_headline(ours: str, theirs: str) -> bool:
    mine, other = (frozenset(tokens_of(title).words) for title in (ours, theirs))
    return 2 * len(mine & other) >= ONE_HEADLINE * (len(mine) + len(other))


def _telling(words: AbstractSet[str]) -> bool:
    return max(map(len, words), default=0) >= LONG or weight([*words]) >= 2


def other_figures(ours: str, theirs: str) -> bool:
    """Say whether two headlines have different figures: within an outlet, that is other news, however alike the rest.

    «Morning news, part 2», «Quake of 5.1» and «12 dead» are not part 1, 6.4 and 15 dead, even where it shows one
    text for both, which is a template or a wall then, most often. Nor is the weather of Monday that of Tuesday.
    """
    mine, other = (frozenset(tokens_of(title).words) for title in (ours, theirs))
    if {*filter(is_number, mine)} != {*filter(is_number, other)}:
        return True
    days, others = mine & _DAYS, other & _DAYS
    return bool(days and others) and days.isdisjoint(others)
