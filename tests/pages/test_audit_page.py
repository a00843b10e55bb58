"""Who looked at what: lines of readings and checks, found by case, person and day; nobody else's page."""

import pytest
from django.test import Client

from haven.accounts.actors import actor
from haven.audit.models import ReadingLog
from haven.audit.operations.record_reading import record_reading
from tests.rows import a_case


@pytest.fixture
def auditor(house):
    client = Client()
    client.force_login(house.frome)
    return client


def test_only_auditor_and_standards(house):
    for code, status in (("frome", 200), ("shah", 200), ("ali", 403), ("okoro", 403), ("lowry", 403), ("moss", 403)):
        client = Client()
        client.force_login(house.users[code])
        assert client.get("/audit").status_code == status, code


def test_lines_are_found_and_looking_is_a_line(house, now, auditor):
    who = actor(house.ali, now)
    record_reading(who, "open_case", case_ref="DC-2222-222T", reason="attending")
    record_reading(who, "open_case", case_ref="DC-3333-333X", reason="attending")
    text = auditor.get(
        "/audit?case=dc-2222-222t&who=&first-day=&first-month=&first-year=&last-day=&last-month=&last-year="
    ).content.decode()
    assert "DC-2222-222T" in text or "No line matches" in text
    everything = auditor.get("/audit").content.decode()
    assert "DC-2222-222T" in everything and "DC-3333-333X" in everything and "Sana Ali 4471" in everything
    only_ali = auditor.get("/audit?case=&who=4471").content.decode()
    assert "DC-3333-333X" in only_ali and only_ali.count("Nadia Frome") == 1
    assert ReadingLog.objects.filter(operation="audit", actor_key=f"user:{house.frome.pk}").count() == 3


@pytest.mark.parametrize(
    "query",
    [
        "case=%27%3B--",
        "who=" + "x" * 5000,
        "first-day=31&first-month=2&first-year=2026",
        "before=9-9",
        "before=zz",
        "kind=zz",
    ],
)
def test_odd_questions_are_answered(auditor, query):
    answer = auditor.get(f"/audit?{query}")
    assert answer.status_code == 200


def test_number_of_queries_does_not_grow(house, now, auditor, django_assert_max_num_queries):
    who = actor(house.ali, now)
    for _ in range(60):
        record_reading(who, "open_case", case_ref="DC-2222-222T")
    with django_assert_max_num_queries(20):
        text = auditor.get("/audit").content.decode()
    assert "Older lines" in text


def test_an_auditor_reads_of_their_own_force(house, now, auditor):
    """What its people did, and what anybody did with a case that it leads; nothing else of another force."""
    ours = a_case(house, now)
    theirs = a_case(house, now, force="northmoor")
    record_reading(actor(house.quill, now), "see_case", case_ref=ours.ref)
    record_reading(actor(house.quill, now), "see_case", case_ref=theirs.ref)
    record_reading(actor(house.ali, now), "see_case", case_ref=theirs.ref, reason="shared")
    text = auditor.get("/audit").content.decode()
    assert ours.ref in text and text.count(theirs.ref) == 1
