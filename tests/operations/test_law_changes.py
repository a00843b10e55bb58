"""A change of the law's dated rows: asked by one, counted by another; the clocks it moves get their new date."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from haven.accounts.models import User
from haven.audit.models import ReadingLog
from haven.cases.models import CaseEvent, Deadline, Task
from haven.jobs.react import react
from haven.lawdata.models import BankHoliday
from haven.lawdata.queries import area_rows, calendar, dated_values, monitoring_available, policy, what_runs_out
from haven.lawkeeping.changes import NewChange
from haven.lawkeeping.models import LawAlarm, LawChange
from haven.lawkeeping.moves import moves
from haven.lawkeeping.operations.ask_change import ask_change, ask_undo
from haven.lawkeeping.operations.decide_change import count_change, decline_change, take_back_change
from haven.lawkeeping.operations.see_alarm import see_alarm
from haven.lawkeeping.watching import open_alarms, standing, unanswered, watch_law
from haven_law.areas import area_in_force
from haven_law.calendar import Calendar
from haven_law.dated import GENERAL_LIMIT, value_on
from haven_law.findings import Refused
from tests.operations.court_helpers import served_notice

AT = datetime.fromisoformat("2026-11-04T10:00:00+00:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
THURSDAY = date(2026, 11, 5)
GAZETTE = "The Gazette, notice 1234567"


def day(when=THURSDAY, confirmed=True, kind="holiday_comes", name="Day of national mourning"):
    return NewChange(kind, GAZETTE, confirmed, day=when, name=name if kind == "holiday_comes" else "")


def counted(house, new, at=AT):
    return count_change(ask_change(new, by=house.lowry, at=at), by=house.fenwick, at=at)


def clock(notice, kind="hearing"):
    return Deadline.objects.get(about_ref=notice.ref, kind=kind, replaced_by=None, closed_at=None)


class TestAProclaimedDay:
    def test_it_counts_only_after_a_second_look(self, house):
        change = ask_change(day(), by=house.lowry, at=AT)
        assert calendar().version == Calendar.shipped().version and change.decision == ""
        with pytest.raises(Refused, match="Somebody other than the person who asked"):
            count_change(change, by=house.lowry, at=AT)
        done = count_change(change, by=house.fenwick, at=AT + HOUR)
        assert (done.decision, done.decided_by, done.decided_at) == ("counted", house.fenwick, AT + HOUR)
        assert calendar().why_disregarded(THURSDAY) == ("bank holiday: Day of national mourning", True)
        logged = ReadingLog.objects.filter(operation__endswith="law_change").order_by("pk")
        assert [(row.actor_key, row.op) for row in logged] == [
            (f"user:{house.lowry.pk}", "collection"),
            (f"user:{house.fenwick.pk}", "alteration"),
        ]

    def test_running_clocks_move_and_each_case_says_so(self, house):
        notice = served_notice(house, AT)
        old, old_apply = clock(notice), clock(notice, "apply")
        assert old.act_by == AT + 2 * DAY
        done = counted(house, day(), AT + HOUR)
        new = clock(notice)
        assert (new.act_by, new.outer_limit, new.starts_at) == (AT + 3 * DAY, AT + 3 * DAY, AT)
        old.refresh_from_db()
        assert (old.replaced_by, old.close_reason, old.act_by) == (new, "replaced", AT + 2 * DAY)
        assert new.calendar_version == calendar().version != old.calendar_version
        assert [s["why_not"] for s in new.steps if s["why_not"]] == ["bank holiday: Day of national mourning"]
        assert {r.rung: r.due_at for r in new.rungs.all()}["h24"] == AT + 2 * DAY
        assert done.moved == 2 and clock(notice, "apply").act_by > old_apply.act_by
        event = CaseEvent.objects.filter(kind="deadline.reckoned_anew", facts__kind="hearing").get()
        assert event.facts["was"] == "Friday 6 November 2026 at 10:00am"
        assert event.facts["is"] == "Saturday 7 November 2026 at 10:00am"
        assert "5 November 2026 becomes a bank holiday" in event.facts["because"]
        assert (event.recorded_by, event.at) == (house.fenwick, AT + HOUR)
        react(datetime.fromisoformat("2999-01-01T00:00:00+00:00"))
        task = Task.objects.filter(kind="new_date", about_ref=notice.ref).first()
        assert "Look at what was arranged for the old date" in task.words and task.for_team == new.owner_team

    def test_what_nobody_has_read_moves_only_the_later_date(self, house):
        notice = served_notice(house, AT)
        counted(house, day(confirmed=False), AT + HOUR)
        new = clock(notice)
        assert (new.act_by, new.outer_limit) == (AT + 2 * DAY, AT + 3 * DAY)
        assert new.ambiguity == "A bank holiday whose proclamation nobody has read yet"
        assert {"act_by", "outer_limit"} <= set(new.rungs.values_list("rung", flat=True))

    def test_a_day_that_falls_away(self, house):
        served = datetime.fromisoformat("2026-08-28T10:00:00+00:00")
        notice = served_notice(house, served)
        assert clock(notice).act_by == served + 4 * DAY, "Sunday and the summer bank holiday are left out"
        counted(house, day(date(2026, 8, 31), kind="holiday_goes"), served + HOUR)
        assert clock(notice).act_by == served + 3 * DAY
        assert calendar().why_disregarded(date(2026, 8, 31)) is None

    def test_a_day_that_falls_away_unread_keeps_the_earlier_date(self, house):
        served = datetime.fromisoformat("2026-08-28T10:00:00+00:00")
        notice = served_notice(house, served)
        counted(house, day(date(2026, 8, 31), kind="holiday_goes", confirmed=False), served + HOUR)
        assert (clock(notice).act_by, clock(notice).outer_limit) == (served + 3 * DAY, served + 4 * DAY)

    def test_clocks_that_it_does_not_touch_stay(self, house):
        notice = served_notice(house, AT)
        before = clock(notice)
        assert counted(house, day(date(2027, 6, 3)), AT + HOUR).moved == 0
        assert clock(notice) == before and not CaseEvent.objects.filter(kind="deadline.reckoned_anew").exists()

    def test_a_met_clock_is_left_alone(self, house):
        notice = served_notice(house, AT)
        Deadline.objects.filter(pk=clock(notice).pk).update(met_at=AT, closed_at=AT, close_reason="met")
        counted(house, day(), AT + HOUR)
        assert not Deadline.objects.filter(about_ref=notice.ref, kind="hearing", closed_at=None).exists()

    @pytest.mark.parametrize(
        ("new", "said"),
        [
            (day(date(2026, 11, 8)), "left out whatever is proclaimed"),
            (day(date(2026, 12, 25)), "left out whatever is proclaimed"),
            (day(date(2026, 8, 31)), "is left out already: bank holiday: Summer bank holiday"),
            (day(date(1999, 1, 4)), "in the years 2020 to 2100"),
            (day(name=" "), "Say what the day is called"),
            (day(None), "Enter the day"),
            (day(kind="holiday_goes"), "is no bank holiday in this calendar"),
            (NewChange("holiday_comes", " ", True, day=THURSDAY, name="x"), "Say where this stands"),
        ],
    )
    def test_refused(self, house, new, said):
        with pytest.raises(Refused, match=said):
            ask_change(new, by=house.lowry, at=AT)
        assert not LawChange.objects.exists()

    def test_only_an_administrator_asks_and_a_lawyer_or_another_administrator_counts(self, house):
        for user in (house.halloran, house.fenwick, house.moss, house.okoro):
            with pytest.raises(Refused, match="may not keep law"):
                ask_change(day(), by=user, at=AT)
        change = ask_change(day(), by=house.lowry, at=AT)
        with pytest.raises(Refused, match="may not check law change"):
            count_change(change, by=house.halloran, at=AT)
        with pytest.raises(Refused, match="waiting for its second look already"):
            ask_change(day(), by=house.lowry, at=AT)

    def test_decided_once(self, house):
        change = counted(house, day())
        for act in (count_change, lambda c, **who: decline_change(c, "It is not so at all", **who)):
            with pytest.raises(Refused, match="decided already: counts"):
                act(change, by=house.fenwick, at=AT)
        with pytest.raises(Refused, match="A change for 5 November 2026 counts already|is left out already"):
            ask_change(day(), by=house.lowry, at=AT)

    def test_declined_and_taken_back(self, house):
        change = ask_change(day(), by=house.lowry, at=AT)
        with pytest.raises(Refused, match="why it does not count"):
            decline_change(change, "no", by=house.fenwick, at=AT)
        assert decline_change(change, "The notice speaks of 2027", by=house.fenwick, at=AT).decision == "declined"
        again = ask_change(day(), by=house.lowry, at=AT)
        with pytest.raises(Refused, match="Your role may not keep law"):
            take_back_change(again, by=house.fenwick, at=AT)
        assert take_back_change(again, by=house.lowry, at=AT).decision == "taken_back"
        assert not BankHoliday.objects.exists()

    def test_the_table_itself_wants_two_people(self, house):
        change = ask_change(day(), by=house.lowry, at=AT)
        with pytest.raises(IntegrityError), transaction.atomic():
            LawChange.objects.filter(pk=change.pk).update(decision="counted", decided_by=house.lowry, decided_at=AT)


class TestUndo:
    def test_it_is_looked_at_too_and_the_dates_go_back(self, house):
        notice = served_notice(house, AT)
        change = counted(house, day(), AT + HOUR)
        with pytest.raises(Refused, match="why it must be undone"):
            ask_undo(change, "wrong", by=house.lowry, at=AT + HOUR)
        undo = ask_undo(change, "The notice was of another year", by=house.lowry, at=AT + HOUR)
        assert clock(notice).act_by == AT + 3 * DAY
        with pytest.raises(Refused, match="Somebody asked already"):
            ask_undo(change, "The notice was of another year", by=house.lowry, at=AT + HOUR)
        done = count_change(undo, by=house.fenwick, at=AT + 2 * HOUR)
        assert clock(notice).act_by == AT + 2 * DAY and done.moved == 2
        assert calendar().version == Calendar.shipped().version
        assert BankHoliday.objects.get().withdrawn_at == AT + 2 * HOUR, "the row stays"
        again = counted(house, day(), AT + 3 * HOUR)
        assert again.decision == "counted" and clock(notice).act_by == AT + 3 * DAY

    def test_only_what_counts(self, house):
        change = ask_change(day(), by=house.lowry, at=AT)
        with pytest.raises(Refused, match="nothing to undo"):
            ask_undo(change, "It was entered by mistake", by=house.lowry, at=AT)


class TestYearsAreasValues:
    def test_a_confirmed_year_takes_the_warning_away(self, house):
        assert calendar().confirmed(date(2027, 5, 3)) is False
        with pytest.raises(Refused, match="The next year to confirm is 2027"):
            ask_change(NewChange("year_confirmed", GAZETTE, True, year=2028), by=house.lowry, at=AT)
        counted(house, NewChange("year_confirmed", GAZETTE, True, year=2027))
        assert calendar().confirmed(date(2027, 12, 31)) and not calendar().confirmed(date(2028, 1, 1))
        assert all(row.confirmed for row in calendar().bank_holidays(2027))
        assert "calendar:confirmed:2027-12-31" in {one.key for one in what_runs_out(AT.date())}

    def test_a_line_of_areas_goes_on_where_the_shipped_one_ends(self, house):
        areas = ("manchester", "gwynedd")
        new = NewChange(
            "areas",
            "SI 2026/1300",
            True,
            areas=areas,
            from_day=date(2026, 11, 25),
            last_day=date(2027, 3, 31),
            name="SI 2026/1300",
        )
        on = date(2026, 11, 26)
        assert area_in_force("Manchester", on, area_rows()).available is False
        change = counted(house, new)
        assert area_in_force("Manchester", on, area_rows()).instrument == "SI 2026/1300"
        assert area_in_force("Bury", on, area_rows()).ambiguity == "A12"
        with pytest.raises(Refused, match="A line for .* counts for some of these days already"):
            ask_change(new, by=house.lowry, at=AT)
        count_change(ask_undo(change, "The instrument was revoked", by=house.lowry, at=AT), by=house.fenwick, at=AT)
        assert area_in_force("Manchester", on, area_rows()).available is False

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"areas": ()}, "Choose the areas"),
            ({"areas": ("atlantis",)}, "Choose the areas"),
            ({"from_day": None}, "Enter the first day"),
            ({"last_day": date(2026, 11, 24)}, "must not be before the first"),
            ({"name": ""}, "Name the instrument"),
            ({"confirmed": False}, "somebody has read its instrument"),
        ],
    )
    def test_a_line_of_areas_refused(self, house, changes, said):
        good = {"areas": ("bury",), "from_day": date(2026, 11, 25), "name": "SI 2026/1300", "confirmed": True}
        with pytest.raises(Refused, match=said):
            ask_change(NewChange("areas", source="SI", **(good | changes)), by=house.lowry, at=AT)

    def test_a_value_that_changes_by_date(self, house):
        new = NewChange("value", "SI 2027/1", True, key=GENERAL_LIMIT, value="6", from_day=date(2027, 2, 1))
        counted(house, new)
        assert value_on(GENERAL_LIMIT, date(2027, 1, 31), dated_values()).number == 12
        assert value_on(GENERAL_LIMIT, date(2027, 2, 1), dated_values()).number == 6
        assert policy("decide_notice_minutes", date(2027, 2, 1)) == 30, "our own times are another table"
        for value, said in (("six", "whole number of months"), ("", "whole number of months"), ("-1", "whole number")):
            with pytest.raises(Refused, match=said):
                ask_change(
                    NewChange("value", "SI", True, key=GENERAL_LIMIT, value=value, from_day=AT.date()),
                    by=house.lowry,
                    at=AT,
                )
        with pytest.raises(Refused, match="Choose which value"):
            ask_change(
                NewChange("value", "SI", True, key="wings", value="1", from_day=AT.date()), by=house.lowry, at=AT
            )
        with pytest.raises(Refused, match="counts for some of these days already"):
            ask_change(new, by=house.lowry, at=AT)

    def test_where_tags_are_available(self, house):
        area = "North Moor"
        new = NewChange("monitoring", "Letter of 1 November 2026", True, name=area, from_day=date(2026, 11, 10))
        change = counted(house, new)
        assert not monitoring_available([area], date(2026, 11, 9)) and monitoring_available([area], date(2026, 11, 10))
        for wrong, said in (
            ({"name": " "}, "Choose the local"),
            ({"confirmed": False}, "has read the notification"),
            ({}, "already"),
        ):
            with pytest.raises(Refused, match=said):
                ask_change(replace(new, **wrong), by=house.lowry, at=AT)
        count_change(ask_undo(change, "It was another area", by=house.lowry, at=AT), by=house.fenwick, at=AT)
        assert not monitoring_available([area], date(2026, 11, 10))


class TestTheWatch:
    END = datetime.fromisoformat("2026-11-24T23:59:00+00:00")

    def test_the_end_of_the_pilot_is_raised_once_a_step(self, house):
        assert watch_law(datetime.fromisoformat("2026-11-10T09:00:00+00:00")) > 0
        rungs = set(LawAlarm.objects.filter(key__startswith="areas:").values_list("rung", flat=True))
        assert rungs == {14}
        assert watch_law(datetime.fromisoformat("2026-11-10T09:05:00+00:00")) == 0
        watch_law(self.END)
        assert LawAlarm.objects.filter(key__startswith="areas:", rung=0).exists()
        watch_law(self.END + timedelta(minutes=1))
        over = LawAlarm.objects.filter(key__startswith="areas:", rung=-1)
        assert over.exists() and all("ended with 24 November 2026" in a.words for a in over)

    def test_an_answer_quiets_it_until_the_next_step(self, house):
        at = datetime.fromisoformat("2026-11-18T09:00:00+00:00")
        watch_law(at)
        mine = [one for one in unanswered(at) if one.kind == "area"]
        assert mine
        for alarm in LawAlarm.objects.filter(key__startswith="areas:"):
            with pytest.raises(Refused, match="where you looked"):
                see_alarm(alarm, "ok", by=house.fenwick, at=at)
            with pytest.raises(Refused, match="may not check law change"):
                see_alarm(alarm, "Looked, nothing found", by=house.ali, at=at)
            see_alarm(alarm, "Looked at the published instruments: none newer", by=house.fenwick, at=at)
        assert not [one for one in unanswered(at) if one.kind == "area"]
        assert [one for one, _alarm in standing(at) if one.kind == "area"], "it still stands on the page"
        later = at + 10 * DAY
        watch_law(later)
        assert [one for one in unanswered(later) if one.kind == "area"]

    def test_a_newer_line_ends_the_alarm(self, house):
        from haven_law.areas import AREAS

        at = self.END + DAY
        watch_law(at)
        every = NewChange(
            "areas", "SI 2026/1300", True, areas=tuple(AREAS), from_day=date(2026, 11, 25), name="SI 2026/1300"
        )
        assert len([alarm for alarm in open_alarms() if alarm.kind == "area"]) == 3
        counted(house, every, at)
        assert not [alarm for alarm in open_alarms() if alarm.kind == "area"], "at once, not with the next watch"
        assert not [one for one in unanswered(at) if one.kind == "area"]

    def test_a_clock_reckoned_with_an_older_calendar_is_brought_up_to_date(self, house):
        notice = served_notice(house, AT)
        BankHoliday.objects.create(day=THURSDAY, name="Written past the operation", source=GAZETTE, confirmed=True)
        watch_law(AT + HOUR)
        assert clock(notice).act_by == AT + 3 * DAY
        assert CaseEvent.objects.filter(kind="deadline.reckoned_anew", by_key="Watch of the calendar").exists()
        assert watch_law(AT + HOUR) == 0 and len(moves(calendar())) == 0


def test_there_is_a_second_person_in_the_house(house):
    assert User.objects.filter(role_grants__role__in=["administrator", "police_lawyer"]).count() >= 2
