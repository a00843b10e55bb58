"""The pages of breaches: the queue, one breach, and each act that follows."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haven.breaches.models import Breach, Candidate, Correction
from haven.breaches.operations.raise_candidate import RaiseCandidate, raise_candidate
from haven.breaches.operations.report_breach import ReportBreach, report_breach
from haven.breaches.reporters import Reporter
from haven.cases.models import Deadline
from haven.cases.operations.restrict_case import RestrictCase, restrict_case
from tests.pages.acting import command, moment, signed_in, text
from tests.rows import HOUR, Who, a_case, a_notice, an_order

NOW = datetime.fromisoformat("2026-11-20T14:14:00+00:00")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def case(house):
    return a_case(house, NOW - 8 * DAY, protected=Who("Mina", "Verity", date(1990, 1, 4)))


@pytest.fixture
def order(house, case):
    return an_order(house, case, NOW - 7 * DAY, served=NOW - 7 * DAY + HOUR)


@pytest.fixture
def breach(house, order):
    return report_breach(ReportBreach(order.ref, NOW - 3 * HOUR, "At the door", (1,)), by=house.ali, at=NOW - 2 * HOUR)


@pytest.fixture
def okoro(house):
    return signed_in(house.okoro)


@pytest.fixture
def sergeant(house):
    return signed_in(house.adeyemi)


def post(client, breach, act, **form):
    return client.post(f"/breaches/{breach.ref}/{act}", form | command(), follow=True)


def test_from_decision_to_sentence(okoro, sergeant, breach):
    assert "Decide by Saturday 21 November 2026 at 12:14pm." in text(sergeant.get(f"/breaches/{breach.ref}"))
    post(sergeant, breach, "decide", decision="charge")
    post(okoro, breach, "charge", charged="yes", counts=["s39"], **moment("at", NOW))
    form = {"result": "convicted", "count": "s39", "court": "Croydon", "tried": "summary"} | moment("at", NOW)
    assert "Enter the sentence" in text(post(okoro, breach, "outcome", **form))
    over = text(post(okoro, breach, "outcome", custody_months="13", **form))
    assert "in a magistrates' court on that day is 12 months" in over and "s.39(5)" in over
    barred = text(post(okoro, breach, "outcome", sentence=["discharge"], **form))
    assert "conditional discharge is not open" in barred and "s.39(6)" in barred
    done = text(post(okoro, breach, "outcome", custody_months="12", sentence=["tagged"], **form))
    assert "12 months in prison; tag ordered" in done and "Convicted" in done
    for words in (
        "The course, and how long it took",
        "Until it was reported",
        "1 hour",
        "From report to outcome",
        "2 hours",
    ):
        assert words in done, words


def test_no_further_action_needs_reasons(sergeant, breach):
    assert "Enter your reasons" in text(post(sergeant, breach, "decide", decision="none"))
    said = text(post(sergeant, breach, "decide", decision="none", reasons="Nobody can say who it was"))
    assert "No further action" in said and Breach.objects.get().decided_not_why == "Nobody can say who it was"
    assert sergeant.get(f"/breaches/{breach.ref}/decide").status_code == 409


def test_no_charge_says_why(okoro, sergeant, breach):
    post(sergeant, breach, "decide", decision="referral")
    missing = text(post(okoro, breach, "charge", charged="no", **moment("at", NOW)))
    assert "Choose why there is no charge" in missing and "Enter why there is no charge" in missing
    said = text(
        post(okoro, breach, "charge", charged="no", code="evidence", reason="Not shown who it was", **moment("at", NOW))
    )
    assert "Not enough evidence: Not shown who it was" in said


def test_a_notice_offers_arrest_alone_and_its_clock(house, sergeant, okoro):
    case = a_case(house, NOW - 9 * DAY, subject=Who("Ru", "Vale"))
    notice = a_notice(house, case, NOW - 5 * HOUR, NOW - 4 * HOUR)
    breach = report_breach(
        ReportBreach(notice.ref, NOW - 3 * HOUR, "At the door", (2,)), by=house.ali, at=NOW - 2 * HOUR
    )
    page = text(sergeant.get(f"/breaches/{breach.ref}/decide"))
    assert "Pursue it: arrest" in page and "charge" not in page.split("What is your decision?")[1].split("Record")[0]
    post(sergeant, breach, "arrest", station="Croydon", **moment("at", NOW - HOUR))
    said = text(sergeant.get(f"/breaches/{breach.ref}"))
    assert "Before the court by Saturday 21 November 2026 at 1:14pm." in said and "Its breach is not an offence" in said
    clock = Deadline.objects.get(kind="custody")
    assert sergeant.get(reverse("deadline", args=[clock.pk])).status_code == 200
    custody = text(sergeant.get(f"/breaches/{breach.ref}/custody"))
    assert "Released on police bail" not in custody
    post(sergeant, breach, "custody", how="court", remand="bail", **moment("at", NOW))
    done = text(sergeant.get(f"/breaches/{breach.ref}"))
    assert "Brought before the court. Remanded on bail" in done
    assert okoro.get(f"/breaches/{breach.ref}/charge").status_code == 409, "no offence, so no charge"
    post(okoro, breach, "outcome", result="dealt_with", court="Croydon", words="Remanded", **moment("at", NOW))
    assert "Dealt with by the court" in text(okoro.get(f"/breaches/{breach.ref}"))


def test_the_account_is_for_those_who_may_read_it(house, okoro, breach):
    assert "At the door" in text(okoro.get(f"/breaches/{breach.ref}"))
    said = text(signed_in(house.shah).get(f"/breaches/{breach.ref}"))
    assert "At the door" not in said and "Your role does not read the account." in said


def test_a_date_is_recorded_with_how_well_it_is_known(okoro, breach):
    day = {"kind": "file_sent", "known": "day", "day-day": "20", "day-month": "11", "day-year": "2026"}
    said = text(post(okoro, breach, "milestone", **day))
    assert "File sent to the prosecutor 20 November 2026" in said
    again = post(okoro, breach, "milestone", **day)
    assert "Choose one of the answers shown" in text(again), "what is recorded is not offered again"
    early = {"kind": "pack_asked", "known": "minute"} | moment("at", NOW - 9 * DAY)
    assert "cannot be before what it is about" in text(post(okoro, breach, "milestone", **early))
    missing = text(post(okoro, breach, "milestone", kind="pack_asked", known="day"))
    assert "Enter the day" in missing


def test_it_is_taken_given_and_shown(house, okoro, sergeant, breach):
    okoro.post(f"/breaches/{breach.ref}/take")
    okoro.post(f"/breaches/{breach.ref}/take")
    assert "Owner: " + house.okoro.name in text(okoro.get(f"/breaches/{breach.ref}"))
    assert breach.ref in text(okoro.get("/breaches?show=mine")) and breach.ref not in text(
        sergeant.get("/breaches?show=mine")
    )
    post(sergeant, breach, "assign", to=str(house.wren.pk))
    assert Breach.objects.get().owner == house.wren
    assert "Choose one of the answers shown" in text(post(sergeant, breach, "assign", to=str(house.shah.pk)))


def test_a_retraction_is_said_and_closes_nothing(sergeant, breach):
    said = text(post(sergeant, breach, "retraction", said_by="protected", alone="no", words="I made it up"))
    assert "took the report back" in said and "It closes nothing" in said and "They were not alone." in said
    assert "Decision due" in said and "I made it up" in said


def test_a_correction_needs_another_person_and_both_values_stay(house, okoro, sergeant, breach):
    post(sergeant, breach, "arrest", station="", **moment("at", NOW - HOUR))
    asked = post(
        sergeant,
        breach,
        "correct",
        what="arrest_time",
        reasons="The custody record says so",
        **moment("at", NOW - HOUR / 2),
    )
    assert "Waits for another person" in text(asked)
    pk = Correction.objects.get().pk
    own = text(sergeant.get(f"/breaches/{breach.ref}/corrections/{pk}"))
    assert "Another person must decide it." in own and "Record the decision" not in own
    page = f"/breaches/{breach.ref}/corrections/{pk}"
    assert "The custody record says so" in text(okoro.get(page))
    okoro.post(page, {"accept": "yes"} | command())
    assert Breach.objects.get().arrested_at == NOW - HOUR / 2
    said = text(okoro.get(f"/breaches/{breach.ref}"))
    assert "at 1:14pm" in said and "at 1:44pm" in said and "Put right" in said


def test_an_outcome_recorded_wrongly_is_taken_back_and_recorded_again(okoro, sergeant, breach):
    post(sergeant, breach, "decide", decision="charge")
    post(okoro, breach, "charge", charged="yes", counts=["s39"], **moment("at", NOW))
    form = {"count": "s39", "court": "Croydon"} | moment("at", NOW)
    post(okoro, breach, "outcome", result="acquitted", **form)
    wrong = Breach.objects.get().outcomes.get()
    post(okoro, breach, "correct", what=f"undo_outcome:{wrong.pk}", reasons="It was the next case in the list")
    sergeant.post(f"/breaches/{breach.ref}/corrections/{Correction.objects.get().pk}", {"accept": "yes"} | command())
    said = text(post(okoro, breach, "outcome", result="convicted", fine_pounds="350", **form))
    assert "£350 fine" in said and breach.outcomes.filter(voided_at__isnull=False).get() == wrong


@pytest.mark.parametrize("what", ["nothing", "undo_outcome:999", "undo_outcome:x", "milestone:plea", "arrest_time", ""])
def test_a_correction_of_nothing_is_said(sergeant, breach, what):
    got = post(sergeant, breach, "correct", what=what, reasons="The custody record says so", **moment("at", NOW))
    assert got.status_code == 422 and not Correction.objects.exists()


def test_the_other_road_for_an_order_of_the_family_court(house, okoro, case, order, breach):
    assert "The other road" not in text(okoro.get(f"/breaches/{breach.ref}"))
    assert okoro.get(f"/breaches/{breach.ref}/warrant").status_code == 200
    refused = post(okoro, breach, "warrant", step="asked", asker="protected_person", **moment("at", NOW))
    assert refused.status_code == 422 and "no judge" in text(refused)
    court = order.made_by
    court.kind = "family_court"
    court.save()
    said = text(okoro.get(f"/breaches/{breach.ref}"))
    assert "The other road" in said and "anybody else with the leave of the judge" in said
    leave = post(okoro, breach, "warrant", step="asked", asker="other_person", **moment("at", NOW))
    assert "leave of the judge" in text(leave) and leave.status_code == 422
    post(okoro, breach, "warrant", step="asked", asker="protected_person", **moment("at", NOW))
    said = text(post(okoro, breach, "warrant", step="issued", **moment("at", NOW)))
    assert "Warrant issued" in said
    done = text(post(okoro, breach, "arrest", station="", power="s40_warrant", **moment("at", NOW)))
    assert "Power of arrest warrant" in done


def test_a_report_of_the_protected_person_waits_for_its_clauses(house, sergeant, case, order):
    by = Reporter("protected", "The protected person", person=case.protected_id)
    found = report_breach(ReportBreach(order.ref, NOW - HOUR, "They wrote to me again"), by=by, at=NOW)
    said = text(sergeant.get(f"/breaches/{found.ref}"))
    assert "No clause is chosen yet." in said and "The protected person" in said
    done = text(post(sergeant, found, "identify", clauses=["1", "3"]))
    assert "Seen as a breach" in done and [c.clause for c in found.clauses.all()] == [1, 3]
    assert (
        "not in force" in text(sergeant.get(f"/breaches/{found.ref}/identify"))
        or post(sergeant, found, "identify", clauses=["9"]).status_code == 422
    )


def test_a_pattern_across_the_orders_of_one_subject(house, okoro, case, order, breach):
    """Two cases of one person; what belongs to a closed case is not told of."""
    other = a_case(house, NOW - 30 * DAY, protected=Who("Ines", "Marlow", date(1992, 3, 3)))
    other.subject = case.subject
    other.save()
    second = an_order(house, other, NOW - 20 * DAY, served=NOW - 20 * DAY)
    for n in (10, 9):
        report_breach(ReportBreach(second.ref, NOW - n * DAY, "Again", (1,)), by=house.ali, at=NOW - n * DAY + HOUR)
    said = text(okoro.get(f"/breaches/{breach.ref}"))
    assert "A pattern" in said and "3 breaches in a year, of 2 notices and orders, against 2 people." in said
    assert "no contact (3)" in said
    restrict_case(RestrictCase(other.ref, "An officer", "The desk"), by=house.shah, at=NOW)
    said = text(okoro.get(f"/breaches/{breach.ref}"))
    assert "pattern" not in said.lower() and second.ref not in said


def test_the_queue_puts_what_waits_longest_first(house, sergeant, order):
    refs = []
    for hours in (30, 2, 50):
        at = NOW - hours * HOUR
        refs.append(report_breach(ReportBreach(order.ref, at - HOUR, "At the door", (1,)), by=house.ali, at=at).ref)
    said = text(sergeant.get("/breaches?show=due"))
    assert said.index(refs[2]) < said.index(refs[0]) < said.index(refs[1])
    assert said.count("late") == 2
    newest = text(sergeant.get("/breaches"))
    assert newest.index(refs[1]) < newest.index(refs[0])


def test_what_stands_still_is_late(house, sergeant, order):
    at = NOW - 6 * DAY
    found = report_breach(ReportBreach(order.ref, at - HOUR, "At the door", (1,)), by=house.ali, at=at)
    post(sergeant, found, "decide", decision="charge")
    with time_machine.travel(NOW + 20 * DAY, tick=False):
        assert "still for 20 days" in text(signed_in(house.adeyemi).get("/breaches?show=open"))


def test_a_sign_is_dismissed_with_reasons(house, sergeant, order):
    raise_candidate(
        RaiseCandidate("order", "notification", "ND-1", "Not notified", NOW - 2 * DAY, order_ref=order.ref), by=None, at=NOW - 2 * DAY
    )  # fmt: skip
    sign = Candidate.objects.get()
    assert "Not notified" in text(sergeant.get("/breaches"))
    path = f"/breaches/signs/{sign.public_id}/dismiss"
    assert "Enter your reasons" in text(sergeant.post(path, {"reasons": ""} | command()))
    sergeant.post(path, {"reasons": "They were in hospital all week"} | command())
    sign.refresh_from_db()
    assert sign.dismissed_by == house.adeyemi and "Not notified" not in text(sergeant.get("/breaches"))
    assert sergeant.get(path).status_code == 404
    assert signed_in(house.ali).get(path).status_code == 404


def test_a_lawyer_advises_and_then_it_is_charged(house, okoro, sergeant, order):
    """A13: conduct outside England and Wales. Nobody is charged until a lawyer has said so."""
    found = report_breach(
        ReportBreach(order.ref, NOW - 3 * HOUR, "Messages", (1,), jurisdiction="scotland"),
        by=house.ali,
        at=NOW - 2 * HOUR,
    )
    post(sergeant, found, "decide", decision="charge")
    charge = {"charged": "yes", "counts": ["s39"]} | moment("at", NOW)
    refused = post(okoro, found, "charge", **charge)
    assert refused.status_code == 422 and "England and Wales only" in text(refused)
    lawyer = signed_in(house.fenwick)
    page = text(lawyer.get(f"/breaches/{found.ref}/advice"))
    assert "For a lawyer:" in page and "A13" in page
    advice = {"reading": "Part of it was in England", "permits": "yes", "reasons": "The messages were read in Croydon."}
    said = text(post(lawyer, found, "advice", **advice))
    assert "Legal advice." in said and "Part of it was in England" in said
    assert "Charged" in text(post(okoro, found, "charge", **charge))
    assert okoro.get(f"/breaches/{found.ref}/advice").status_code == 403


@pytest.mark.parametrize("act", ["decide", "milestone", "assign", "correct", "identify", "retraction", "arrest"])
def test_nothing_typed_is_said_and_is_no_fault(sergeant, breach, act):
    got = sergeant.post(f"/breaches/{breach.ref}/{act}", {"command_id": "x"})
    assert got.status_code == 422 and "There is a problem" in text(got)


def test_the_queue_does_not_slow_down(house, sergeant, order, breach):
    def count():
        with CaptureQueriesContext(connection) as seen:
            assert sergeant.get("/breaches?show=due").status_code == 200
        return len(seen)

    count()
    first = count()
    for n in range(5):
        report_breach(
            ReportBreach(order.ref, NOW - 3 * HOUR, "Again", (1,)),
            by=house.ali,
            at=NOW - HOUR + n * timedelta(minutes=1),
        )
    assert count() == first
