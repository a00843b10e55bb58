"""The house stands: roles and ranks as at an instant, sealed values out of reach, cases only for those who may see them."""

import pytest
from django.db import DatabaseError, connection, transaction

from haven.accounts.actors import actor
from haven.accounts.policy import ROLES_FOR, decide
from haven.sealed.models import SealedValue
from haven.sealed.operations import NeedsTwoPeople, Place, matches, reveal, seal


def test_rank_and_role_as_at(house, now):
    who = actor(house.halloran, now)
    assert who.rank == "inspector" and who.constable and "authorising_inspector" in who.roles
    assert decide(who, "decide_notice").lawful is True
    assert decide(actor(house.ali, now), "decide_notice").lawful is False


def test_administrator_sees_no_case(house, now):
    who = actor(house.lowry, now)
    allowed = {op for op in ROLES_FOR if decide(who, op).lawful}
    assert allowed == {
        "set_up",
        "approve_text",
        "see_leaflets",
        "publish_leaflet",
        "read_law",
        "see_law_data",
        "keep_law",
        "check_law_change",
        "see_people",
        "open_user",
        "change_user",
        "close_user",
        "ask_post",
        "agree_post",
        "end_post",
        "keep_places",
    }


def test_sealed_place_is_matched_and_needs_two_people(house):
    handle = seal(
        owner_ref="person:1",
        kind="refuge",
        value="Flat 2, 9 Invented Row",
        place=Place("Flat 2, 9 Invented Row", "ZZ1 1ZZ"),
    )
    assert matches(place=Place("flat 2 9 invented row", "zz11zz"), purpose="test", asked_by="user:1") == {handle}
    assert matches(place=Place("Flat 3, 9 Other Row", "ZZ1 2ZZ"), purpose="test", asked_by="user:1") == set()
    with pytest.raises(NeedsTwoPeople):
        reveal(handle=handle, purpose="test", by="user:1", second="user:1", reason="because I want to see it now")
    assert (
        reveal(handle=handle, purpose="test", by="user:1", second="user:2", reason="to fit a lock before tonight")
        == "Flat 2, 9 Invented Row"
    )


def test_staff_role_cannot_read_ciphers(house):
    seal(owner_ref="person:1", kind="home", value="9 Invented Row")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE haven_staff")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("SELECT cipher FROM sealed_sealedvalue")
        cursor.execute("RESET ROLE")
    assert SealedValue.objects.count() == 1


def test_public_role_reads_no_staff_table(house):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(
            "SELECT t FROM unnest(%s::text[]) t WHERE has_table_privilege('haven_public', t, 'SELECT')", [tables]
        )
        assert cursor.fetchall() == []
