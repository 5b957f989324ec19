"""Where sentences end: stops that end one, and stops that belong to an abbreviation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.text.sentences import sentence_spans

CHARACTERS = 1_000_000


def parts(text: str) -> list[str]:
    return [span.of(text) for span in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry line faces an inquiry by the U.S. Securities and Exchange Commission.",
        "It was built for the U.K. Ministry of Ferries in 2021.",
        "A vote of the U.N. General Assembly ended it.",
        "The plan of Gov. Ragna Holt and Sen. Per Aune was dropped.",
        "The quay belongs to Holt Ferries Inc. Chairman Per Aune.",
        "The ship lay at St. Vessa for a week, at berth No. 5.",
        "The novel by J. K. Rowling and the lab of W.M. Keck are on board.",
        "The boat left at 5 p.m. Monday with 40 guests.",
        "He met Mr. A. Holt of the E.U. Commission.",
        "The band plays on Sept. 5 -- White River Amphitheatre in Auburn, Wash. Tickets are gone.",
        "The ID. Buzz and the ID. Polo were shown on Nov. 18.",
        "Police in Boise, Calif. Monday found the boat.",
        "Det. Sgt. Holt and Supt. Aune came by way of Main Rd. North.",
        "Am 5. März 2024 tagte der Rat von Vessa.",
        "Am 3. Okt. kam u.a. Hr. Dr. Kern, s. Abb. 4.",
        "Die Fähre fuhr im 19. Jahrhundert, z. B. nach St. Vessa, bzw. Nordholm.",
        "Den 3. Oktober wird sie 12. Mai nicht vergessen.",
        "Mme. Aune et M. Holt ont pris le bac.",
        "El Sr. Holt y la Dra. Aune viven en EE. UU. desde 2019.",
        "В 2023 г. население составило 12 тыс. Человек было больше.",
    ],
)
def test_an_abbreviation_does_not_cut_a_sentence(sentence: str) -> None:
    assert parts(sentence) == [sentence]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The ferry was sold to the U.S.", "The price is secret."),
        ("She sailed for Holt Ferries Inc.", "He stayed on land."),
        ("The boat left at 5 p.m.", "In the evening it was back."),
        ("The house stands on Main St.", "“It is old,” said Per Aune."),
        ("He asked the board, and it said no.", "But the ferry sailed."),
        ("The county paid.", "Vessa did not."),
        ("It ended in Auburn, Wash.", "The band left."),
        ("Die Fähre fährt um 12.", "Der Hafen ist leer."),
        ("She was 12.", "Vessa was older."),
    ],
)
def test_a_word_that_opens_sentences_begins_another(first: str, second: str) -> None:
    assert parts(f"{first} {second}") == [first, second]


@pytest.mark.parametrize("stops", [". ", ".", "Mr. ", '."', '"', "J. "])
def test_a_page_of_stops_is_read_to_its_end(stops: str) -> None:
    """Each of them looked at again from every stop would take an hour."""
    text = "." + stops * (CHARACTERS // len(stops)) + "a"
    spans = list(sentence_spans(text))
    assert "".join(span.of(text) for span in spans).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("यह नौका है।", "वह पुल है॥"),
        ("यह नौका है।", "वह पुल है।"),
        ("渡轮已出售。", "价格保密！"),
        ("フェリーは売れた｡", "値段は秘密です？"),
        ("یہ کشتی ہے۔", "وہ پل ہے؟"),
        ("هذه سفينة؟", "نعم."),
        ("Սա նավ է։", "Դա կամուրջ է։"),
        ("Ήταν ένα πλοίο;", "Ναι, ήταν."),
        ("ይህ ጀልባ ነው።", "ያ ድልድይ ነው፧"),
        ("ይህ ጀልባ ነው፡፡", "ያ ድልድይ ነው፡፡"),
        ("នេះជាទូក។", "នោះជាស្ពាន៕"),
        ("ဒါက လှေ၊ ဖြစ်တယ်။", "ဟိုဟာ တံတားပါ။"),
        ("ܗܢܐ ܐܠܦܐ܀", "ܗܘ ܓܫܪܐ܀"),
        ("ꯃꯁꯤ ꯍꯤꯅꯤ꯫", "ꯑꯗꯨ ꯊꯣꯡꯅꯤ꯫"),
        ("ᠡᠨᠡ ᠣᠩᠭᠣᠴᠠ᠃", "ᠲᠡᠷᠡ ᠭᠦᠦᠷᠭᠡ᠃"),
        ("ᱱᱚᱣᱟ ᱞᱟᱹᱣᱠᱟᱹ᱾", "ᱚᱱᱟ ᱯᱩᱞ᱾"),
    ],
)  # fmt: skip
def test_the_marks_of_many_scripts_end_sentences(first: str, second: str) -> None:
    assert parts(f"{first} {second}") == [first, second]


@pytest.mark.parametrize("mark", ["。", "！", "।", "॥", "။", "።", "។", "᠃", "꯫", "᱾"])
def test_some_marks_need_no_space_behind_them(mark: str) -> None:
    assert parts(f"ab{mark}cd{mark}") == [f"ab{mark}", f"cd{mark}"]


def test_a_word_space_or_a_small_section_ends_no_sentence() -> None:
    for text in ("ሰላም፡ለዓለም", "လှေ၊ တံတား"):
        assert parts(text) == [text]


THAI = (
    "เรือข้ามฟากออกจากท่าเรือเก่าวันละสองเที่ยวและกลับในตอนเย็น",
    "สะพานใหม่สร้างเสร็จในปี 2566 และมีความยาว 120 เมตรเหนือแม่น้ำ",
    "เทศบาลซื้อเรือไฟฟ้าจากบริษัท Holt Ferries ในราคาสี่ล้านยูโร",
    "ชาวเกาะขายปลา กุ้ง และหอยที่ตลาดเช้าทุกวันเสาร์",
)


def test_a_blank_ends_a_sentence_in_thai_where_none_goes_on() -> None:
    assert parts(" ".join(THAI)) == list(THAI)


def test_lao_is_read_as_thai_is() -> None:
    lao = ("ເຮືອຂ້າມຟາກອອກຈາກທ່າເຮືອເກົ່າມື້ລະສອງຖ້ຽວ", "ຂົວໃໝ່ສ້າງສຳເລັດແລ້ວໃນປີທີ່ຜ່ານມາ")
    assert parts(" ".join(lao)) == list(lao)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The ferry sailed on Wednesday.", "The quay was closed."),
        ("She was built in 2019.", "In May she was sold."),
        ("The board said “never.”", "Vessa paid."),
        ("The ferry was sold (for good).", "The price is secret."),
        ("Was it sold?", "Yes, it was."),
        ("He asked the board.", "“They said no,” he said."),
        ("The ferry carries sheep.", "Farmers pay little for it."),
        ("Die Fähre fuhr am Mittwoch.", "Der Hafen ist leer."),
        ("Паром продан вчера.", "Цена неизвестна никому."),
        ("The ferry came late…", "But it came."),
    ],
)
def test_a_blank_that_is_missing_hides_no_end(first: str, second: str) -> None:
    assert parts(first + second) == [first, second]


@pytest.mark.parametrize(
    "sentence",
    [
        "The timetable is made with Node.js and ASP.NET Core on Vessa.Com today.",
        "It lies at www.vessa.The or at a.b/ferry.The page of vessa.test.",
        "The file notes.Txt calls System.Out.println and java.util.List of ferry_name.The list.",
        "The U.S.Army and the E.U.Council of D.C.The paper e.g.The one, Mr.Holt and Dr.Aune agree.",
        "It sold for 3.Five and 1.2.Three to a.Holt or ferry.X of Holt.Aune in v2.Final form.",
        "The wing, called IQ.LIGHT LED, and yahoo.Finance2 of ferry.iO are on board.",
    ],
)
def test_a_stop_within_a_name_ends_no_sentence(sentence: str) -> None:
    assert parts(sentence) == [sentence]


@given(st.text("ab A“.!。」;ก”)α\u2026፡", max_size=200), st.integers(1, 30))
def test_a_long_text_is_read_in_stretches_as_it_is_at_once(text: str, stretch: int) -> None:
    at_once = list(sentence_spans(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("research.text.sentences.STRETCH_CHARACTERS", stretch)
        assert list(sentence_spans(text)) == at_once
