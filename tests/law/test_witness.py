"""The government's own list of bank holidays, as a package keeps it, beside our table."""

from datetime import date

from govuk_bank_holidays.bank_holidays import BankHolidays

from haven_law.calendar import Calendar

# On these Saturdays the list shows only the substitute Monday; whether the Saturday itself is left out is A2.
CONTESTED = {date(2020, 12, 26), date(2026, 12, 26)}


def test_same_days_as_the_government_lists():
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    years = {day["date"].year for day in listed if day["date"].year >= 2020}
    theirs = {day["date"] for day in listed if day["date"].year >= 2020}
    calendar = Calendar.shipped()
    ours = {holiday.day for year in years for holiday in calendar.bank_holidays(year)}
    last = max(theirs)
    ours = {day for day in ours if day <= last}
    # Christmas Day and Good Friday are left out by s.29(3) itself, and stand in the list as bank holidays.
    assert theirs - ours <= {day for day in theirs if (day.month, day.day) == (12, 25) or calendar.why_disregarded(day)}
    assert ours - theirs <= CONTESTED
