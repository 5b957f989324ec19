"""Dates as pages and programs write them: figures, words, eras, and what is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.text.days.written_dates import read_date, tells_month_first

LATEST = date(2026, 1, 1)
DAY = date(2024, 3, 5)


def read(text: str, *, day_first: bool = True) -> date | None:
    return read_date(text, day_first=day_first, latest=LATEST)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05", "2024-03-05T23:30:00-08:00", "20240305", "2024/3/5", "2024.03.05.",
        "1709625600", "1709625600000",
        "March 5, 2024", "Mar. 5th, 2024", "5 March 2024", "Tue, 05 Mar 2024 08:00:00 GMT",
        "Tue Mar 05 2024", "05-Mar-2024", "5. März 2024", "le 5 mars 2024", "5 de marzo de 2024",
        "5 de março de 2024", "5 maart 2024", "den 5 mars 2024", "5 marca 2024", "5 марта 2024 г.",
        "2024. március 5.", "5 Mart 2024", "5 Μαρτίου 2024", "5 مارس 2024", "5 במרץ 2024",
        "5 मार्च 2024", "५ मार्च २०२४", "٥ مارس ٢٠٢٤", "ngày 5 tháng 3 năm 2024",
        "2024年3月5日", "２０２４年３月５日", "2024년 3월 5일", "令和6年3月5日", "民國113年3月5日",
        "2567-03-05T08:00:00+07:00", "5 มีนาคม 2567", "5 มี.ค. 2567", "๕ มีนาคม พ.ศ. ๒๕๖๗",
        "۱۵ اسفند ۱۴۰۲", "15 اسفند 1402", "۱۴۰۲/۱۲/۱۵", "1402-12-15T08:00:00+03:30",
        "5/3/2567", "05/03/2024", "5.3.2024", "05.03.2024, 08:00",
    ],
)  # fmt: skip
def test_a_day_in_every_form(text: str) -> None:
    assert read(text) == DAY


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("平成31年4月30日", date(2019, 4, 30)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("1 فروردین 1400", date(2021, 3, 21)),
        ("30 اسفند 1399", date(2021, 3, 20)),
        ("۲۲ بهمن ۱۳۵۷", date(1979, 2, 11)),
        ("25/12/2023", date(2023, 12, 25)),
        ("12/25/2023", date(2023, 12, 25)),
    ],
)
def test_eras_and_orders_that_leave_no_choice(text: str, found: date) -> None:
    assert read(text, day_first=True) == read(text, day_first=False) == found


def test_the_order_decides_where_both_are_months() -> None:
    assert read("03/05/2024", day_first=False) == DAY
    assert read("05.03.2024", day_first=False) == DAY  # nobody writes 03.05.2024 month first


@pytest.mark.parametrize(
    "text",
    ["31 اسفند 1402", "1402-13-01", "today", "",
     "2099-01-01", "2669-01-01", "2024-02-31", "0001-01-01T00:00:00Z", "1799-01-01",
     "31/31/2024", "March 2024", "2024", "5 marching bands of 2024", "1.2.3.2024", "tel 0170 2024",
     "99999999", "9999999999"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert read(text) is None


def test_a_second_figure_over_twelve_tells_the_order() -> None:
    assert tells_month_first("03/25/2024")
    assert not tells_month_first("25/03/2024")
    assert not tells_month_first("03/05/2024")


@given(st.text(max_size=200))
def test_any_text_is_a_date_in_bounds_or_none(text: str) -> None:
    found = read(text)
    assert found is None or date(1900, 1, 1) <= found <= LATEST
