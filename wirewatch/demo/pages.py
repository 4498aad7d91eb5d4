"""The newsroom's web pages: a front page for each outlet, and an article page for each story."""

import json
from collections.abc import Sequence
from html import escape

from wirewatch.demo.content import Outlet
from wirewatch.demo.markup import body_html, picture_url
from wirewatch.demo.press import Listed

_STYLE = (
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,serif}"
    "nav,footer,figcaption,.by{color:#555;font-size:.85rem}img{max-width:100%;height:auto}"
    ".label{color:#777;font-size:.8rem}"
)


def index_page(outlets: Sequence[Outlet], base: str) -> str:
    """Return the page that leads to every outlet."""
    items = "".join(
        f'<li><a href="{base}/{outlet.id}/" lang="{outlet.language}">{escape(outlet.name)}</a> '
        f'(<a href="{base}{outlet.feed_path}">feed</a>)</li>\n'
        for outlet in outlets
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>The demo's newsroom</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>The demo's newsroom</h1><ul>\n{items}</ul></body></html>\n"
    )


def front_page(outlet: Outlet, listed: Sequence[Listed], base: str) -> str:
    """Return an outlet's front page: its headlines, newest first, and where its feed is."""
    items = "".join(
        f'<li><h2><a href="{base}{one.path}">{escape(one.title)}</a></h2>'
        f"{_time(one)} <p>{escape(one.story.paragraphs[0])}</p></li>\n"
        for one in listed
    )
    return _page(outlet, outlet.name, f"<main><ul>\n{items}</ul></main>", base=base)


def article_page(one: Listed, base: str) -> str:
    """Return the page of one story, with its facts in JSON-LD and OpenGraph as news sites give them."""
    authors = ", ".join(one.story.authors)
    head = (
        f'<link rel="canonical" href="{base}{one.path}">\n'
        f'<meta property="og:type" content="article">\n'
        f'<meta property="og:title" content="{escape(one.title)}">\n'
        f'<meta property="og:url" content="{base}{one.path}">\n'
        f'<meta property="og:site_name" content="{escape(one.outlet.name)}">\n'
        f'<meta property="article:published_time" content="{one.published.isoformat()}">\n'
        f'<script type="application/ld+json">{_json_ld(one, base)}</script>\n'
    )
    main = (
        f"<main><article><h1>{escape(one.title)}</h1>\n"
        f'<p class="by"><span class="author">{escape(authors)}</span> · {_time(one)}</p>\n'
        f"{body_html(one, base)}\n</article></main>"
    )
    return _page(one.outlet, one.title, main, base=base, head=head)


def picture(outlet: Outlet) -> str:
    """Return the outlet's stock picture, an SVG."""
    hue = sum(outlet.id.encode()) % 360
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="1024" height="683">'
        f'<rect width="1024" height="683" fill="hsl({hue},35%,55%)"/>'
        f'<text x="512" y="360" font-size="64" fill="#fff" text-anchor="middle">'
        f"{escape(outlet.name)}</text></svg>\n"
    )


def _page(outlet: Outlet, title: str, main: str, *, base: str, head: str = "") -> str:
    direction = "rtl" if outlet.language.startswith("ar") else "ltr"
    home = f'<a href="{base}/{outlet.id}/">{escape(outlet.name)}</a>'
    return (
        f'<!DOCTYPE html>\n<html lang="{outlet.language}" dir="{direction}"><head>'
        f'<meta charset="utf-8"><title>{escape(title)} - {escape(outlet.name)}</title>\n'
        f'<link rel="alternate" type="application/rss+xml" href="{base}{outlet.feed_path}">\n'
        f"{head}<style>{_STYLE}</style></head>\n<body><nav>{home}</nav>\n{main}\n"
        f"<footer>{home}</footer></body></html>\n"
    )


def _time(one: Listed) -> str:
    moment = one.published
    return f'<time datetime="{moment.isoformat()}">{moment:%Y-%m-%d %H:%M}</time>'


def _json_ld(one: Listed, base: str) -> str:
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": one.title,
        "url": base + one.path,
        "image": picture_url(one.outlet, base),
        "inLanguage": one.outlet.language,
        "datePublished": one.published.isoformat(),
        "dateModified": one.updated.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in one.story.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": one.outlet.name},
    }
    # A "</script>" in a headline would end the element.
    return json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")
