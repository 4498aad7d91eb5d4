"""Parameters of addresses that say where the reader came from, never what is read. Pure."""

import re

TRACKING = re.compile(
    r"""(?ix) ^(?:
      utm_\w+ | mtm_\w+ | pk_(?:campaign|kwd|source|medium) | matomo_\w+ | hsa_\w+ | at_(?:medium|campaign|link\w*|custom\d|bbc_team|ptr\w*|format|campaign_type)
    | ns_(?:mchannel|source|campaign|linkname|fee) | ito | itm_\w+ | wt\.(?:mc\w*|tsrc) | wt_mc | mc_[ce]id | mkt_tok | _hs\w+ | hs(?:ctatracking|_\w+)
    | (?:fb|g|gb|y|ms|tw|dc|wbra|gbra|ttc|li_fat_|ir)cl?id | fb_(?:action\w*|source|ref) | igsh(?:id)? | twclid | yclid | _ga | _gl | srsltid
    | ref(?:_?src|_?url|errer|erer)? | cmp(?:id)? | cmpid | ocid | smid | smtyp | taid | tpcc | traffic_source | icid | intcid | cid_source
    | xtor | at_xt | echobox | __twitter_impression | __source | soc_src | soc_trk | spref | sr_share | guccounter | guce_\w+
    | campaign_id | rss | rssfeed | from_rss | s_cid | ncid | sref | maca | iref | chash | r | akamai-rum
    | ftag | emc | ex_cid | mbid | reflink | gaa_(?:at|n|ts|sig) | wt_zmc | xing_share | sp(?:mailing|user|job|report)id | trk(?:campaign)? | nlid | wprov | wpisrc
    | sc_(?:campaign|channel|content|medium|outcome|geo|country) | bxid | cndid | esrc | hash[abc] | tblci | dicbo | oborigurl | vero_id | oly_(?:enc|anon)_id
    | mibextid | sfnsn | rb_clickid | wickedid | _openstat | feature | source | src | from | via | medium | campaign | partner | part | feed | mod | origin | shared?
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
# These also carry content on some sites, so they go only with the values seen in tracking.
TRACKING_VALUES = {
    "r": re.compile(r"rss"),
    "rss": re.compile(r"|1|true|yes"),
    **dict.fromkeys(PLAIN_WORDS, PLACE),
    "ref": re.compile(r"(?!\d+$).*"),
}


def tracks(name: str, value: str) -> bool:
    """Say whether a parameter only tells where the reader came from."""
    if not TRACKING.match(name):
        return False
    values = TRACKING_VALUES.get(name.lower())
    return values is None or values.fullmatch(value.lower()) is not None
