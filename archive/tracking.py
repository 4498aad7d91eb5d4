"""Parameters of addresses that say where the reader came from, never what is read. Pure."""

import re

TRACKING = re.compile(
    r"""(?ix) ^(?:
      utm_\w+ | mtm_\w+ | pk_(?:campaign|kwd|keyword|source|medium|content|cid|vid) | piwik_\w+ | matomo_\w+ | hsa_\w+ | at_(?:medium|campaign|link\w*|custom\d|bbc_team|ptr\w*|format|campaign_type|recipient_\w+)
    | ns_(?:mchannel|source|campaign|linkname|fee) | ito | itm_\w+ | wt\.(?:mc\w*|tsrc) | wt_mc | mc_[ce]id | mkt_tok | _{1,2}hs\w+ | hs(?:ctatracking|_\w+)
    | (?:fb|g|gb|y|ms|tw|dc|ir)cl?id | fb_(?:action\w*|source|ref|comment_id) | action_(?:object|type|ref)_map | igsh(?:id)? | _ga | _gl | srsltid
    | (?:d|tw|tt|q|ys)clid | msclkid | irclickid | irgwc | [gw]braid | gclsrc | gad_(?:source|campaignid) | li_fat_id | epik | sccid | rdt_cid | ef_id | s_kwcid
    | vero_(?:id|conv) | _ke | _kx | klaviyo_id | ck_subscriber_id | ml_subscriber(?:_hash)? | bsft_\w+ | _bta_(?:tid|c) | dm_i | elq\w+ | emci | emdi | _cldee | omhide
    | ref(?:_?src|_?url|errer|erer)? | referringsource | sara_ref | nr_email_referer | cmp(?:id)? | ocid | smid | smtyp | taid | tpcc | traffic_source | icid | intcid | cid_source
    | unlocked_article_code | giftcopy | xtor | at_xt | echobox | hootpostid | __twitter_impression | __source | soc_src | soc_trk | spref | sr_share | guccounter | guce_\w+
    | campaign_id | rss | rssfeed | from_?rss | s_cid | ncid | sref | maca | iref | chash | r | akamai-rum | spm | nsukey | yptr | _branch_match_id | branch_used
    | ftag | emc | ex_cid | mbid | reflink | gaa_(?:at|n|ts|sig) | wt_zmc | xing_share | sp(?:mailing|user|job|report)id | trk(?:campaign)? | nlid | wprov | wpisrc
    | sc_(?:campaign|channel|content|medium|outcome|geo|country) | bxid | cndid | esrc | hash[abc] | tblci | dicbo | oborigurl | oly_(?:enc|anon)_id | cx_(?:test\w+|artpos)
    | amp_(?:js_v|gsa) | usqp | noredirect | replytocom | phpsessid | jsessionid | sessionid | sid | cf(?:id|token)
    | mibextid | sfnsn | sf\d{6,} | rb_clickid | wickedid | _openstat | feature | source | src | from | via | medium | campaign | partner | part | feed | mod | origin | shared?
    )$"""
)
PLACE = re.compile(
    r"(?:rss|atom|feed|xml|twitter|facebook|fb|instagram|whatsapp|telegram|linkedin|reddit|social|share|e?mail|newsletter|push|google|bing|msn|apple|flipboard|app)"
    r"(?:$|[^a-z].*|rss|feed|news|_?share)"
)
"""Where readers come from."""
PLAIN_WORDS = (
    *("campaign", "feature", "feed", "from", "medium", "mod", "origin"),
    *("part", "partner", "share", "shared", "source", "src", "via"),
)
CONTENT_TOO = frozenset(
    [
        "campaign_id",
        "cmp",
        "emc",
        "icid",
        "iref",
        "maca",
        "ncid",
        "nlid",
        "ref",
        "refsrc",
        "ref_src",
        "sref",
        "taid",
        "trk",
    ]
)
"""Parameters that are the number of a document on some sites: they go where the path names one, or with a value that names a place."""
STARTS = re.compile(r"(?:home|front|index|nav)(?:$|[^a-z].*|page.*)|.*[./:].*")
"""Where on a site, or from which address, readers come."""
# These also carry content on some sites, so they go only with the values seen in tracking.
TRACKING_VALUES = {
    "r": re.compile(r"rss"),
    "rss": re.compile(r"|1|true|yes"),
    **dict.fromkeys(PLAIN_WORDS, PLACE),
    "ref": re.compile(r"(?!\d+$).*"),
    "spm": re.compile(r".+\..+"),
    "cfid": re.compile(r"\d{5,}"),
    "replytocom": re.compile(r"\d+"),
    **dict.fromkeys(("sid", "sessionid"), re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{32,}")),
}


def tracks(name: str, value: str, *, named: bool) -> bool:
    """Say whether a parameter only tells where the reader came from; ``named``: the path names one article without it."""
    if not TRACKING.match(name):
        return False
    name, value = name.lower(), value.lower()
    values = TRACKING_VALUES.get(name)
    if values is not None and values.fullmatch(value) is None:
        return False
    place = named or name not in CONTENT_TOO or PLACE.fullmatch(value) or STARTS.fullmatch(value)
    return bool(place)
