import string
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.address import LONGEST_ADDRESS, RULES, Rule, canonical_address, host_of, web_address

HOSTILE = st.text(
    alphabet=[*"abAB/.?#&=%:@[]!~;+ 01256fFe3E\\_-", *"é中\x00\n\t\u202e\ud800"], max_size=30
)
HOSTS = st.sampled_from(
    [
        "post.example",
        "www.post.example",
        "www.www.a.example",
        "[::1]",
        "bücher.example",
        "a:80",
        "a:443",
        "a:8443",
        "u:p@x.example",
        "[@x.example",
        "x.example.",
        "1.2.3.4:8080",
    ]
)
ADDRESSES = st.builds(
    lambda scheme, host, rest: scheme + host + rest,
    st.sampled_from(["http://", "https://", "HTTP://", " http://", "//", ""]),
    HOSTS | HOSTILE,
    HOSTILE,
)
TRACKERS = st.sampled_from(
    [
        "utm_source=rss",
        "utm_medium",
        "fbclid=IwAR0",
        "gclid=x",
        "at_medium=RSS",
        "ref=home",
        "mc_cid=1",
        "CMP=share",
        "smid=tw",
        "amp",
        "ocid=a",
        "igshid=z",
        "_ga=1",
        "xtor=RSS-1",
    ]
)
WORDS = st.text(alphabet=string.ascii_letters + string.digits, min_size=1, max_size=8)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule[:30])
def test_each_rule_does_what_its_example_says(rule: Rule) -> None:
    before, after = rule.example
    assert canonical_address(before) == canonical_address(after) == after


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" https://post.example/a \n", "https://post.example/a"),
        ("https://post.example", "https://post.example/"),
        ("https://post.example/a b", "https://post.example/a%20b"),
        ("https://post.example/a\nb", "https://post.example/ab"),
        ("https://post.example/\x00a", "https://post.example/%00a"),
        ("https://post.example/ж", "https://post.example/%D0%B6"),
        ("https://Bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://post。example/a", "http://post.example/a"),
        ("http://[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("https://post.example:443/a", "https://post.example/a"),
        ("https://post.example:/a", "https://post.example/a"),
        ("https://reader:S3CRET@post.example/a", "https://post.example/a"),
        ("https://post.example/a#part", "https://post.example/a"),
        ("https://post.example/app#/story/7", "https://post.example/app#/story/7"),
        ("https://post.example/#!/story/7", "https://post.example/#!/story/7"),
        ("https://post.example/diary#p3", "https://post.example/diary#p3"),
        ("https://post.example/a#comment-3", "https://post.example/a"),
        ("https://evil.example\\@post.example/", "https://evil.example/@post.example/"),
    ],
)
def test_what_can_be_asked_for_is_written_as_it_is_asked(text: str, address: str) -> None:
    assert web_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "   ",
        "javascript:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "ftp://post.example/a",
        "mailto:desk@post.example",
        "post.example/a",
        "//post.example/a",
        "/a",
        "http:/post.example/a",
        "https:///a",
        "http://reader@/a",
        "http://po st.example/",
        "http://post%2eexample/",
        "http://<script>/",
        "http://[::1",
        "http://\x7f/",
        "http://\x80/",
        "http://[fe80::1%25eth0]/",
        "https://post.example:99999/",
        "https://post.example:-1/",
        "https://post.example:abc/",
        "http://post.example/\ud800",
        "https://post.example/" + "a" * LONGEST_ADDRESS,
    ],
)
def test_what_cannot_be_asked_for_is_no_address(text: str | None) -> None:
    assert web_address(text) is None
    assert canonical_address(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/?id=7", "/?id=8"),
        ("/?p=1", "/?p=2"),
        ("/a?id=7", "/a"),
        ("/a?ref=123", "/a?ref=124"),
        ("/a?ref=123", "/a"),
        ("/a?page=2", "/a?page=3"),
        ("/a?page=2", "/a"),
        ("/a", "/a/b"),
        ("/a", "/A"),
        ("/Story-1", "/story-1"),
        ("/a.html", "/a"),
        ("/a-1", "/a-2"),
        ("/a?q=x", "/a?q=X"),
        ("/a?q=a+b", "/a?q=a%2Bb"),
        ("/a?tag=1&tag=2", "/a?tag=1"),
        ("/a%2Fb", "/a/b"),
        ("/a%3Fid=1", "/a?id=1"),
        ("/#!/a", "/#!/b"),
        ("/#/a", "/#/b"),
        ("/#!/a", "/"),
        ("/a;id=1", "/a;id=2"),
        ("/a?rss=7", "/a?rss=8"),
        ("/a?amp=story", "/a"),
        ("/a?outputtype=pdf", "/a"),
        ("/a?source=paper", "/a?source=agency"),
        ("/petition?campaign_id=5", "/petition?campaign_id=6"),
        ("/news.php?ref=AB12", "/news.php?ref=AB13"),
        ("/article.php?ref=politics", "/article.php?ref=sports"),
        ("/item?taid=5", "/item?taid=6"),
        ("/a?sid=5", "/a?sid=6"),
        ("/a?sid=507f1f77bcf86cd799439011", "/a?sid=507f1f77bcf86cd799439012"),
        ("/a?pk_id=5", "/a?pk_id=6"),
        ("/a;jsessionid=X?id=1", "/a;jsessionid=X?id=2"),
        ("/a?view=print&id=1", "/a?view=print&id=2"),
        ("/a?print=edition-7", "/a"),
        ("/a?page=1", "/a"),
        ("/a?utm=1", "/a?utm=2"),
        ("/index.php?article=1", "/index.php?article=2"),
        ("//other.example/a", "//post.example/a"),
        ("//en.post.example/a", "//de.post.example/a"),
        ("//m.post.example/a", "//post.example/a"),
        ("//post.example:8080/a", "//post.example:8081/a"),
        ("//post.example:8080/a", "//post.example/a"),
        ("//www.example/a", "//example/a"),
    ],
)
def test_two_articles_are_never_one(one: str, other: str) -> None:
    a, b = (canonical_address(_on_post(path)) for path in (one, other))
    assert a is not None
    assert b is not None
    assert a != b


@pytest.mark.parametrize(
    "spelling",
    [
        "http://post.example/a?id=7",
        "https://www.post.example/a?id=7",
        "HTTPS://POST.EXAMPLE/a?id=7",
        "https://post.example:443/a?id=7",
        "http://post.example:80/a?id=7",
        "http://post.example:443/a?id=7",
        "https://post.example./a?id=7",
        "https://reader:S3CRET@post.example/a?id=7",
        "https://post.example/a/?id=7",
        "https://post.example//a?id=7",
        "https://post.example/./a?id=7",
        "https://post.example/b/../a?id=7",
        "https://post.example/%61?id=7",
        "https://post.example/a?%69d=7",
        "https://post.example/a?id=7#comments",
        "https://post.example/a?id=7#comment-949890",
        "https://post.example/a?id=7&",
        "https://post.example/a?&id=7",
        " https://post.example/a?id=7\n",
        "https://post.example/a?utm_source=rss&id=7&utm_campaign=x",
        "https://post.example/a?id=7&fbclid=IwAR0",
        "https://post.example/a?ref=home&id=7",
        "https://post.example/a?id=7&UTM_SOURCE=RSS",
        "https://post.example/a?id=7&at_medium=RSS&at_campaign=KARANGA",
        "https://post.example/a?id=7&ito=1490&ns_mchannel=rss",
        "https://post.example/a?id=7&amp=1",
        "https://post.example/a?id=7&outputType=amp",
        "https://post.example/a?id=7&msclkid=9f8&dclid=x&gbraid=0AAA&wbraid=C1&gad_source=1&ttclid=E.C",
        "https://post.example/a?id=7&mc_cid=1&_hsenc=p2&__hstc=1&elqTrackId=ab&vero_conv=2&_kx=c",
        "https://post.example/a?id=7&ref=homepage&cmp=rss&emc=newsletter-morning&ref=https://t.co/",
        "https://post.example/a?print=1&id=7",
        "https://post.example/a?id=7&replytocom=12",
        "https://post.example/a;jsessionid=0A1B2C3D4E5F.node1?id=7",
        "https://post.example/a?id=7&PHPSESSID=0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        "https://post.example/a?id=7&sid=0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    ],
)
def test_spellings_of_one_address_are_one(spelling: str) -> None:
    assert canonical_address(spelling) == "https://post.example/a?id=7"


@pytest.mark.parametrize(
    "tracking", ["campaign_id=5", "ref=AB12", "ref=politics", "taid=5", "cmp=x", "ncid=txt01"]
)
def test_where_the_path_names_an_article_only_numbers_of_references_stay(tracking: str) -> None:
    plain = "https://post.example/2024/11/troops-massed"
    assert canonical_address(f"{plain}?{tracking}") == plain
    assert canonical_address(f"{plain}?ref=12") != plain


@settings(max_examples=300)
@given(st.text() | HOSTILE | ADDRESSES)
def test_canonical_addresses_rest(text: str) -> None:
    address, canonical = web_address(text), canonical_address(text)
    assert (address is None) == (canonical is None)
    if address is not None and canonical is not None:
        assert web_address(address) == address
        assert canonical_address(canonical) == canonical
        assert canonical.startswith("https://")
        assert canonical.isascii()
        assert canonical.isprintable()


@pytest.mark.parametrize(
    "text", ["http://0\\]", "http://0:443", "https://0/.;0", "https://www.www.a.example/"]
)
def test_canonical_addresses_rest_where_they_once_did_not(text: str) -> None:
    canonical = canonical_address(text)
    assert canonical is not None
    assert canonical_address(canonical) == canonical


@settings(max_examples=200)
@given(
    WORDS,
    st.lists(st.tuples(WORDS.map(lambda name: f"x{name}"), WORDS), max_size=3),
    st.lists(TRACKERS, max_size=4),
    st.randoms(use_true_random=False),
)
def test_tracking_never_makes_another_article(
    path: str, query: list[tuple[str, str]], trackers: list[str], random: Random
) -> None:
    parameters = [f"{name}={value}" for name, value in query]
    plain = f"https://post.example/{path}?{'&'.join(parameters)}"
    mixed = parameters + trackers
    random.shuffle(mixed)
    assert canonical_address(f"https://post.example/{path}?{'&'.join(mixed)}") == canonical_address(
        plain
    )


@settings(max_examples=200)
@given(WORDS, WORDS, st.sampled_from(["id", "p", "article", "ref", "page", "story"]))
def test_numbers_in_a_query_tell_articles_apart(path: str, word: str, name: str) -> None:
    seven = canonical_address(f"https://post.example/{path}?{name}=7&w={word}")
    eight = canonical_address(f"https://post.example/{path}?{name}=8&w={word}")
    assert seven != eight


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.post.example/a", "post.example"),
        ("https://POST.example:8443/", "post.example"),
        ("http://[::1]/", "::1"),
        ("http://[::1", ""),
        ("nothing", ""),
        (None, ""),
    ],
)
def test_host_of(address: str | None, host: str) -> None:
    assert host_of(address) == host


def _on_post(path: str) -> str:
    return f"https:{path}" if path.startswith("//") else f"https://post.example{path}"


@pytest.mark.parametrize(
    ("light", "full"),
    [
        ("https://amp.dw.example/de/impfung/a-65897191", "https://www.dw.example/de/impfung/a-65897191"),
        ("https://x.example/news/1924698/live-grifters/amp", "https://x.example/news/1924698/live-grifters"),
        ("https://x.example/2019/11/18/techy-gift-guide/amp/", "https://x.example/2019/11/18/techy-gift-guide/"),
        ("https://x.example/rus/articles/2026/01/08/8015225/index.amp", "https://x.example/rus/articles/2026/01/08/8015225/"),
        ("https://x.example/a/schlachtung-landstolz-100~amp.html", "https://x.example/a/schlachtung-landstolz-100.html"),
        ("https://x.example/y/amp_articleshow/130278578.cms", "https://x.example/y/articleshow/130278578.cms"),
        ("https://x.example/platform/amp/2016/12/10/13898352/bannable", "https://x.example/2016/12/10/13898352/bannable"),
        ("https://x.example/news/amp/New-SUVs-and-electric-vehicles-14848164.php", "https://x.example/news/article/New-SUVs-and-electric-vehicles-14848164.php"),
        ("https://x.example/a/article229123092/Hamburg.html?service=amp", "https://x.example/a/article229123092/Hamburg.html"),
        ("https://www.google.com/amp/s/x.example/a/troops-20241110", "https://x.example/a/troops-20241110"),
        ("https://x-example.cdn.ampproject.org/v/s/x.example/a/troops-20241110.html?amp_js_v=0.1&usqp=mq33", "https://x.example/a/troops-20241110.html"),
        ("https://www.bing.com/amp/s/x.example/a/troops-20241110", "https://x.example/a/troops-20241110"),
    ],
)  # fmt: skip
def test_a_light_page_is_the_full_page(light: str, full: str) -> None:
    assert canonical_address(light) == canonical_address(full)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://music.example/amp", "https://music.example/"),
        ("https://shop.example/music/amp", "https://shop.example/music"),
        ("https://m.example/a", "https://example/a"),
        ("https://m.post.example/about", "https://post.example/about"),
        ("https://shop.example/reviews/tweed-guitar-amp", "https://shop.example/reviews/tweed-guitar"),
        ("https://post.example/12345678", "https://post.example/article/12345678"),
        ("https://post.example/news-20241110?view=full", "https://post.example/news-20241110"),
        ("https://x.cdn.ampproject.org/c/s/logo", "https://logo/"),
        ("https://www.google.com/amp/s/nowhere", "https://nowhere/"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_light_page_stays_itself(one: str, other: str) -> None:
    assert canonical_address(one) != canonical_address(other)
