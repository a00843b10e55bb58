"""What a transaction has in hand is struck when what it rests on is taken back: a lock with its savepoint, a key with the
row that was made with it."""

import pytest
from django.db import connection, transaction

from haven.accounts.in_hand import in_hand, keep
from haven.cases.chronology import hold_case, lock_case
from haven.sealed.ciphers import decipher, encipher
from haven.sealed.models import DataKey
from tests.factories import make_case


class TakenBack(Exception):
    pass


def asked_of_the_database(act) -> list[str]:
    asked = []

    def note(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return asked


def test_kept_until_the_savepoint_is_rolled_back(db):
    keep("outer", 1)
    with pytest.raises(TakenBack), transaction.atomic():
        keep("inner", 2)
        assert (in_hand("outer"), in_hand("inner")) == (1, 2)
        raise TakenBack
    assert (in_hand("outer"), in_hand("inner"), in_hand("never")) == (1, None, None)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_outside_a_transaction_or_after_it():
    keep("alone")
    assert in_hand("alone") is None
    with transaction.atomic():
        keep("within")
        assert in_hand("within")
    assert in_hand("within") is None
    with pytest.raises(TakenBack), transaction.atomic():
        keep("within")
        raise TakenBack
    assert in_hand("within") is None


def test_a_lock_is_asked_for_once_and_again_after_a_rollback(house, now):
    case = make_case(house, now)
    with pytest.raises(TakenBack), transaction.atomic():
        lock_case(case.pk)
        raise TakenBack
    with transaction.atomic():
        connection.run_on_commit = []  # as at the beginning of a transaction of its own
        assert "FOR UPDATE" in asked_of_the_database(lambda: hold_case(case.pk))[0]
        assert asked_of_the_database(lambda: hold_case(case.pk)) == []
        with pytest.raises(TakenBack), transaction.atomic():
            assert asked_of_the_database(lambda: hold_case(case.pk)) == []
            raise TakenBack
        assert asked_of_the_database(lambda: hold_case(case.pk)) == []


def test_a_key_whose_row_was_rolled_back_enciphers_nothing_more(db):
    with pytest.raises(TakenBack), transaction.atomic():
        encipher("case:one", "words")
        assert DataKey.objects.filter(owner_ref="case:one").exists()
        raise TakenBack
    cipher = encipher("case:one", "other words")
    assert DataKey.objects.filter(owner_ref="case:one").count() == 1
    connection.run_on_commit = []
    assert decipher("case:one", cipher) == "other words"


def test_a_key_is_looked_up_once_in_a_transaction(db):
    encipher("case:two", "words")
    assert asked_of_the_database(lambda: encipher("case:two", "more words")) == []
