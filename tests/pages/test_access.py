"""Every address of the staff site, as every role, as an officer of another force, and as nobody."""

from datetime import datetime

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from haven.accounts.actors import actor
from haven.accounts.models import ROLES
from haven.accounts.policy import decide
from haven.cases.permissions import context_for, visible_to
from tests.pages.acting import signed_in
from tests.pages.addresses import (
    ADDRESSES,
    OPEN,
    SIGNED_IN,
    Address,
    World,
    build_world,
    everybody,
    names_of_staff_urls,
)

NOW = datetime.fromisoformat("2026-11-13T15:10:00+00:00")
REFUSED = (403, 404)


@pytest.fixture
def world(house):
    with time_machine.travel(NOW, tick=False):
        yield build_world(house, NOW)


def ask(client: Client, name: str, address: Address, world: World) -> int:
    """The answer to a look, or to an empty press; nothing of it stays."""
    path = reverse(name, args=address.args(world))
    with transaction.atomic():
        answer = client.post(path, address.data(world)) if address.post else client.get(path)
        transaction.set_rollback(True)
    return answer.status_code


def expected(user, address: Address, world: World) -> str:
    """yes, no, or hidden: the case does not exist for this person, so its pages do not either."""
    if address.needs == OPEN:
        return "yes"
    if user.force.kind == "partner":
        return "nobody"
    if address.needs == SIGNED_IN:
        return "yes"
    needs = (address.needs,) if isinstance(address.needs, str) else address.needs
    who = actor(user, NOW)
    case = address.case(world) if address.case is not None else None
    context = context_for(case, who, NOW) if case is not None else None
    allowed = any(decide(who, operation, context).lawful for operation in needs) and not who.roles <= address.not_for
    if case is not None and (address.inside or not allowed) and not visible_to(user, NOW).filter(pk=case.pk).exists():
        return "hidden"
    if address.ours and who.force_id != world.house.ali.force_id:
        return "no"
    owner = not address.own or user == getattr(world.house, address.own)
    return "yes" if allowed and owner else "no"


def test_every_address_has_a_line_in_the_table():
    names = names_of_staff_urls()
    assert len(names) == len(set(names)), "two addresses of one name"
    assert set(names) - set(ADDRESSES) == set(), "say in tests/pages/addresses.py who may open these"
    assert set(ADDRESSES) - set(names) == set(), "these addresses are gone"


def test_somebody_of_every_role_walks(house, now):
    people = everybody(house)
    assert {role for user in people.values() for role in actor(user, now).roles} == set(ROLES)


# The long walk in parts, so that several processes can walk it.
PARTS = 3


@pytest.mark.parametrize("part", range(PARTS))
def test_every_role_is_answered_as_the_access_table_says(house, world, part):
    wrong = []
    people = list(everybody(house).items())[part::PARTS]
    assert len(people) >= 4
    for code, user in people:
        client = signed_in(user, raise_request_exception=False)
        for name, address in ADDRESSES.items():
            if name == "sign_out":
                continue
            # A door signs somebody else in: it gets a client of its own.
            asking = signed_in(user, raise_request_exception=False) if name == "practise_as" else client
            status, wanted = ask(asking, name, address, world), expected(user, address, world)
            if status >= 500:
                wrong.append(f"{code} {name}: a fault")
            elif wanted == "nobody":
                # Whoever signs in on the public host alone is nobody here.
                if status != 302:
                    wrong.append(f"{code} {name}: {status}, but is not of the staff")
            elif wanted == "yes" and status in REFUSED:
                wrong.append(f"{code} {name}: {status}, but may")
            elif wanted == "no" and status not in REFUSED:
                wrong.append(f"{code} {name}: {status}, but may not")
            elif wanted == "hidden" and status != 404 and not (status == 403 and not _role_may(user, address)):
                wrong.append(f"{code} {name}: {status}, but the case does not exist for them")
    assert not wrong, "\n".join(wrong)


def _role_may(user, address: Address) -> bool:
    """A role that may never do this is told so, whatever the case: that says nothing of the case."""
    needs = (address.needs,) if isinstance(address.needs, str) else address.needs
    who = actor(user, NOW)
    return any(decide(who, operation).lawful for operation in needs) and not who.roles <= address.not_for


def test_nobody_is_sent_to_sign_in(house, world):
    wrong = []
    for name, address in ADDRESSES.items():
        path = reverse(name, args=address.args(world))
        client = Client(raise_request_exception=False)
        answer = client.post(path) if address.post else client.get(path)
        if address.needs == OPEN:
            if answer.status_code >= 500 or answer.get("Location", "").startswith("/sign-in"):
                wrong.append(f"{name}: {answer.status_code} for nobody")
        elif answer.status_code != 302 or not answer["Location"].startswith("/sign-in"):
            wrong.append(f"{name}: {answer.status_code} for nobody")
    assert not wrong, "\n".join(wrong)


def test_references_that_do_not_exist_are_not_found_and_never_a_fault(house, world):
    wrong = []
    client = signed_in(house.okoro, raise_request_exception=False)
    for name, address in ADDRESSES.items():
        args = address.args(world)
        if not args:
            continue
        path = reverse(name, args=args)
        for typed in ("%00", "x" * 300, "DO-2222-2222", "’", "999999999999999999999"):
            changed = path.replace(str(args[0]), typed)
            answer = client.post(changed) if address.post else client.get(changed)
            if answer.status_code >= 500:
                wrong.append(f"{changed[:60]}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
