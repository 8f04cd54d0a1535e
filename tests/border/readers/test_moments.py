"""Dates in all the forms that people and systems write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.border.readers.moments import DayOrder, parse_duration, parse_moment
from otklik.border.readers.promises import promised_day

SAMARA = ZoneInfo("Europe/Samara")  # UTC+4

FORMS = {
    "2025-12-03 10:15:22": "2025-12-03T06:15:22",
    "2025-12-03T10:15:22.123": "2025-12-03T06:15:22.123000",
    "2025-12-03T10:15:22Z": "2025-12-03T10:15:22",
    "2025-12-03T10:15:22+07:00": "2025-12-03T03:15:22",
    "2025-12-03": "2025-12-02T20:00:00",
    "03.12.2025": "2025-12-02T20:00:00",
    "3.12.2025 9:05": "2025-12-03T05:05:00",
    "03.12.2025 10:15": "2025-12-03T06:15:00",
    "03.12.2025 10:15:22": "2025-12-03T06:15:22",
    "03.12.2025, 10:15": "2025-12-03T06:15:00",
    "03.12.2025 г. в 10:15": "2025-12-03T06:15:00",
    "03.12.2025 10:15 (МСК)": "2025-12-03T07:15:00",
    "03.12.2025 10:15 МСК+1": "2025-12-03T06:15:00",
    "03.12.25": "2025-12-02T20:00:00",
    "3 декабря 2025 г. 10:15": "2025-12-03T06:15:00",
    "среда, 3 декабря 2025 года в 10:15": "2025-12-03T06:15:00",
    "3 мая 2025": "2025-05-02T20:00:00",
    "1 марта 2025": "2025-02-28T20:00:00",
    "3-дек-2025": "2025-12-02T20:00:00",
    "25/12/2025 10:15": "2025-12-25T06:15:00",
    "12/25/2025 3:15 PM": "2025-12-25T11:15:00",
    "20251203": "2025-12-02T20:00:00",
    "45994": "2025-12-02T20:00:00",
    "45994,5": "2025-12-03T08:00:00",
    "1764746122": "2025-12-03T07:15:22",
}


@pytest.mark.parametrize(("told", "expected"), FORMS.items(), ids=FORMS)
def test_a_form_of_date(told, expected):
    assert parse_moment(told, SAMARA) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_a_cell_of_a_book_is_local():
    assert parse_moment(datetime.fromisoformat("2025-12-03T10:15"), SAMARA) == datetime(
        2025, 12, 3, 6, 15, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("told", "words"),
    {
        "": "не похоже на дату",
        "вчера": "не похоже на дату",
        "39520480": "не похоже на дату",
        "31.02.2025": "не бывает",
        "29.02.2025 10:00": "не бывает",
        "2025-13-01": "не бывает",
        "03.12.2025 24:10": "не бывает",
        "3 мартобря 2025": "нет такого месяца|не похоже",
        "01.01.1812": "вне 1950–2100",
        "0001-01-01 00:00:00": "вне 1950–2100",
        "03/04/2025": "двояко",
    }.items(),
)
def test_what_is_no_date_says_why(told, words):
    with pytest.raises(ValueError, match=words):
        parse_moment(told, SAMARA)


def test_the_order_of_day_and_month_may_be_told():
    assert parse_moment("03/04/2025", SAMARA, order=DayOrder.DAY_FIRST).astimezone(SAMARA).month == 4
    assert parse_moment("03/04/2025", SAMARA, order=DayOrder.MONTH_FIRST).astimezone(SAMARA).month == 3
    assert parse_moment("03.04.2025", SAMARA, order=DayOrder.MONTH_FIRST).astimezone(SAMARA).month == 3


def test_a_zone_with_summer_time_is_followed_by_the_day():
    kaliningrad = ZoneInfo("Europe/Kaliningrad")
    assert parse_moment("2009-07-01 12:00:00", kaliningrad).hour == 9
    assert parse_moment("2009-12-01 12:00:00", kaliningrad).hour == 10


_MOMENTS = st.datetimes(datetime.fromisoformat("1970-01-01"), datetime.fromisoformat("2069-12-31")).map(
    lambda moment: moment.replace(microsecond=0)
)
_WRITINGS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%d.%m.%y %H:%M:%S",
)


@given(moment=_MOMENTS, writing=st.sampled_from(_WRITINGS))
def test_any_moment_is_read_as_written(moment, writing):
    read = parse_moment(moment.strftime(writing), ZoneInfo("Asia/Omsk"), order=DayOrder.DAY_FIRST)
    assert read == moment.replace(tzinfo=ZoneInfo("Asia/Omsk")).astimezone(UTC)


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_a_value_error(text):
    try:
        assert parse_moment(text, SAMARA).tzinfo is UTC
    except ValueError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("11 days, 12:10:25.2", timedelta(days=11, hours=12, minutes=10, seconds=25, milliseconds=200)),
        ("1 day, 2:03:04", timedelta(days=1, hours=2, minutes=3, seconds=4)),
        ("12:30:37", timedelta(hours=12, minutes=30, seconds=37)),
        ("11 дн. 12:10:25", timedelta(days=11, hours=12, minutes=10, seconds=25)),
        ("5 дней", timedelta(days=5)),
        ("-1 day, 23:59:59", timedelta(seconds=-1)),
    ],
)
def test_a_duration(told, expected):
    assert parse_duration(told) == expected


@given(st.timedeltas(timedelta(days=-999), timedelta(days=999)))
def test_a_duration_is_read_as_python_writes_it(span):
    assert parse_duration(str(span)) == span


@pytest.mark.parametrize("told", ["", "-", "скоро", "12"])
def test_what_is_no_duration(told):
    with pytest.raises(ValueError, match="длительность"):
        parse_duration(told)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("вернёмся с ответом не позднее 30 декабря.", date(2025, 12, 30)),
        ("Работы выполнят до 1 июня 2026 года", date(2026, 6, 1)),
        ("будет готово до 15.01", date(2026, 1, 15)),
        ("отремонтируют к 5 января", date(2026, 1, 5)),
        ("выехали 20 декабря, до дома 5 дойти нельзя", None),
        ("тел. до 12.30", None),
        ("Благодарим", None),
    ],
)
def test_a_promised_day(text, expected):
    assert promised_day(text, said_on=date(2025, 12, 25)) == expected
