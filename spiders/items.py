"""What a spider of the user's own yields, and how it becomes an entry.

Public: users write against it, so names stay. A dictionary or a Scrapy item with the same names will do as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import UTC, datetime

from archive.address import host_of, web_address
from archive.vocabulary import Entry, primary_language
from spiders.entries import MOST_AUTHORS, MOST_TAGS, is_global
from spiders.prose import LONGEST_SUMMARY, LONGEST_TEXT, cut, one_line, plain, prose
from spiders.when import moment_of


@dataclass(slots=True, kw_only=True)
class ArticleItem:
    """One article, or what is known of it; markup in its texts becomes plain text."""

    url: str
    """Needed: its address, http or https."""
    title: str = ""
    summary: str = ""
    text: str = ""
    """All of its text, if the spider has read it."""
    published: datetime | str | None = None
    """A date without a zone is taken for UTC."""
    authors: Iterable[str] | str = ()
    language: str | None = None
    tags: Iterable[str] | str = ()
    outlet: str = ""
    """The name of the site; its host when left out."""
    guid: str | None = None
    """What the site calls it, if it has such a name and the address changes."""


def entry_of(item: object) -> Entry:
    """Return the entry that an item stands for; fields of other names are passed over.

    Raises ValueError, with the reason in words, when it has no address, or neither title nor text.
    """
    fields = _fields(item)
    url = web_address(_text(fields, "url"))
    if url is None:
        raise ValueError("an item has no `url` that is a web address")
    title = one_line(prose(_text(fields, "title")))
    summary = cut(prose(_text(fields, "summary")), LONGEST_SUMMARY)
    text = cut(prose(_text(fields, "text")), LONGEST_TEXT)
    if not (title or summary or text):
        raise ValueError(f"the item {url} has neither `title` nor `text`")
    guid = plain(_text(fields, "guid")).replace("\n", " ") or None
    return Entry(
        title=title,
        url=url,
        guid=guid,
        guid_is_global=is_global(guid),
        summary="" if summary == text else summary,
        text=text,
        published=_moment(fields.get("published")),
        authors=_words(fields.get("authors"), MOST_AUTHORS),
        language=primary_language(_text(fields, "language")),
        tags=_words(fields.get("tags"), MOST_TAGS),
        outlet=one_line(prose(_text(fields, "outlet")), 200) or host_of(url),
    )


def _fields(item: object) -> Mapping[str, object]:
    if isinstance(item, Mapping):
        return item
    if is_dataclass(item) and not isinstance(item, type):
        return asdict(item)
    raise ValueError(f"an item is a {type(item).__name__}; yield ArticleItem or a dictionary")


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"`{name}` of an item is {type(value).__name__}, not text")  # noqa: TRY004
    return value


def _words(value: object, most: int) -> tuple[str, ...]:
    if value is None:
        return ()
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, Iterable):
        raise ValueError(f"a list of names is {type(value).__name__}")  # noqa: TRY004
    words = (one_line(prose(word), 200) for word in list(listed)[:most] if isinstance(word, str))
    return tuple(dict.fromkeys(word for word in words if word))


def _moment(value: object) -> datetime | None:
    if isinstance(value, str):
        return moment_of(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return None
