"""The codes of roles are those of the fixed interfaces, and no others."""

import importlib

import pytest
from django.db import connection

from haven.accounts.models import ROLES, RoleGrant
from haven.accounts.policy import ROLES_FOR

STAFF = (
    *("response_officer", "sergeant", "authorising_inspector", "orders_unit", "police_lawyer", "court_user"),
    *("call_handler", "feedback_manager", "professional_standards", "auditor", "analyst", "administrator"),
)
OUTSIDE = ("protected_person", "supporter", "responsible_person", "tag_provider")


def test_codes_of_the_interfaces() -> None:
    assert [code for code in ROLES if code not in OUTSIDE] == list(STAFF)
    used = {role for roles in ROLES_FOR.values() for role in roles}
    assert used <= set(STAFF + OUTSIDE)


@pytest.mark.django_db
def test_stored_rows_are_renamed_and_back(house: object) -> None:
    rename = importlib.import_module("haven.accounts.migrations.0005_the_role_is_supporter").RENAME
    there, back = {"old": "support_worker", "new": "supporter"}, {"old": "supporter", "new": "support_worker"}
    RoleGrant.objects.filter(role="auditor").update(role="support_worker")
    for words, code in ((there, "supporter"), (back, "support_worker")):
        with connection.cursor() as cursor:
            cursor.execute(rename.format(**words))
        assert RoleGrant.objects.filter(role=code).exists()
        assert not RoleGrant.objects.filter(role=words["old"]).exists()
