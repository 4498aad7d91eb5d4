"""Where a story probably began: a guess from what its articles say of themselves, with what speaks for it."""

import re
from collections import Counter
from collections.abc import Sequence

from archive.address import canonical_address, host_of
from archive.stories.telling import Telling
from archive.vocabulary import Origin

AGENCIES = {
    "AFP": "Agence France-Presse",
    "Agence France-Presse": "Agence France-Presse",
    "ANSA": "ANSA",
    "AP": "Associated Press",
    "Associated Press": "Associated Press",
    "DPA": "Deutsche Presse-Agentur",
    "dpa": "Deutsche Presse-Agentur",
    "EFE": "EFE",
    "Interfax": "Interfax",
    "Interfax-Ukraine": "Interfax-Ukraine",
    "Kyodo": "Kyodo News",
    "PA Media": "PA Media",
    "PAP": "Polska Agencja Prasowa",
    "Reuters": "Thomson Reuters",
    "TASS": "TASS",
    "UPI": "UPI",
    "Ukrinform": "Ukrinform",
    "Xinhua": "Xinhua",
    "Yonhap": "Yonhap",
    "Рейтер": "Thomson Reuters",
    "РИА Новости": "RIA Novosti",
    "ТАСС": "TASS",
    "Укрінформ": "Ukrinform",
    "共同通信": "Kyodo News",
    "共同": "Kyodo News",
    "新华社": "Xinhua",
    "新華社": "Xinhua",
    "연합뉴스": "Yonhap",
}
"""What texts call the agencies, and the owner that the table of outlets knows."""

_NAMES = "|".join(sorted(map(re.escape, AGENCIES), key=len, reverse=True))
DATELINE = re.compile(rf"[(（【\[/]\s*({_NAMES})\s*[)）】\]/]")
"""«KYIV (Reuters) - …», «【共同通信】»: the report is the agency's."""
CREDIT_LINE = re.compile(
    rf"(?:^|\n)\s*(?:[-–—©(]\s*)?(?:(?:by|source|quelle|fuente|fonte|źródło|джерело|источник)\s*:?\s*)?({_NAMES})\s*[.)]?\s*(?=\n|$)",
    re.IGNORECASE,
)
"""A line of its own that names an agency and nothing else: «— Associated Press»."""
WIRES = re.compile(
    r"(?:^|\n)\s*(\(?with (?:[\w'’. ]{0,40} )?wires?\.?\)?\.?)\s*(?=\n|$)", re.IGNORECASE
)
"""«With Post wires»: a desk rewrote what agencies sent."""
OPENING = 300
"""Characters in which a dateline stands."""


def credit_in(text: str) -> str | None:
    """Return the words with which a text says whose report it is; None when it does not."""
    found = (
        DATELINE.search(text[:OPENING]) or CREDIT_LINE.search(text) or WIRES.search(text[-OPENING:])
    )
    if found is None:
        return None
    return (found[0] if found.re is DATELINE else found[1]).strip()


def agency_of(credit: str | None) -> str | None:
    """Return the agency whose report it is by its credit; None when it names no one that we know."""
    if credit is None or (name := re.search(_NAMES, credit)) is None:
        return None
    return AGENCIES[name[0]]


def guess_origin(tellings: Sequence[Telling]) -> Origin | None:
    """Guess where a story began.

    What pages call the original says most, then an agency that texts credit; then, what was published first. Each
    leaves its words as evidence; it stays a guess.
    """
    if len(tellings) < 2 and not any(telling.credit or telling.first_at for telling in tellings):
        return None
    oldest = min(tellings, key=lambda one: (one.at, one.report.article))
    return _by_page(tellings, oldest) or _by_credit(tellings, oldest) or _by_time(tellings, oldest)


def _by_page(tellings: Sequence[Telling], oldest: Telling) -> Origin | None:
    naming = [(one, address) for one in tellings if (address := canonical_address(one.first_at))]
    if not naming:
        return None
    address, times = Counter(address for _, address in naming).most_common(1)[0]
    outlet = next(one.report.outlet for one, named in naming if named == address)
    site = host_of(address)
    evidence = [
        f"the page at {outlet} names {site} as the original"
        + (f", and so do {times - 1} more" if times > 1 else "")
    ]
    here = [one for one in tellings if canonical_address(one.report.url) == address]
    if not here:
        return Origin(article=None, outlet=site, evidence=tuple(evidence))
    if here[0].credit:
        evidence.append(f"credited in the text: {here[0].credit}")
    if here[0] is oldest:
        evidence.append("published first")
    report = here[0].report
    return Origin(article=report.article, outlet=report.outlet, evidence=tuple(evidence))


def _by_credit(tellings: Sequence[Telling], oldest: Telling) -> Origin | None:
    credited = [(one, agency) for one in tellings if (agency := agency_of(one.credit)) is not None]
    if not credited:
        return None
    agency, times = Counter(agency for _, agency in credited).most_common(1)[0]
    words = next(one.credit for one, named in credited if named == agency)
    evidence = [
        f"credited in the text: {words}" + (f", and in {times - 1} more" if times > 1 else "")
    ]
    own = [one for one in tellings if one.report.owner == agency]
    if not own:
        return Origin(article=None, outlet=agency, evidence=tuple(evidence))
    first = min(own, key=lambda one: one.at)
    if first is oldest:
        evidence.append("published first")
    return Origin(
        article=first.report.article, outlet=first.report.outlet, evidence=tuple(evidence)
    )


def _by_time(tellings: Sequence[Telling], oldest: Telling) -> Origin:
    evidence = []
    if oldest.credit:
        evidence.append(f"credited in the text: {oldest.credit}")
    evidence.append("published first" if oldest.report.published else "seen first")
    others = [one for one in tellings if one is not oldest]
    if others and oldest.report.seen < min(one.report.seen for one in others):
        evidence += [] if evidence[-1] == "seen first" else ["seen first"]
    if others and oldest.length > max(one.length for one in others):
        evidence.append("the longest text")
    return Origin(
        article=oldest.report.article, outlet=oldest.report.outlet, evidence=tuple(evidence)
    )
