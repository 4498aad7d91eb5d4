"""The newsroom's feeds: RSS 2.0 in three habits, Atom (RFC 4287) and RSS 1.0, as bytes."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from wirewatch.demo.content import FeedFormat, Outlet
from wirewatch.demo.markup import appeared_html, body_html, picture_url
from wirewatch.demo.press import Listed

_CONTENT_TYPES = {FeedFormat.ATOM: "application/atom+xml", FeedFormat.RDF: "application/rdf+xml"}
_NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)
_WORDPRESS_NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"\n\t'
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/"\n\t'
    'xmlns:dc="http://purl.org/dc/elements/1.1/"\n\t'
    'xmlns:atom="http://www.w3.org/2005/Atom"\n\t'
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"\n\t'
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
)


def feed_type(outlet: Outlet) -> str:
    """Return the media type that an outlet's feed is served as."""
    return f"{_CONTENT_TYPES.get(outlet.format, 'application/rss+xml')}; charset={outlet.encoding}"


def changed(listed: Sequence[Listed]) -> datetime:
    """Return when a listing changed last, in UTC."""
    return max(one.updated for one in listed).astimezone(UTC)


def feed(outlet: Outlet, listed: Sequence[Listed], base: str) -> bytes:
    """Render a listing in the outlet's format and encoding; the same listing gives the same bytes."""
    render: dict[FeedFormat, Callable[[Outlet, Sequence[Listed], str], str]] = {
        FeedFormat.RSS: _rss,
        FeedFormat.TEASER: _rss,
        FeedFormat.BRIEF: _rss,
        FeedFormat.WORDPRESS: _wordpress,
        FeedFormat.ATOM: _atom,
        FeedFormat.RDF: _rdf,
    }
    declaration = f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n'
    text = declaration + render[outlet.format](outlet, listed, base)
    return text.encode(outlet.encoding, "xmlcharrefreplace")


def _rss(outlet: Outlet, listed: Sequence[Listed], base: str) -> str:
    item = _brief_item if outlet.format is FeedFormat.BRIEF else _rss_item
    items = "".join(item(one, base) for one in listed)
    return (
        f'<rss version="2.0" {_NAMESPACES}><channel>\n{_channel(outlet, listed, base)}'
        f"<ttl>5</ttl>\n{items}</channel></rss>\n"
    )


def _channel(outlet: Outlet, listed: Sequence[Listed], base: str) -> str:
    return (
        f"<title>{escape(outlet.name)}</title>\n"
        f'<atom:link href="{base}{outlet.feed_path}" rel="self" type="application/rss+xml" />\n'
        f"<link>{base}/{outlet.id}/</link>\n"
        f"<description>{escape(outlet.name)}</description>\n"
        f"<lastBuildDate>{format_datetime(changed(listed))}</lastBuildDate>\n"
        f"<language>{outlet.language}</language>\n"
    )


def _rss_item(one: Listed, base: str) -> str:
    """An item of a content system of the outlet's own.

    Its HTML is escaped and not in CDATA, because only there can a character that the encoding
    lacks be written as a reference.
    """
    return (
        f"<item><title>{escape(one.title)}</title><link>{base}{one.path}</link>\n"
        f'<guid isPermaLink="true">{base}{one.path}</guid>'
        f"<pubDate>{format_datetime(one.published)}</pubDate>\n"
        f"{_creators(one)}{_categories(one)}"
        f'<media:content url="{picture_url(one.outlet, base)}" medium="image" '
        f'type="image/svg+xml" width="1024" height="683" />\n'
        f"<description>{escape(one.story.paragraphs[0])}</description>\n{_content(one, base)}</item>\n"
    )


def _content(one: Listed, base: str) -> str:
    if one.outlet.format is FeedFormat.TEASER:
        return ""
    return f"<content:encoded>{escape(body_html(one, base))}</content:encoded>"


def _brief_item(one: Listed, base: str) -> str:
    text = escape("\n\n".join(one.story.paragraphs), quote=False)
    return (
        f"<item><title>{escape(one.title, quote=False)}</title><link>{base}{one.path}?utm_source=rss</link>\n"
        f'<guid isPermaLink="false">meridian-{one.number}</guid>'
        f"<pubDate>{format_datetime(one.published.astimezone(UTC), usegmt=True)}</pubDate>\n"
        f"{_categories(one)}<description>{text}</description></item>\n"
    )


def _wordpress(outlet: Outlet, listed: Sequence[Listed], base: str) -> str:
    items = "".join(_wordpress_item(one, base) for one in listed)
    return (
        f'<rss version="2.0"\n\t{_WORDPRESS_NAMESPACES}>\n<channel>\n'
        f"{_channel(outlet, listed, base)}"
        "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>\n"
        f"<generator>https://wordpress.org/?v=6.8</generator>\n{items}</channel>\n</rss>\n"
    )


def _wordpress_item(one: Listed, base: str) -> str:
    appeared = appeared_html(one, base)
    excerpt = f"<p>{escape(one.story.paragraphs[0], quote=False)} [&#8230;]</p>\n{appeared}"
    return (
        f"<item>\n\t<title>{escape(one.title, quote=False)}</title>\n"
        f"\t<link>{base}{one.path}</link>\n"
        f"\t<comments>{base}{one.path}#respond</comments>\n\t{_creators(one)}\n"
        f"\t<pubDate>{format_datetime(one.published.astimezone(UTC))}</pubDate>\n"
        f"\t{_categories(one, cdata=True)}\n"
        f'\t<guid isPermaLink="false">{base}/{one.outlet.id}/?p={one.number}</guid>\n'
        f"\t<description>{_cdata(excerpt)}</description>\n"
        f"\t<content:encoded>{_cdata(body_html(one, base) + chr(10) + appeared)}</content:encoded>\n"
        "\t<slash:comments>0</slash:comments>\n</item>\n"
    )


def _atom(outlet: Outlet, listed: Sequence[Listed], base: str) -> str:
    entries = "".join(_atom_entry(one, base) for one in listed)
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">\n'
        f"<title>{escape(outlet.name)}</title><id>{base}/{outlet.id}/</id>\n"
        f'<link rel="self" type="application/atom+xml" href="{base}{outlet.feed_path}"/>\n'
        f'<link rel="alternate" type="text/html" href="{base}/{outlet.id}/"/>\n'
        f"<updated>{changed(listed).isoformat()}</updated>\n{entries}</feed>\n"
    )


def _atom_entry(one: Listed, base: str) -> str:
    authors = "".join(f"<author><name>{escape(a)}</name></author>" for a in one.story.authors)
    terms = "".join(f'<category term="{escape(term)}"/>' for term in one.story.categories)
    # The id is made as RFC 4151 (tag URIs) has it, so it stays when the page moves.
    day = f"{one.published:%Y-%m-%d}"
    return (
        f'<entry><title type="text">{escape(one.title)}</title>\n'
        f"<id>tag:{one.outlet.id}.example,{day}:{one.number}</id>\n"
        f'<link rel="alternate" type="text/html" href="{base}{one.path}"/>\n'
        f"<published>{one.published.isoformat()}</published>"
        f"<updated>{one.updated.isoformat()}</updated>\n{authors}{terms}\n"
        f'<summary type="text">{escape(one.story.paragraphs[0])}</summary>\n'
        f'<content type="html">{escape(body_html(one, base))}</content></entry>\n'
    )


def _rdf(outlet: Outlet, listed: Sequence[Listed], base: str) -> str:
    order = "".join(f'<rdf:li rdf:resource="{base}{one.path}"/>' for one in listed)
    items = "".join(_rdf_item(one, base) for one in listed)
    return (
        '<rdf:RDF xmlns="http://purl.org/rss/1.0/" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'{_NAMESPACES} xml:lang="{outlet.language}">\n'
        f'<channel rdf:about="{base}{outlet.feed_path}"><title>{escape(outlet.name)}</title>\n'
        f"<link>{base}/{outlet.id}/</link><description>{escape(outlet.name)}</description>\n"
        f"<dc:language>{outlet.language}</dc:language>"
        f"<dc:date>{changed(listed).isoformat()}</dc:date>\n"
        f"<items><rdf:Seq>{order}</rdf:Seq></items></channel>\n{items}</rdf:RDF>\n"
    )


def _rdf_item(one: Listed, base: str) -> str:
    subjects = "".join(f"<dc:subject>{escape(s)}</dc:subject>" for s in one.story.categories)
    return (
        f'<item rdf:about="{base}{one.path}"><title>{escape(one.title)}</title>\n'
        f"<link>{base}{one.path}</link>"
        f"<description>{escape(one.story.paragraphs[0])}</description>\n"
        f"{_creators(one)}{subjects}<dc:date>{one.published.isoformat()}</dc:date>\n"
        f"<content:encoded>{_cdata(body_html(one, base))}</content:encoded></item>\n"
    )


def _creators(one: Listed) -> str:
    return "".join(f"<dc:creator>{_cdata(name)}</dc:creator>" for name in one.story.authors)


def _categories(one: Listed, *, cdata: bool = False) -> str:
    quote = _cdata if cdata else escape
    return "".join(f"<category>{quote(name)}</category>" for name in one.story.categories)


def _cdata(text: str) -> str:
    """Quote a text; a ``]]>`` inside it is split over two sections (XML 1.0, section 2.7)."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
