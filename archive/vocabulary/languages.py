"""Codes of languages, as sources and people write them: BCP 47 (RFC 5646), ISO 639."""

import re

_OF_TWO = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee"
    " el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io"
    " is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn"
    " mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se"
    " sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo"
    " wa wo xh yi yo za zh zu"
)
_OF_THREE = (
    "ace ady aeb afb apc arq ary arz ast azb bar bcl bho ceb chr ckb csb dag doi dsb fil fon frp fur gaa gcf gcr gom"
    " gsw guw hak haw hil hmn hsb ilo inh jam kab kbd kmr kok krc kri lez lij lld ltg lus mai mdf mfe mni mos myv nan"
    " nap nds nso pap pcm quc rif rue sah sat scn sgs shi sma smj smn sms szl tet tpi tzm udm vec vro war wuu yue zgh"
)
_SHORTER = (
    "afr=af alb=sq sqi=sq ara=ar arb=ar arm=hy hye=hy aze=az baq=eu eus=eu bel=be ben=bn bos=bs bul=bg bur=my mya=my"
    " cat=ca ces=cs cze=cs chi=zh cmn=zh zho=zh cym=cy wel=cy dan=da deu=de ger=de dut=nl nld=nl ell=el gre=el eng=en"
    " est=et fas=fa per=fa pes=fa fin=fi fra=fr fre=fr geo=ka kat=ka gle=ga glg=gl guj=gu heb=he hin=hi hrv=hr hun=hu"
    " ice=is isl=is ind=id ita=it jpn=ja kan=kn kaz=kk khm=km kir=ky kor=ko lao=lo lav=lv lit=lt ltz=lb mac=mk mkd=mk"
    " mal=ml mar=mr may=ms msa=ms mlt=mt mon=mn nep=ne nno=nn nob=nb nor=no pan=pa pol=pl por=pt pus=ps ron=ro rum=ro"
    " rus=ru sin=si slk=sk slo=sk slv=sl som=so spa=es srp=sr swa=sw swe=sv tam=ta tel=te tgl=tl tha=th tur=tr ukr=uk"
    " urd=ur uzb=uz vie=vi"
)
_COUNTRIES = "cn=zh cz=cs dk=da gr=el in=id iw=he ji=yi jp=ja jw=jv kr=ko ua=uk vn=vi"
CODES = frozenset([*_OF_TWO.split(), *_OF_THREE.split()])
"""ISO 639-1, and of ISO 639-3 the languages that news is written in and that have no code of two letters."""
MEANT = dict(pair.split("=") for pair in f"{_SHORTER} {_COUNTRIES}".split())
"""What is meant by longer codes (RFC 5646, section 2.2.1), by former ones, and by the countries that sources write for their language."""
_KIN = {"no": "nb nn", "nb": "no", "nn": "no", "tl": "fil", "fil": "tl", "zh": "hak nan wuu yue"}


def primary_language(tag: str | None) -> str | None:
    """Return the primary subtag of a language tag in lower case, by its shortest code; None when it is no language."""
    found = re.split(r"[-_]", (tag or "").strip().lower(), maxsplit=1)[0]
    found = MEANT.get(found, found)
    return found if found in CODES else None


def languages_like(language: str) -> frozenset[str]:
    """Return a language and those whose texts whoever asks for it wants as well: Norwegian is written in two forms."""
    return frozenset([language, *_KIN.get(language, "").split()])
