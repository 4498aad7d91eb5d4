"""Where a story probably began: a guess from what its articles say of themselves, with what speaks for it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from archive.address import canonical_address, host_of
from archive.stories.agencies import agency_of
from archive.stories.credits import house_of
from archive.stories.telling import Telling
from archive.vocabulary import ArticleId, Origin


def guess_origin(tellings: Sequence[Telling]) -> Origin | None:
    """Guess where a story began.

    What pages call the original says most, then an agency that the first or most texts credit; then, what was
    published first. Each leaves its words as evidence; it stays a guess.
    """
    if len(tellings) < 2 and not any(
        telling.first_at or _credited(telling, tellings) for telling in tellings
    ):
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
    if _credited(here[0], tellings) == here[0].report.owner:
        evidence.append(f"credited in the text: {here[0].credit}")
    if here[0] is oldest:
        evidence.append("published first")
    report = here[0].report
    return Origin(article=report.article, outlet=report.outlet, evidence=tuple(evidence))


def _by_credit(tellings: Sequence[Telling], oldest: Telling) -> Origin | None:
    """Guess whom texts credit: if the first does, or most of those that are no copies of one another.

    One credit among reports of others says where that text is from, and not where the story began.
    """
    credited = {
        one.report.article: owner for one in tellings if (owner := _credited(one, tellings))
    }
    texts: dict[str, set[int]] = {owner: set() for owner in credited.values()}
    for one in tellings:
        # The agency's own report is credited by being there.
        for owner, groups in texts.items():
            if owner in (credited.get(one.report.article), one.report.owner):
                groups.add(one.group)
    most = max(texts, key=lambda owner: len(texts[owner]), default=None)
    first = [owner for owner, groups in texts.items() if oldest.group in groups]
    if most is not None and 2 * len(texts[most]) > len({one.group for one in tellings}):
        owner = most
    elif first:
        owner = credited.get(oldest.report.article, first[0])
    else:
        return None
    return _credit_to(owner, tellings, credited, oldest)


def _credit_to(
    owner: str, tellings: Sequence[Telling], credited: Mapping[ArticleId, str], oldest: Telling
) -> Origin:
    words = [one.credit for one in tellings if credited.get(one.report.article) == owner]
    more = f", and in {len(words) - 1} more" if len(words) > 1 else ""
    evidence = [f"credited in the text: {words[0]}{more}"]
    own = [one for one in tellings if one.report.owner == owner]
    if not own:
        return Origin(article=None, outlet=owner, evidence=tuple(evidence))
    first = min(own, key=lambda one: one.at)
    if first is oldest:
        evidence.append("published first")
    return Origin(
        article=first.report.article, outlet=first.report.outlet, evidence=tuple(evidence)
    )


def _credited(one: Telling, tellings: Sequence[Telling]) -> str | None:
    """Return the agency whose report an article says it is, or the owner of the one outlet of the story that it names."""
    if agency := agency_of(one.credit):
        return agency
    house = house_of(one.credit)
    owners = {each.report.owner for each in tellings if house and _is_called(each, house)}
    return owners.pop() if len(owners) == 1 else None


def _is_called(one: Telling, house: str) -> bool:
    """Say whether the name of an outlet has the words that stand for a house: «New York Post» has «Post»."""
    words = one.report.outlet.casefold().split()
    named = house.casefold().split()
    return any(
        words[place : place + len(named)] == named for place in range(len(words) - len(named) + 1)
    )


def _by_time(tellings: Sequence[Telling], oldest: Telling) -> Origin:
    evidence = ["published first" if oldest.report.published else "seen first"]
    others = [one for one in tellings if one is not oldest]
    if others and oldest.report.seen < min(one.report.seen for one in others):
        evidence += [] if evidence[-1] == "seen first" else ["seen first"]
    if others and oldest.length > max(one.length for one in others):
        evidence.append("the longest text")
    return Origin(
        article=oldest.report.article, outlet=oldest.report.outlet, evidence=tuple(evidence)
    )
