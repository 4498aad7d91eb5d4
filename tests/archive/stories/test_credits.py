"""Whose report a text says it is, in the words of the agencies' customers; and what only looks like it."""

import pytest

from archive.stories import credit_in
from archive.stories.agencies import agency_of
from archive.stories.credits import credit_of, house_of

PARAGRAPH = "The bridge was closed on Monday after cracks were found, officials said."


@pytest.mark.parametrize(
    ("text", "credit", "agency"),
    [
        (
            "x\nAssociated Press writers Jane Doe in Kyiv and John Roe contributed.",
            "Associated Press writers Jane Doe in Kyiv and John Roe contributed.",
            "Associated Press",
        ),
        ("x\nAAP with Reuters", "AAP with Reuters", "AAP"),
        ("x\n--With assistance from Bloomberg", "--With assistance from Bloomberg", "Bloomberg"),
        ("x\n(©NTB)", "(©NTB)", "NTB"),
        ("Reuters - The bridge was closed.", "Reuters", "Thomson Reuters"),
        ("HARN (Reuters) - The bridge was closed.", "(Reuters)", "Thomson Reuters"),
        ("【ソウル共同】韓国政府は", "【ソウル共同】", "Kyodo News"),
        ("新华社北京11月10日电（记者 王）国家", "新华社北京11月10日电", "Xinhua"),
        ("دبي (رويترز) - قال", "(رويترز)", "Thomson Reuters"),
        ("(Bloomberg) -- The bridge was closed.", "(Bloomberg)", "Bloomberg"),
        ("New Delhi, Nov 10 (PTI) The Supreme", "(PTI)", "Press Trust of India"),
        ("【11月10日 AFP】ロシア", "【11月10日 AFP】", "Agence France-Presse"),
        ("【ワシントン＝AFP時事】米", "【ワシントン＝AFP時事】", "Jiji Press"),
        ("［ワシントン １０日 ロイター］ - 米", "［ワシントン １０日 ロイター］", "Thomson Reuters"),
        ("Text. The bridge was closed.\navec AFP", "avec AFP", "Agence France-Presse"),
        ("x The bridge was closed.\nWith AP", "With AP", "Associated Press"),
        ("x\nReporting by Reuters", "Reporting by Reuters", "Thomson Reuters"),
        ("x\nThe Associated Press contributed", "The Associated Press contributed", "Associated Press"),
        ("x\nThe Associated Press contributed to this report.", "The Associated Press contributed to this report.", "Associated Press"),
        ("x\nmit Material von dpa", "mit Material von dpa", "Deutsche Presse-Agentur"),
        ("Berlin (dpa/AFP) - Der", "(dpa/AFP)", "Deutsche Presse-Agentur"),
        ("Berlin (dpa) - Der", "(dpa)", "Deutsche Presse-Agentur"),
        ("Madrid, 10 nov (EFE).- El", "(EFE)", "EFE"),
        ("ROMA, 10 NOV - (ANSA) Il", "(ANSA)", "ANSA"),
        ("(ANSA) - ROMA, 10 NOV - Il", "(ANSA)", "ANSA"),
        ("MOSCOW. Nov 10 (Interfax) - Russia", "(Interfax)", "Interfax"),
        ("МОСКВА, 10 ноября. /ТАСС/. Россия", "/ТАСС/", "TASS"),
        ("МОСКВА, 10 ноя - РИА Новости. Россия", "РИА Новости", "RIA Novosti"),
        ("(서울=연합뉴스) 김", "(서울=연합뉴스)", "Yonhap"),
        ("SEOUL, Nov. 10 (Yonhap) -- South", "(Yonhap)", "Yonhap"),
        ("WARSZAWA (PAP) - Rząd", "(PAP)", "Polska Agencja Prasowa"),
        ("Praha 10. listopadu (ČTK) - Vláda", "(ČTK)", "ČTK"),
        ("Bern (sda) Der Bundesrat", "(sda)", "Keystone-SDA"),
        ("x The bridge was closed. (sda/afp)", "(sda/afp)", "Keystone-SDA"),
        ("x\n(SDA)", "(SDA)", "Keystone-SDA"),
        ("x\nLe Monde avec AFP", "Le Monde avec AFP", "Agence France-Presse"),
        ("x\nLe Monde avec AFP et Reuters", "Le Monde avec AFP et Reuters", "Agence France-Presse"),
        ("x\nTT", "TT", "TT"),
        ("x\nNTB", "NTB", "NTB"),
        ("x\nRitzau", "Ritzau", "Ritzau"),
        ("STOCKHOLM (TT) Regeringen", "(TT)", "TT"),
        ("KYIV, Nov 10 (Ukrinform) - x", "(Ukrinform)", "Ukrinform"),
        ("ANKARA (AA) - Cumhurbaşkanı", "(AA)", "Anadolu"),
        ("TOKYO (Kyodo) -- Japan", "(Kyodo)", "Kyodo News"),
        ("x\n— Associated Press", "— Associated Press", "Associated Press"),
        ("x\n© 2026 AFP", "© 2026 AFP", "Agence France-Presse"),
        ("x\nBy Jane Doe, Associated Press", "By Jane Doe, Associated Press", "Associated Press"),
        ("x\nWith files from The Canadian Press", "With files from The Canadian Press", "The Canadian Press"),
        ("OTTAWA (CP) - x", "(CP)", "The Canadian Press"),
        ("LONDON (REUTERS) - x", "(REUTERS)", "Thomson Reuters"),
        ("x\nCon información de EFE", "Con información de EFE", "EFE"),
        ("x\nQuelle: dpa", "Quelle: dpa", "Deutsche Presse-Agentur"),
        ("x\nДжерело: Укрінформ", "Джерело: Укрінформ", "Ukrinform"),
        ("中央社台北10日電", "中央社台北10日電", "Central News Agency"),
        ("(中央社台北10日電)立法院", "(中央社台北10日電)", "Central News Agency"),
        ("x\nWith Post wires", "With Post wires", None),
        ("x\n(With AP wires.)", "(With AP wires.)", "Associated Press"),
        ("WASHINGTON — (AP) A man", "(AP)", "Associated Press"),
        ("x\nMTI", "MTI", "MTI"),
        ("BUDAPEST (MTI) – A kormány", "(MTI)", "MTI"),
        ("SYDNEY (AAP) - x", "(AAP)", "AAP"),
        ("x\nAAP", "AAP", "AAP"),
        ("x\nAPA/dpa", "APA/dpa", "APA"),
        ("Wien (APA) - Die", "(APA)", "APA"),
        ("x\nPA Media", "PA Media", "PA Media"),
        ("WASHINGTON, Nov 10 (UPI) -- x", "(UPI)", "UPI"),
        ("NEW DELHI: x\n(With inputs from ANI)", "(With inputs from ANI)", "ANI"),
        ("New Delhi [India], November 10 (ANI): Prime", "(ANI)", "ANI"),
        ("x.\nAFP", "AFP", "Agence France-Presse"),
        ("【東京時事】政府は", "【東京時事】", "Jiji Press"),
        ("（ソウル＝聯合ニュース）韓国", "（ソウル＝聯合ニュース）", "Yonhap"),
        ("x\nRedaktion mit dpa", "Redaktion mit dpa", "Deutsche Presse-Agentur"),
        ("PARIS (AFP) – Le", "(AFP)", "Agence France-Presse"),
        ("x\nSource: AFP", "Source: AFP", "Agence France-Presse"),
        ("x\nДжерело: УНІАН", "Джерело: УНІАН", "UNIAN"),
    ],
)  # fmt: skip
def test_a_text_says_whose_report_it_is(text: str, credit: str, agency: str | None) -> None:
    assert credit_in(text) == credit
    assert agency_of(credit) == agency


@pytest.mark.parametrize(
    "text",
    [
        "Reuters reported that the bridge",
        "x\nAssociated Press writers went on strike.",
        "Reuters - the agency - said so.",
        "The bridge, according to AFP, was closed. The bridge was closed.",
        "x\nAccording to AFP",
        "The company Bloomberg (Bloomberg) said it",
        "Agence France-Presse (AFP) - founded in 1835",
        "Aam Aadmi Party (AAP) - which",
        "The Aam Aadmi Party (AAP) on Sunday",
        "Bloomberg plans to hire.  The bridge was closed.",
        "x\nFoto: dpa",
        "x\nPhoto: AFP",
        "Russian state agency (TASS) said",
        "He sent it with wires\nand pliers.",
        "The AP photographer won a prize, Reuters said.",
        "In an interview with Bloomberg\n The bridge was closed.",
        "x\nInterview with Bloomberg",
        "Der Chef der Nachrichtenagentur (dpa) kündigte an",
        "【共同通信の記者が逮捕】警察は",
        "【写真 AFP】ロシア",
        "x\nGetty Images/AFP/J. Smith",
        "新华社报道说，北京",
        "据新华社报道，",
        "Anadolu Efes (EFE) won",
        "The Communist Party (CP). It",
        "He joined the AP. She left. The bridge was closed.",
        "",
    ],
)  # fmt: skip
def test_an_agency_that_is_talked_about_is_not_credited(text: str) -> None:
    assert credit_in(text) is None


@pytest.mark.parametrize("credit", ["Reuters", "(AP)", "AFP", "Foto: dpa", "© AFP", "(©NTB)"])
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_the_credit_of_a_picture_is_none_of_the_text(credit: str, place: int) -> None:
    lines = [PARAGRAPH, PARAGRAPH, PARAGRAPH, "Rescuers at the bridge.", PARAGRAPH]
    lines.insert(place, credit)
    assert credit_in("\n".join(lines)) is None
    assert credit_of(lines) is None


def test_only_the_ends_of_a_text_are_looked_at() -> None:
    wire = "With AP"
    long = "\n".join([PARAGRAPH] * 20)
    assert credit_in(f"{long}\n{wire}") == wire
    assert credit_in(f"{long}\n{wire}\n{long}") is None


def test_a_credit_may_name_a_house() -> None:
    assert house_of("With Post wires") == "Post"
    assert house_of("with the Evening Post’s wire services") == "Evening Post"
    assert house_of("With wire services") is None
    assert house_of("With AP") is None
    assert house_of(None) is None
