"""The house under the tests: whole for each, whatever the one before did with it."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction

from haven.accounts.models import DutyHolding, Force, RoleGrant, User
from haven.cases.models import Case, CaseEvent
from haven.courts.models import Sitting
from haven.jobs.practice.house import build_house
from tests.database import empty
from tests.factories import make_case


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_does_to_it_is_gone_for_the_next(house, turn):
    assert house.ali.name == User.objects.get(pk=house.ali.pk).name == "Sana Ali"
    assert house.ali.team is house.teams["Croydon Response"] and house.ali.force is house.forces["practice"]
    RoleGrant.objects.all().delete()
    Sitting.objects.all().delete()
    User.objects.filter(pk=house.ali.pk).update(name="Somebody else")
    house.ali.name = "Somebody else"


def test_it_is_there_without_being_asked_for(db):
    assert Force.objects.filter(code="practice").exists() and DutyHolding.objects.exists()
    assert connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_who_commits_has_it_for_good(house):
    assert not connection.in_atomic_block
    assert Force.objects.filter(code="practice").exists() and house.ali.pk == User.objects.get(email=house.ali.email).pk


@pytest.mark.django_db(transaction=True)
def test_who_commits_begins_with_nothing():
    assert not Force.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_lines_that_may_never_be_deleted_are_taken_away_and_guarded_again(house, now):
    case = make_case(house, now)
    empty()
    assert not Case.objects.exists() and not CaseEvent.objects.exists() and ContentType.objects.exists()
    case = make_case(build_house(now), now)
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseEvent.objects.filter(case=case).delete()
    assert case.events.exists()
