"""When an order is broken, in a browser: a notice on a Saturday night with the custody clock over a Sunday; an order
online, with what the page said; and the same person again and again, to prison and a tag."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from haven.breaches.models import Breach
from haven.breaches.operations.report_breach import ReportBreach, report_breach
from haven.cases.chronology import record
from haven.cases.models import Deadline, Heartbeat, Task
from haven.figures.breaches import breach_courses
from haven.figures.queries import figures
from haven.jobs.practice.house import build_house
from haven.jobs.react import react
from haven.jobs.watch_deadlines import watch
from tests.journeys.test_story import DESK, PHONE, Desk
from tests.rows import HOUR, Who, a_case, a_hearing, a_notice, an_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SATURDAY_NIGHT = datetime.fromisoformat("2026-11-07T22:40:00+00:00")
# Later than the clock of any database: everything that is pending is due.
FAR = datetime.fromisoformat("2999-01-01T00:00:00+00:00")
FRIDAY = datetime.fromisoformat("2026-11-06T09:40:00+00:00")


class Numbered(Desk):
    """A desk whose pictures are numbered, because every page of a report has the same button."""

    seen = 0

    def look(self, name):
        Numbered.seen += 1
        return super().look(f"{Numbered.seen:02d}-{name}")


def house_at(at):
    house = build_house(at - 3 * DAY)
    Heartbeat.objects.update_or_create(watch="deadlines", defaults={"at": at})
    return house


def answer(desk, name, value):
    desk.page.locator(f"input[name={name}][value='{value}']").check()


def moment(desk, name, at):
    """London is on Greenwich time in November."""
    boxes = (("day", at.day), ("month", at.month), ("year", at.year), ("time", f"{at:%H:%M}"))
    for part, typed in boxes:
        desk.page.locator(f"input[name={name}-{part}]").fill(str(typed))


def checks_at_the_door(officer, name, born):
    officer.open("/check")
    page = officer.page
    page.locator("input[name=name]").fill(name)
    for part, typed in zip(("day", "month", "year"), born, strict=True):
        page.locator(f"input[name=born-{part}]").fill(typed)
    page.locator("[name=reason]").first.select_option("breach") if page.locator(
        "select[name=reason]"
    ).count() else answer(officer, "reason", "breach")
    officer.press("Check")
    officer.follow("Report a breach")


def reports(officer, *, clause, where=None, done=None, danger="no"):
    answer(officer, "in_danger", danger)
    officer.press("Continue")
    answer(officer, "when", "now")
    officer.press("Continue")
    (where or (lambda: (answer(officer, "where", "in_person"), answer(officer, "jurisdiction", "ew"))))()
    officer.press("Continue")
    answer(officer, "clauses", clause)
    officer.press("Continue")
    officer.page.get_by_label("What happened?").fill("They stood at the door and would not go. I saw it.")
    answer(officer, "excuse_said", "invited")
    officer.page.get_by_label("In the words used").last.fill("They said I could come")
    officer.press("Continue")
    (done or (lambda: answer(officer, "response", "not_found")))()
    officer.press("Continue")
    answer(officer, "seen", "alone")
    answer(officer, "safe", "yes")
    answer(officer, "contact", "no")
    answer(officer, "risk", "high")
    officer.press("Continue")
    officer.press("Send the report")


def test_a_notice_broken_on_a_saturday_night(chromium, live_server, transactional_db):
    with time_machine.travel(SATURDAY_NIGHT, tick=False) as clock:
        house = house_at(SATURDAY_NIGHT)
        case = a_case(house, SATURDAY_NIGHT - 6 * HOUR, subject=Who("Rowan", "Tindall", date(1991, 2, 3)))
        notice = a_notice(house, case, SATURDAY_NIGHT - 5 * HOUR, SATURDAY_NIGHT - 4 * HOUR)
        officer = Numbered(chromium, live_server, house.ali, PHONE)
        checks_at_the_door(officer, "Rowan Tindall", ("3", "2", "1991"))

        def arrested():
            answer(officer, "response", "arrested")
            moment(officer, "arrested_at", SATURDAY_NIGHT)
            officer.page.get_by_label("Police station (optional)").fill("Croydon")

        reports(officer, clause="2", done=arrested)
        # An hour and twenty minutes of Saturday count, Sunday does not, so the rest runs out on Monday night.
        officer.page.get_by_text("Before the court by Monday 9 November 2026 at 10:40pm.").wait_for()
        officer.follow("Why this time")
        officer.page.get_by_text("not counted").first.wait_for()
        breach = Breach.objects.get()
        assert breach.of == "notice" and breach.arrest_power == "s26_1"
        react(FAR)
        hearing = a_hearing(house, case, datetime.fromisoformat("2026-11-09T10:00:00+00:00"), after=notice)
        with transaction.atomic():
            record(
                case,
                "hearing.listed",
                by=house.okoro,
                at=SATURDAY_NIGHT + MINUTE,
                about=("hearing", hearing.public_id),
                facts={},
            )
        react(FAR)
        assert Deadline.objects.get(kind="custody", closed_at__isnull=True).act_by == hearing.listed_for
        monday = datetime.fromisoformat("2026-11-09T09:20:00+00:00")
        clock.move_to(monday)
        Heartbeat.objects.update(at=monday)
        sergeant = Numbered(chromium, live_server, house.adeyemi, DESK)
        sergeant.open(f"/breaches/{breach.ref}")
        sergeant.page.get_by_text("Before the court by Monday 9 November 2026 at 10am.").or_(
            sergeant.page.get_by_text("Before the court by Monday 9 November 2026 at 10:00am.")
        ).wait_for()
        sergeant.follow("Record how custody ended")
        answer(sergeant, "how", "live_link")
        answer(sergeant, "remand", "custody")
        moment(sergeant, "at", monday - 5 * MINUTE)
        sergeant.press("Record it")
        sergeant.page.get_by_text("Remanded in custody").first.wait_for()
        assert sergeant.page.get_by_text("Record the decision on charge").count() == 0, "a notice is no offence"
        unit = Numbered(chromium, live_server, house.okoro, DESK)
        unit.open(f"/breaches/{breach.ref}/outcome")
        answer(unit, "result", "dealt_with")
        unit.page.get_by_label("Court", exact=True).fill("Croydon Magistrates' Court")
        moment(unit, "at", monday)
        unit.press("Record how it ended")
        assert figures(monday)["breaches_of_notices"] == 1
        courses = breach_courses(monday)
        assert courses["notices"].results["dealt_with"] == 1 and courses["orders"].reported == 0
        react(FAR)
        told = Task.objects.filter(kind="tell_protected", about_ref=breach.ref)
        assert told.count() >= 4 and all(task.due_at for task in told)


def test_an_order_broken_online(chromium, live_server, transactional_db):
    with time_machine.travel(FRIDAY, tick=False) as clock:
        house = house_at(FRIDAY)
        case = a_case(house, FRIDAY - 9 * DAY, subject=Who("Jordan", "Ashdown", date(1988, 3, 27)))
        order = an_order(house, case, FRIDAY - 8 * DAY, served=FRIDAY - 8 * DAY + HOUR)
        officer = Numbered(chromium, live_server, house.ali, PHONE)
        checks_at_the_door(officer, "Jordan Ashdown", ("27", "3", "1988"))

        def online():
            answer(officer, "where", "online")
            officer.page.get_by_label("Account or profile (optional)").fill("@example_account")
            officer.page.get_by_label("Address of the page (optional)").fill("https://social.example/posts/17")
            officer.page.get_by_label("What the page said (optional)").fill(
                "I know where you go.\nYou will see me soon."
            )
            answer(officer, "jurisdiction", "ew")

        reports(officer, clause="3", where=online)
        breach = Breach.objects.get()
        assert breach.where == "online" and b"social.example" not in bytes(breach.online_enc)
        sergeant = Numbered(chromium, live_server, house.adeyemi, DESK)
        sergeant.open(f"/breaches/{breach.ref}")
        sergeant.page.get_by_text("@example_account").wait_for()
        sergeant.page.get_by_text("What the page said").click()
        sergeant.page.get_by_text("You will see me soon.").wait_for()
        sergeant.page.get_by_text("An invitation decides nothing.").wait_for()
        sergeant.follow("Decide whether to pursue it")
        answer(sergeant, "decision", "charge")
        sergeant.press("Record the decision")
        react(FAR)
        assert Task.objects.filter(kind="propose_variation", about_ref=breach.ref).exists()
        clock.move_to(FRIDAY + 2 * HOUR)
        Heartbeat.objects.update(at=FRIDAY + 2 * HOUR)
        unit = Numbered(chromium, live_server, house.okoro, DESK)
        unit.open(f"/breaches/{breach.ref}/charge")
        answer(unit, "charged", "yes")
        answer(unit, "counts", "s39")
        moment(unit, "at", FRIDAY + HOUR)
        unit.press("Record the decision")
        unit.page.get_by_text("Charged").first.wait_for()
        assert order.ref in unit.page.content()


def test_again_and_again_to_prison_and_a_tag(chromium, live_server, transactional_db):
    with time_machine.travel(FRIDAY, tick=False) as clock:
        house = house_at(FRIDAY)
        case = a_case(house, FRIDAY - 60 * DAY, subject=Who("Jordan", "Ashdown", date(1988, 3, 27)))
        order = an_order(house, case, FRIDAY - 50 * DAY, served=FRIDAY - 50 * DAY + HOUR)
        for days in (30, 10):
            at = FRIDAY - days * DAY
            report_breach(ReportBreach(order.ref, at, "Came to the door", (1,)), by=house.ali, at=at + HOUR)
        officer = Numbered(chromium, live_server, house.ali, PHONE)
        checks_at_the_door(officer, "Jordan Ashdown", ("27", "3", "1988"))

        def arrested():
            answer(officer, "response", "arrested")
            moment(officer, "arrested_at", FRIDAY)

        reports(officer, clause="1", done=arrested, danger="yes")
        breach = Breach.objects.order_by("pk").last()
        react(FAR)
        pattern = Task.objects.get(kind="repeat_breach", about_ref=breach.ref)
        assert "A pattern: 3 breaches" in pattern.words
        later = FRIDAY + 3 * DAY
        watch(later)
        clock.move_to(later)
        Heartbeat.objects.update(at=later)
        unit = Numbered(chromium, live_server, house.okoro, DESK)
        unit.open("/breaches?show=due")
        assert unit.page.locator("tr.hv-row--act").count() == 2, "the two that nobody decided"
        unit.open(f"/breaches/{breach.ref}")
        unit.page.get_by_role("heading", name="A pattern").wait_for()
        unit.follow("Record how custody ended")
        answer(unit, "how", "court")
        answer(unit, "remand", "custody")
        moment(unit, "at", FRIDAY + 20 * HOUR)
        unit.press("Record it")
        unit.follow("Record the decision on charge")
        answer(unit, "charged", "yes")
        answer(unit, "counts", "s39")
        moment(unit, "at", FRIDAY + 21 * HOUR)
        unit.press("Record the decision")
        unit.follow("Record a date")
        unit.page.locator("select[name=kind]").select_option("first_hearing")
        answer(unit, "known", "day")
        for part, typed in (("day", "7"), ("month", "11"), ("year", "2026")):
            unit.page.locator(f"input[name=day-{part}]").fill(typed)
        unit.press("Record the date")
        unit.follow("Record how it ended")
        answer(unit, "count", "s39")
        answer(unit, "result", "convicted")
        unit.page.get_by_label("Court", exact=True).fill("Croydon Crown Court")
        answer(unit, "tried", "indictment")
        moment(unit, "at", FRIDAY + 2 * DAY)
        unit.page.get_by_label("Months in prison").fill("12")
        answer(unit, "sentence", "tagged")
        unit.press("Record how it ended")
        unit.page.get_by_text("12 months in prison; tag ordered").wait_for()
        react(FAR)
        assert Task.objects.filter(kind="tag_after_breach", about_ref=breach.ref).exists()
        course = breach_courses(later)["orders"]
        assert (
            course.results["convicted"] == 1
            and course.sentences["custody"] == 1
            and course.sentences["tag_ordered"] == 1
        )
        unit.open("/figures")
