"""The news agencies, and what texts call them in the languages of their customers."""

import re
from collections.abc import Mapping

NAMES: Mapping[str, tuple[str, ...]] = {
    "AAP": ("AAP", "Australian Associated Press"),
    "Adnkronos": ("Adnkronos",),
    "Agence France-Presse": (
        "AFP", "AFPBB News", "Agence France-Presse", "Agence France Presse",
        "法新社", "أ ف ب", "أ.ف.ب", "فرانس برس", "وكالة فرانس برس",
    ),
    "Agência Brasil": ("Agência Brasil",),
    "Agerpres": ("Agerpres",),
    "Anadolu": ("Anadolu", "Anadolu Agency", "Anadolu Ajansı", "Agence Anadolu", "AA"),
    "ANI": ("ANI", "Asian News International"),
    "ANP": ("ANP",),
    "ANSA": ("ANSA", "Agenzia ANSA"),
    "Antara": ("Antara",),
    "APA": ("APA", "Austria Presse Agentur"),
    "Associated Press": (
        "AP", "Associated Press", "AP通信", "美联社", "美聯社", "أسوشيتد برس", "أ ب",
    ),
    "Belga": ("Belga",),
    "Bernama": ("Bernama",),
    "Bloomberg": ("Bloomberg", "Bloomberg News", "ブルームバーグ", "彭博社"),
    "BNS": ("BNS",),
    "BTA": ("BTA", "БТА"),
    "Central News Agency": ("中央社",),
    "China News Service": ("中新社", "中新网"),
    "ČTK": ("ČTK", "CTK"),
    "Deutsche Presse-Agentur": (
        "dpa", "dpa-infocom", "dpa-AFX", "Deutsche Presse-Agentur", "د ب أ",
    ),
    "DHA": ("DHA",),
    "EFE": ("EFE", "Agencia EFE"),
    "epd": ("epd",),
    "Europa Press": ("Europa Press",),
    "Hina": ("Hina",),
    "IANS": ("IANS",),
    "İHA": ("İHA",),
    "Interfax": ("Interfax", "Интерфакс"),
    "Interfax-Ukraine": ("Interfax-Ukraine", "Інтерфакс-Україна", "Интерфакс-Украина"),
    "Jiji Press": ("Jiji", "Jiji Press", "時事", "時事通信", "时事社"),
    "Keystone-SDA": ("Keystone-SDA", "Keystone-ATS", "SDA", "ATS", "awp"),
    "KNA": ("KNA",),
    "Kyodo News": ("Kyodo", "Kyodo News", "共同", "共同通信", "共同社"),
    "LETA": ("LETA",),
    "Lusa": ("Lusa", "Agência Lusa"),
    "MTI": ("MTI",),
    "News1": ("뉴스1",),
    "Newsis": ("뉴시스",),
    "NTB": ("NTB",),
    "PA Media": ("PA", "PA Media", "Press Association"),
    "Polska Agencja Prasowa": ("PAP", "Polska Agencja Prasowa"),
    "Press Trust of India": ("PTI", "Press Trust of India"),
    "RIA Novosti": ("RIA Novosti", "РИА Новости"),
    "Ritzau": ("Ritzau",),
    "SID": ("SID",),
    "STT": ("STT", "STT-Lehtikuva"),
    "Tanjug": ("Tanjug", "Танјуг"),
    "TASR": ("TASR",),
    "TASS": ("TASS", "ТАСС", "塔斯社"),
    "Télam": ("Télam",),
    "The Canadian Press": (
        "The Canadian Press", "Canadian Press", "CP", "La Presse Canadienne",
    ),
    "Thomson Reuters": (
        "Reuters", "Рейтер", "Рейтерс", "رويترز", "路透社", "路透", "ロイター", "ロイター通信", "로이터", "로이터통신", "רויטרס",
    ),
    "TT": ("TT", "TT Nyhetsbyrån"),
    "Ukrinform": ("Ukrinform", "Укрінформ", "Укринформ"),
    "UNIAN": ("UNIAN", "УНІАН", "УНИАН"),
    "UPI": ("UPI", "United Press International"),
    "Xinhua": ("Xinhua", "新华社", "新華社", "Синьхуа", "شينخوا"),
    "Yonhap": ("Yonhap", "Yonhap News", "연합뉴스", "聯合ニュース", "韩联社", "韓聯社"),
}  # fmt: skip
"""The owner that the table of outlets knows, and the names."""

_OWNERS = {name.casefold(): owner for owner, names in NAMES.items() for name in names}
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _pattern() -> str:
    """Return a pattern of one name; of two letters only in capitals (or «ap»), of more in any case."""
    listed = sorted((name for names in NAMES.values() for name in names), key=len, reverse=True)
    words = [(name, re.escape(name).replace(r"\ ", r"[ \u00a0]")) for name in listed]
    unspaced = "|".join(pattern for name, pattern in words if _UNSPACED.search(name))
    spaced = [(name, pattern) for name, pattern in words if not _UNSPACED.search(name)]
    long = "|".join(pattern for name, pattern in spaced if len(name) > 2)
    short = "|".join(pattern for name, pattern in spaced if len(name) <= 2)
    return rf"(?<![^\W_])(?:(?i:{long})|{short}|ap)(?![^\W_])|{unspaced}"


NAME = re.compile(_pattern())
"""The name of an agency, as it stands in a text."""


def agency_of(credit: str | None) -> str | None:
    """Return the agency whose report it is by its credit, the first if there are several; None when it names no one that we know."""
    found = NAME.search(credit or "")
    return _OWNERS[re.sub(r"\s", " ", found[0]).casefold()] if found else None
