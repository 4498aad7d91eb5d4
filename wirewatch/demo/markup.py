"""A story's body as the HTML that content systems make of it; for feeds and pages alike."""

from html import escape

from wirewatch.demo.content import Block, BlockKind, Outlet
from wirewatch.demo.press import Listed

_RELATED = {"en": "You may also like"}
_APPEARED = {
    "ar": "ظهرت المقالة {post} أولاً على {outlet}.",
    "en": "The post {post} appeared first on {outlet}.",
}


def body_html(listed: Listed, base: str) -> str:
    """Return the body with its captions, boxes and boilerplate; ``base`` is the server's address."""
    return "\n".join(
        _block_html(block, listed, place, base) for place, block in enumerate(listed.story.body)
    )


def appeared_html(listed: Listed, base: str) -> str:
    """Return the line that WordPress puts below a story in a feed."""
    outlet = listed.outlet
    words = _APPEARED.get(outlet.language[:2], _APPEARED["en"])
    post = f'<a href="{base}{listed.path}">{escape(listed.title)}</a>'
    home = f'<a href="{base}/{outlet.id}/">{escape(outlet.name)}</a>'
    return f"<p>{words.format(post=post, outlet=home)}</p>"


def picture_url(outlet: Outlet, base: str) -> str:
    """Return the address of the outlet's stock picture."""
    return f"{base}/{outlet.id}/picture.svg"


def _block_html(block: Block, listed: Listed, place: int, base: str) -> str:
    text = escape(block.texts[0], quote=False)
    if block.kind is BlockKind.PARAGRAPH:
        return f"<p>{text}</p>"
    if block.kind is BlockKind.LINE:
        return f'<div class="code-block"><span class="label">{text}</span></div>'
    if block.kind is BlockKind.RELATED:
        return _related_html(block, listed.outlet, base)
    return (
        f'<figure id="attachment_{listed.number}{place}" class="wp-caption aligncenter">'
        f'<img src="{picture_url(listed.outlet, base)}" alt="" width="1024" height="683">'
        f'<figcaption class="wp-caption-text">{text} '
        f'<span class="credit">{escape(block.credit)}</span></figcaption></figure>'
    )


def _related_html(block: Block, outlet: Outlet, base: str) -> str:
    heading = _RELATED.get(outlet.language[:2], _RELATED["en"])
    links = "".join(
        f'<li><a href="{base}/{outlet.id}/">{escape(text)}</a></li>' for text in block.texts
    )
    return f'<div class="related-inline"><h4>{heading}</h4><ul>{links}</ul></div>'
