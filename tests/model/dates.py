"""Uncertain dates: the days that a date may be, and comparisons with three answers.

Days are ordinals as of datetime.date. An open bound is an infinity. None is the answer 'unknown'.
"""

import calendar
import datetime
import math

from jumelage.type.v1 import uncertain_date_pb2

UncertainDate = uncertain_date_pb2.UncertainDate


def _valid(date):
    if not 1 <= date.year <= 9999 or not 0 <= date.month <= 12:
        return False
    if not date.month:
        return not date.day
    return 0 <= date.day <= calendar.monthrange(date.year, date.month)[1]


def first_day(date):
    return datetime.date(date.year, date.month or 1, date.day or 1).toordinal()


def last_day(date):
    month = date.month or 12
    day = date.day or calendar.monthrange(date.year, month)[1]
    return datetime.date(date.year, month, day).toordinal()


def valid(date):
    """Returns whether an uncertain date is well formed."""
    has_earliest, has_latest = date.HasField("earliest"), date.HasField("latest")
    if has_earliest and not _valid(date.earliest) or has_latest and not _valid(date.latest):
        return False
    if date.precision == UncertainDate.PRECISION_RANGE:
        if date.qualifier or not (has_earliest or has_latest or date.original_text):
            return False
        return not (has_earliest and has_latest) or first_day(date.earliest) <= last_day(date.latest)
    if not has_earliest or has_latest and date.latest != date.earliest:
        return False
    parts = (date.earliest.month > 0, date.earliest.day > 0)
    return parts == {
        UncertainDate.PRECISION_DAY: (True, True),
        UncertainDate.PRECISION_MONTH: (True, False),
        UncertainDate.PRECISION_YEAR: (False, False),
    }.get(date.precision)


def _shift(ordinal, precision, by):
    """Moves a day by one unit of a precision, to the first day of that unit."""
    day = datetime.date.fromordinal(ordinal)
    if precision == UncertainDate.PRECISION_DAY:
        return ordinal + by
    if precision == UncertainDate.PRECISION_MONTH:
        months = day.year * 12 + day.month - 1 + by
        return datetime.date(months // 12, months % 12 + 1, 1).toordinal()
    return datetime.date(day.year + by, 1, 1).toordinal()


def bounds(date):
    """Returns the first and the last day that a date may be."""
    if date.precision == UncertainDate.PRECISION_RANGE:
        return (first_day(date.earliest) if date.HasField("earliest") else -math.inf,
                last_day(date.latest) if date.HasField("latest") else math.inf)
    first, last = first_day(date.earliest), last_day(date.earliest)
    if date.qualifier == UncertainDate.QUALIFIER_BEFORE:
        return -math.inf, first - 1
    if date.qualifier == UncertainDate.QUALIFIER_AFTER:
        return last + 1, math.inf
    if date.qualifier == UncertainDate.QUALIFIER_ABOUT:
        return _shift(first, date.precision, -1), _shift(first, date.precision, 2) - 1
    return first, last


def certainly_before(date, other):
    return bounds(date)[1] < bounds(other)[0]


def certainly_future(date, today):
    """Returns whether a date is certainly later than a day. Tests use dates far from any today."""
    return bounds(date)[0] > today


def compare(first, last, operator, period):
    """Compares the days from `first` to `last` with a period: true, false or None."""
    begin, end = period
    if operator == "!=":
        equal = compare(first, last, "=", period)
        return None if equal is None else not equal
    if operator == "=":
        certain, excluded = first >= begin and last <= end, last < begin or first > end
    elif operator == "<":
        certain, excluded = last < begin, first >= begin
    elif operator == "<=":
        certain, excluded = last <= end, first > end
    elif operator == ">":
        certain, excluded = first > end, last <= end
    else:
        certain, excluded = first >= begin, last < begin
    return True if certain else False if excluded else None


def parse_period(text):
    """Returns the first and last day of `1985`, `1985-05` or `1985-05-12`, or None."""
    parts = text.split("-")
    if len(parts) > 3 or not all(part.isdigit() for part in parts) or len(parts[0]) != 4:
        return None
    parsed = UncertainDate()
    parsed.earliest.year = int(parts[0])
    parsed.earliest.month = int(parts[1]) if len(parts) > 1 else 0
    parsed.earliest.day = int(parts[2]) if len(parts) > 2 else 0
    if not _valid(parsed.earliest):
        return None
    return first_day(parsed.earliest), last_day(parsed.earliest)


def order_key(date):
    """Returns the key by which dates are ordered: the earliest day, the precision, the latest day."""
    first, last = bounds(date)
    return first, date.precision, last
