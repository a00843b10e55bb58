"""The figures against a slow reading of the same rows, at every instant at which something changes."""

import json
import statistics
from datetime import datetime, timedelta

import pytest

from haven.breaches.models import BreachOutcome
from haven.cases.models import CaseEvent, Restriction
from haven.figures import queries
from haven.figures.breaches import KINDS, breach_courses
from haven.figures.command import print_figures
from haven.figures.definitions import DEFINITIONS, QUOTED
from haven.notices.models import Notice
from haven.orders.models import Order
from tests.operations.figure_histories import slow_figures, write_histories

START = datetime.fromisoformat("2026-01-05T09:00:00+00:00")
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("seed", [1, 2, 10])
def test_every_figure_at_every_change(house, seed):
    made = write_histories(house, START, seed, 25)
    instants = made.instants()
    assert len(instants) > 60
    assert any(b.of == "notification" and b.pursued_at for b in made.breaches), "what must not be added up was there"
    seen: dict[str, set[int]] = {}
    for at in [START - SECOND, *(moment + step for moment in instants for step in (-SECOND, 0 * SECOND))]:
        counted, slow = queries.figures(at), slow_figures(made, at)
        assert counted == slow, at
        for name, n in counted.items():
            seen.setdefault(name, set()).add(n)
    assert all(len(values) > 2 for values in seen.values()), "each figure must have moved, or it was not tested"
    for name in DEFINITIONS:
        assert queries.figure(name, instants[-1]) == counted[name]


def test_five_queries_whatever_the_rows(house, django_assert_num_queries):
    write_histories(house, START, 4, 10)
    with django_assert_num_queries(5):
        queries.figures(START + timedelta(days=100))


def test_the_breakdowns_add_up_to_what_is_not_restricted(house):
    """Each is compared with the slow reading of the rows of other cases; the totals hold all."""
    made = write_histories(house, START, 12, 60)
    restricted = set(Restriction.objects.values_list("case_id", flat=True))
    open_ones = made.of_cases(lambda case: case.pk not in restricted)
    differ = set()
    for at in made.instants()[::25]:
        counted, areas, shown = queries.figures(at), queries.by_area(at), slow_figures(open_ones, at)
        assert counted == slow_figures(made, at)
        differ |= {name for name in counted if counted[name] != shown[name]}
        assert sum(a.notices for a in areas) == shown["notices_issued"]
        assert sum(a.orders for a in areas) == shown["orders_made"]
        assert sum(a.breaches for a in areas) == shown["breaches_pursued"]
        assert sum(m.notices for m in queries.by_month(at)) == shown["notices_issued"]
        assert sum(queries.how_notices_ended(at).values()) == shown["notices_issued"]
        assert queries.how_notices_ended(at)[queries.OPEN] == shown["notices_in_force"]
        assert sum(queries.notice_positions(at).values()) == shown["notices_in_force"]
        _hearings_add_up(queries.heard_in_time(at), open_ones, at, shown)
        _breaches_add_up(breach_courses(at), open_ones, at)
    assert differ >= {"notices_issued", "orders_made", "breaches_pursued", "notices_in_force"}, "nothing was left out"


def _hearings_add_up(heard, made, at, shown):
    slow = [made.clocks[n.ref] for n in made.notices if n.voided_at is None and n.served_at and n.served_at <= at]
    begun = [c for c in slow if c.met_at and c.met_at <= at]
    assert heard.in_time == sum(1 for c in begun if c.met_at <= c.act_by)
    assert heard.late == sum(1 for c in begun if c.met_at > c.outer_limit)
    assert heard.in_time + heard.between + heard.late == len(begun)
    assert heard.unheard >= shown["notices_past_deadline"]


def _breaches_add_up(courses, made, at):
    for of, column in KINDS.items():
        mine = [b for b in made.breaches if b.of == of and b.voided_at is None and b.reported_at <= at]
        pursued = [b for b in mine if b.pursued_at and b.pursued_at <= at]
        course = courses[column]
        assert course.reported == len(mine) and course.stages["pursued"] == len(pursued)
        assert course.hours_to_decision == _median([b.pursued_at - b.reported_at for b in pursued])


def _median(lengths):
    return round(statistics.median(length.total_seconds() for length in lengths) / 3600, 1) if lengths else None


def test_a_sentence_of_a_restricted_case_is_in_no_line(house):
    made = write_histories(house, START, 5, 60)
    restricted = set(Restriction.objects.values_list("case_id", flat=True))
    at = made.instants()[-1]
    for breach in (b for b in made.breaches if b.of == "order" and b.voided_at is None):
        BreachOutcome.objects.create(
            breach=breach, court=next(iter(house.courts.values())), decided_at=at, result="convicted", fine_pounds=50
        )  # fmt: skip
    course = breach_courses(at)["orders"]
    ended = [b for b in made.breaches if b.of == "order" and b.voided_at is None and b.case_id not in restricted]
    assert course.stages["decided"] == course.sentences["fine"] == course.results["convicted"] == len(ended)
    assert len(ended) < BreachOutcome.objects.count()


def test_a_month_is_londons(house):
    """11:30pm UTC on 31 July is 1 August in London."""
    made = write_histories(house, START, 6, 1)
    Restriction.objects.all().delete()
    Notice.objects.update(
        served_at=None, service=None, ended_at=None, ended_because="", voided_at=None, voided_by=None, void_reason=""
    )
    notice = made.notices[0]
    late = datetime.fromisoformat("2026-07-31T23:30:00+00:00")
    Notice.objects.filter(pk=notice.pk).update(served_at=late, service=notice.service)
    months = {m.first.isoformat(): m.notices for m in queries.by_month(late + SECOND)}
    assert months["2026-08-01"] == 1 and months["2026-07-01"] == 0


def test_one_paper_for_two_people_is_one(house):
    write_histories(house, START, 7, 30)
    alone = Order.objects.filter(voided_at__isnull=True, effective_at__isnull=False)
    first, second = alone[:2]
    before = queries.figure("orders_made", START + timedelta(days=900))
    Order.objects.filter(pk__in=[first.pk, second.pk]).update(court_paper_no="ONE-PAPER", made_by=first.made_by_id)
    assert queries.figure("orders_made", START + timedelta(days=900)) <= before - 1


def test_as_known_then(house):
    """What was recorded later, and what was voided since, do not change the answer that could have been given then."""
    made = write_histories(house, START, 8, 20)
    at, known = made.instants()[-1], datetime.fromisoformat("2031-01-01T00:00:00+00:00")
    Notice.objects.update(voided_at=None, voided_by=None, void_reason="")
    issued = queries.figure("notices_issued", at)
    assert issued == queries.figure("notices_issued", at, known)
    late = Notice.objects.filter(served_at__isnull=False).first()
    assert late is not None and late.service is not None
    type(late.service).objects.filter(pk=late.service_id).update(recorded_at=known + SECOND)
    assert queries.figure("notices_issued", at, known) == issued - 1, "it was served, but that was not recorded by then"
    assert queries.figure("notices_issued", at, known + SECOND) == issued
    other = Notice.objects.filter(served_at__isnull=False).exclude(pk=late.pk).first()
    assert other is not None
    voided = {"voided_at": known + 2 * SECOND, "voided_by": house.halloran, "void_reason": "entered twice"}
    Notice.objects.filter(pk=other.pk).update(**voided)
    assert queries.figure("notices_issued", at) == issued - 1, "as known now it never was"
    assert queries.figure("notices_issued", at, known + SECOND) == issued, "then it still counted"
    assert queries.figure("notices_issued", at, known + 2 * SECOND) == issued - 1


def test_an_end_counts_from_when_it_was_recorded(house):
    made = write_histories(house, START, 9, 20)
    at = made.instants()[-1]
    Notice.objects.update(voided_at=None, voided_by=None, void_reason="")
    known = datetime.fromisoformat("2031-01-01T00:00:00+00:00")
    ended = [n for n in made.notices if n.ended_at is not None]
    for n in ended:
        CaseEvent.objects.create(
            case=n.case, seq=1, kind="notice.ended", at=n.ended_at, by_key="x", by_words="x", about_kind="notice",
            about_ref=n.ref, recorded_at=known,
        )  # fmt: skip
    assert queries.figure("notices_in_force", at, known) == queries.figure("notices_in_force", at)
    assert queries.figure("notices_in_force", at, known - SECOND) == queries.figure("notices_issued", at)


def test_words_of_the_command(house, capsys):
    at = "2026-03-01T12:00:00+01:00"
    now = datetime.fromisoformat("2026-06-01T00:00:00+00:00")
    assert print_figures(at, as_json=True, now=now) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["as_at"] == "2026-03-01T11:00:00+00:00" and said["quoted"] == QUOTED
    assert list(said["figures"]) == list(DEFINITIONS) and set(said["figures"].values()) == {0}
    assert list(said["breaches"]) == ["notices", "orders", "notification"], "apart, by stage and outcome"
    assert "charged" in said["breaches"]["orders"]["stages"] and "charged" not in said["breaches"]["notices"]["stages"]
    assert print_figures("now", now=now) == 0
    assert "notices_issued" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("yesterday", "not an instant"), ("", "not an instant"), ("2026-03-01T12:00:00", "no offset"), ("2026-03-01", "no offset"),
        ("2026-06-01T00:00:01+00:00", "future"), ("9999-12-31T23:59:59+00:00", "outside the years"),
        ("0001-01-01T00:00:00+14:00", "outside the years"), ("2026-13-01T00:00:00+00:00", "not an instant"),
    ],
)  # fmt: skip
def test_a_bad_instant_is_one_sentence(house, capsys, text, word):
    now = datetime.fromisoformat("2026-06-01T00:00:00+00:00")
    assert print_figures(text, as_json=True, now=now) == 2
    said = capsys.readouterr()
    assert said.out == "" and word in said.err and said.err.count("\n") == 1


def test_a_naive_instant_is_refused(house):
    with pytest.raises(ValueError, match="offset"):
        queries.figures(datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(KeyError):
        queries.figure("notices_ever", START)
