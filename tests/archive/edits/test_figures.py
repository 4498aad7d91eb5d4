"""Numbers as people write them: grouped, in words, in kanji, and words that only look like numbers."""

import pytest

from archive.edits import Wording, edit_between
from archive.edits.figures import changed, figures_of
from archive.vocabulary.edits import EditKind

SPACES = [" ", "\u00a0", "\u2009", "\u202f"]


@pytest.mark.parametrize("space", SPACES)
def test_a_number_in_groups_is_one_number(space: str) -> None:
    before = f"Environ 12{space}000 soldats ont été vus lundi."
    after = f"Environ 12{space}500 soldats ont été vus lundi."
    assert changed(before, after) == (("12 000 soldats", "12 500 soldats"),)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("約1万1000人の兵士", "約2万1000人の兵士", ("1万1000人", "2万1000人")),
        ("約1万1000の兵", "約1万2000の兵", ("1万1000の兵", "1万2000の兵")),
        ("约1.1万名士兵", "约1.2万名士兵", ("1.1万名", "1.2万名")),
        ("3万5千人が避難", "3万6千人が避難", ("3万5千人", "3万6千人")),
        ("３万５０００人", "３万６０００人", ("3万5000人", "3万6000人")),
        ("１２，０００人", "１３，０００人", ("12,000人", "13,000人")),
        ("약 1만1000명", "약 2만1000명", ("1만1000명", "2만1000명")),
        ("대략 1만 1000명", "대략 1만 2000명", ("1만 1000명", "1만 2000명")),
        ("大手3百貨店", "大手4百貨店", ("3百貨店", "4百貨店")),
        ("三人死亡", "四人死亡", ("三人", "四人")),
        ("一人死亡", "二人死亡", ("一人", "二人")),
        ("造成三人死亡，十二人受伤", "造成五人死亡，十二人受伤", ("三人", "五人")),
        ("二十三人が負傷", "百二十人が負傷", ("二十三人", "百二十人")),
        ("两名士兵", "三名士兵", ("两名", "三名")),
        ("数十人が死亡", "数百人が死亡", ("数十人", "数百人")),
        ("二〇二四年", "二〇二五年", ("二〇二四年", "二〇二五年")),
        ("午後三時十分", "午後三時二十分", ("十分", "二十分")),
        ("百分之三十的选民", "百分之四十的选民", ("百分之三十的选民", "百分之四十的选民")),
        ("三分の一", "三分の二", ("三分の一", "三分の二")),
        ("两千多人伤亡", "三千多人伤亡", ("两千多人", "三千多人")),
        ("二十多人", "三十多人", ("二十多人", "三十多人")),
        ("三分钟后", "五分钟后", ("三分钟", "五分钟")),
        ("三時間後", "五時間後", ("三時間", "五時間")),
        ("三个月", "五个月", ("三个月", "五个月")),
        ("ทหาร 5 คน", "ทหาร 6 คน", ("5 คน", "6 คน")),
    ],
)
def test_numbers_of_the_east_are_whole(before: str, after: str, told: tuple[str, str]) -> None:
    assert changed(before, after) == (told,)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("twenty-three people", "twenty-four people", ("twenty-three people", "twenty-four people")),
        ("two hundred and fifty men", "two hundred and sixty men", None),
        ("trois cent mille soldats", "quatre cent mille soldats", None),
        ("quatre-vingt-dix morts", "soixante-dix morts", None),
        ("двадцать три человека", "двадцать пять человек", None),
        ("treinta y cinco heridos", "treinta y seis heridos", None),
        ("one million people", "two million people", None),
        ("11 tusen soldater", "12 tusen soldater", None),
        ("2 lakh people", "2 crore people", None),
        ("2 लाख लोग", "2 करोड़ लोग", None),
        ("5 triệu người", "5 tỷ người", None),
        ("11 ألف جندي", "12 ألف جندي", None),
        ("a loss of $1.5 billion, it said", "a loss of $1.8 billion, it said", ("$1.5 billion", "$1.8 billion")),
        ("a loss of $1.5 billion, it said", "a loss of $1.5 million, it said", ("$1.5 billion", "$1.5 million")),
        ("a fine of €5m", "a fine of €5bn", ("€5m", "€5bn")),
        ("rose 5% in May", "rose 6% in May", ("5%", "6%")),
        ("In 2020 five men", "In 2020 six men", ("five men", "six men")),
    ],
)  # fmt: skip
def test_a_number_of_several_words_is_told_whole(
    before: str, after: str, told: tuple[str, str] | None
) -> None:
    assert changed(before, after) == (told or (before, after),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *((f"11{space}000", "11,000") for space in SPACES),
        ("11.000", "11 000"),
        ("11'000", "11,000"),
        ("1.234,56", "1,234.56"),
        ("1,00,000", "100,000"),
        ("1万1000", "11,000"),
        ("1.1万", "1万1000"),
        ("二十三人", "23人"),
        ("1.5 million", "1,500,000"),
        ("5 млн", "5 миллионов"),
        ("two dozen", "24"),
    ],
)
def test_the_same_number_is_no_other_figure(one: str, other: str) -> None:
    assert changed(f"{one} there", f"{other} there") == ()


@pytest.mark.parametrize("other", ["11.000", "11'000", *(f"11{space}000" for space in SPACES)])
def test_a_number_grouped_otherwise_is_no_edit(other: str) -> None:
    line = "About 11,000 men were seen near the border on Monday."
    before, after = Wording(title="Men seen", text=line), line.replace("11,000", other)
    assert edit_between(before, Wording(title="Men seen", text=after)) is None


@pytest.mark.parametrize(
    "text",
    [
        "一部の兵が一時、一方で万一に一致した",
        "三井物産と三菱、五輪の準備は十分だ",
        "統一地方選、一帯一路、一般市民",
        "四日市市と八戸市、六本木、四万十市、新千歳空港",
        "四天王と三位一体、万人、五十嵐さん",
        "统一、十分重要、一些、一起、一直、唯一",
        "三井住友銀行が百貨店に",
    ],
)
def test_words_with_numerals_are_no_figures(text: str) -> None:
    assert figures_of(text) == ()


def test_a_one_that_may_be_an_article_is_told_only_beside_another_number() -> None:
    assert changed("一名男子被捕", "该男子被捕") == ()
    assert changed("一名男子被捕", "三名男子被捕") == (("一名", "三名"),)


def test_a_toll_in_a_headline_is_a_figures_edit() -> None:
    edit = edit_between(Wording(title="橋が崩落、三人死亡"), Wording(title="橋が崩落、四人死亡"))
    assert edit is not None
    assert edit.kinds == (EditKind.HEADLINE, EditKind.FIGURES)
    assert (edit.figures[0].before, edit.figures[0].after) == ("三人", "四人")


@pytest.mark.parametrize(
    "piece", ["12 ", "1万", "一", "twenty ", "3 million ", "1 000", "$ ", "二十"]
)
def test_long_rows_of_numbers_are_read(piece: str) -> None:
    assert figures_of(piece * 10_000 + " 7 men")[-1].shown.endswith("7 men")
