"""The database and the operations agree on what is open to a worker at an instant, whatever consents, covers and ends say."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from haven.support.models import Consent
from haven.supporters.models import Cover, Placement, Worker
from haven.supporters.operations.work import reached
from haven_law.findings import Refused
from tests.rows import a_case
from tests.supporters.world import HOUR, consent, workers

MINUTES = st.integers(-90, 90)
MAYBE = st.one_of(st.none(), MINUTES)


@pytest.fixture
def placed(house, now):
    made = workers(house, now - HOUR)
    placement = consent(house, a_case(house, now - HOUR), made.tamar, now, "report", colleagues=True)
    cover = Cover.objects.create(worker=made.tamar.worker, by=made.bao.worker, from_at=now, until_at=now + HOUR)
    return placement, cover, (made.tamar.worker, made.bao.worker, made.other.worker)


def opens(worker, at):
    with connection.cursor() as cursor:
        cursor.execute("SELECT placement FROM worker_reaches(%s, %s)", [worker.pk, at])
        return {row[0] for row in cursor.fetchall()}


def let_in(placement, worker, at):
    fresh = Placement.objects.select_related("consent").get(pk=placement.pk)
    try:
        reached(fresh, Worker.objects.get(pk=worker.pk), at, frozenset({"report"}))
    except Refused:
        return False
    return True


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    until=st.integers(1, 90), revoked=MAYBE, colleagues=st.booleans(), cover=st.tuples(MINUTES, st.integers(1, 60)),
    cover_ended=st.booleans(), at=MINUTES, who=st.integers(0, 2),
)  # fmt: skip
@example(until=10, revoked=None, colleagues=True, cover=(0, 5), cover_ended=False, at=5, who=1)
@example(until=10, revoked=3, colleagues=True, cover=(0, 5), cover_ended=False, at=3, who=0)
def test_both_walls_stand_at_the_same_places(placed, now, until, revoked, colleagues, cover, cover_ended, at, who):
    placement, row, people = placed
    minutes = lambda n: now + timedelta(minutes=n)  # noqa: E731
    Consent.objects.filter(pk=placement.consent_id).update(
        until_at=minutes(until), revoked_at=minutes(revoked) if revoked is not None and revoked <= at else None
    )
    Placement.objects.filter(pk=placement.pk).update(colleagues=colleagues)
    start, length = cover
    Cover.objects.filter(pk=row.pk).update(
        from_at=minutes(start), until_at=minutes(start + length), ended_at=minutes(start) if cover_ended else None
    )
    when, worker = minutes(at), people[who]
    seen = placement.pk in opens(worker, when)
    assert seen == let_in(placement, worker, when)
    if revoked is not None and revoked <= at:
        assert not seen, "withdrawn, it is over for everybody"
    if who == 2:
        assert not seen, "never another organisation"
    if who == 1 and not colleagues:
        assert not seen, "nobody covers for who did not agree to it"
