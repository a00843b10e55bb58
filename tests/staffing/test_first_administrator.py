"""An empty database gets its first sign-in at the machine, and no more than it needs."""

import pytest
from django.core.exceptions import ValidationError

from haven.accounts.actors import actor
from haven.accounts.models import Force, Instance, RoleGrant, User
from haven.staffing.operations.first_administrator import (
    FirstAdministrator,
    first_administrator,
    new_password_of_administrator,
)
from haven_law.findings import Refused

GOOD = "seven quiet herons by the weir"
FIRST = FirstAdministrator("Rue Ames", "Rue.Ames@force.example", "Eastmere Police")
SECOND = FirstAdministrator("Kay Orr", "kay@force.example", "eastmere police", second=True)


@pytest.fixture
def empty(house):
    """As an installation is before anybody: nobody has a role."""
    RoleGrant.objects.all().delete()


def test_first_second_and_no_third(empty, now):
    user = first_administrator(FIRST, GOOD, at=now)
    assert user.email == "rue.ames@force.example" and user.check_password(GOOD)
    assert actor(user, now).roles == {"administrator"} and actor(user, now).police
    assert user.force == Force.objects.get(name="Eastmere Police") and user.team.name == "Administrators"
    assert Instance.objects.count() == 1
    with pytest.raises(Refused, match="Add --second"):
        first_administrator(FirstAdministrator("K", "k@force.example", "Eastmere Police"), GOOD, at=now)
    assert first_administrator(SECOND, GOOD, at=now).force == user.force
    with pytest.raises(Refused, match="two administrators already"):
        first_administrator(FirstAdministrator("T", "t@force.example", "X", second=True), GOOD, at=now)


def test_what_it_refuses(empty, now):
    with pytest.raises(Refused, match="Leave --second out"):
        first_administrator(SECOND, GOOD, at=now)
    for weak in ("short", "aaaaaaaaaaaaaaaa", "rue.ames@force.example"):
        with pytest.raises(ValidationError):
            first_administrator(FIRST, weak, at=now)
    with pytest.raises(Refused, match="no police force"):
        first_administrator(FirstAdministrator("K", "k@f.example", "Croydon Magistrates' Court"), GOOD, at=now)
    with pytest.raises(Refused, match="email address, like"):
        first_administrator(FirstAdministrator("K", "k", "Eastmere Police"), GOOD, at=now)
    with pytest.raises(Refused, match="Enter the name"):
        first_administrator(FirstAdministrator("K", "k@f.example", " "), GOOD, at=now)
    assert not RoleGrant.objects.exists()


def test_another_password_for_an_administrator_alone(house, now):
    user = new_password_of_administrator("LOWRY@haven.example", GOOD, at=now)
    assert User.objects.get(pk=user.pk).check_password(GOOD)
    with pytest.raises(Refused, match="No administrator signs in"):
        new_password_of_administrator("ali@haven.example", GOOD, at=now)
