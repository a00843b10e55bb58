"""The figures page: what it counts, for whom, at which moment, and what it never tells."""

import csv
import io
import re
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from haven.cases.models import Restriction
from haven.figures.definitions import DEFINITIONS, SCOPE
from haven.figures.queries import by_area, figures, notice_positions
from tests.operations.figure_histories import write_histories

START = datetime.fromisoformat("2026-01-05T09:00:00+00:00")
LATER = datetime.fromisoformat("2026-09-10T15:30:00+00:00")


@pytest.fixture
def made(house):
    with time_machine.travel(LATER, tick=False):
        yield write_histories(house, START, 11, 40)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def test_the_page_shows_what_is_counted(house, made):
    answer = client_of(house.castell).get("/figures")
    assert answer.status_code == 200 and "Error:" not in text(answer)
    counted = figures(LATER)
    page = text(answer)
    for definition in DEFINITIONS.values():
        says = definition.counts[:1].upper() + definition.counts[1:]
        assert definition.name in page and f"{says} {'s.' if definition.source.startswith('DAA') else ''}" in page
    assert f"219 {counted['notices_issued']} Every notice" in page
    assert "399 is 219 + 180: everything ever issued" in page
    assert "as at Thursday 10 September 2026 at 4:30pm" in page
    assert "/figures/" not in answer.content.decode().replace("/figures.csv", ""), "an analyst opens no case"


def test_another_moment_by_boxes_and_by_address(house, made):
    client = client_of(house.okoro)
    boxes = client.get("/figures", {"at-day": "2", "at-month": "4", "at-year": "2026", "at-time": "9am"})
    at = datetime.fromisoformat("2026-04-02T08:00:00+00:00")
    assert f"219 {figures(at)['notices_issued']} Every notice" in text(boxes)
    address = client.get("/figures", {"at": at.isoformat()})
    assert text(boxes) == text(address)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"at-day": "29", "at-month": "2", "at-year": "2026", "at-time": "9am"}, "must be a real date"),
        ({"at-day": "2", "at-month": "4", "at-year": "2026"}, "must include a time"),
        ({"at-day": "2", "at-month": "4", "at-year": "2027", "at-time": "9am"}, "must not be after"),
        ({"at-day": "29", "at-month": "3", "at-year": "2026", "at-time": "01:30"}, "did not happen"),
        ({"at-day": "26", "at-month": "10", "at-year": "2025", "at-time": "01:30"}, "happened twice"),
        ({"at": "soon"}, "is not one that can be counted at"),
        ({"at": "2026-04-02"}, "is not one that can be counted at"),
        ({"at": "2027-04-02T00:00:00+00:00"}, "is not one that can be counted at"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "is not one that can be counted at"),
        ({"at": "9" * 5000}, "is not one that can be counted at"),
    ],
)
def test_a_moment_that_is_none_is_said_and_what_was_typed_stays(house, made, query, words):
    answer = client_of(house.okoro).get("/figures", query)
    assert answer.status_code == 400 and words in text(answer) and "There is a problem" in text(answer)
    for name, typed in query.items():
        if name != "at":
            assert f'value="{typed}"' in answer.content.decode()


def test_lists_hold_what_one_may_open_and_totals_hold_all(house, made):
    officer = client_of(house.ali)
    page = officer.get("/figures")
    assert page.status_code == 200
    mine = [n for n in made.notices if n.voided_at is None and n.served_at and n.case.lead_force == house.ali.force]
    restricted = set(Restriction.objects.values_list("case_id", flat=True))
    shown = [n for n in mine if n.case_id not in restricted]
    hidden = [n for n in mine if n.case_id in restricted]
    assert hidden and len(shown) < figures(LATER)["notices_issued"]
    listed = officer.get("/figures/notices_issued").content.decode()
    assert {n.ref for n in shown} == set(re.findall(r"DN-[0-9A-Z]{4}-[0-9A-Z]{4}", listed))
    for name in DEFINITIONS:
        answer = officer.get(f"/figures/{name}")
        assert answer.status_code == 200
        assert not any(n.ref in answer.content.decode() or n.case.ref in answer.content.decode() for n in hidden)


def test_a_long_list_goes_on_without_loss(house, made, monkeypatch):
    monkeypatch.setattr("haven.web.staff.figures.pages.PAGE", 4)
    client, found, address = client_of(house.shah), [], "/figures/notices_issued"
    while address:
        page = client.get(address).content.decode()
        found += re.findall(r">(DN-[0-9A-Z]{4}-[0-9A-Z]{4})<", page)
        older = re.search(r'rel="next" href="([^"]*)"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    mine = [n for n in made.notices if n.voided_at is None and n.served_at and n.case.lead_force == house.shah.force]
    assert len(found) == len(set(found)) == len(mine) > 8
    assert found == [n.ref for n in sorted(mine, key=lambda n: (n.served_at, n.pk), reverse=True)]


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "2026-01-01~1",
        "2026-01-01T00:00:00+00:00~",
        "2026-01-01T00:00:00+00:00~x",
        "~",
        "2026-99-01T00:00:00+00:00~1",
    ],
)
def test_a_page_that_is_none(house, made, key):
    assert client_of(house.ali).get("/figures/notices_issued", {"older": key}).status_code == 404


def test_who_may_not(house, made):
    assert client_of(house.lowry).get("/figures").status_code == 403
    assert client_of(house.moss).get("/figures").status_code == 403
    assert client_of(house.castell).get("/figures/notices_issued").status_code == 403
    assert client_of(house.ali).get("/figures/notices_ever").status_code == 404
    assert Client().get("/figures").status_code == 302
    assert 'href="/figures"' not in client_of(house.lowry).get("/").content.decode()
    assert 'href="/figures"' in client_of(house.castell).get("/").content.decode()
    assert client_of(house.castell).post("/figures").status_code == 405


def test_the_file_says_the_same(house, made):
    answer = client_of(house.castell).get("/figures.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {r["figure"]: int(r["value"]) for r in rows if r["kind"] == "counted"} == figures(LATER)
    by_area = sum(int(r["value"]) for r in rows if r["kind"] == "by area" and r["figure"] == "notices_issued")
    restricted = set(Restriction.objects.values_list("case_id", flat=True))
    issued = [n for n in made.notices if n.voided_at is None and n.served_at]
    assert by_area == sum(n.case_id not in restricted for n in issued) < len(issued) == figures(LATER)["notices_issued"]
    said = {r["kind"]: r["restricted_cases"] for r in rows}
    assert said.pop("counted") == "counted" and said.pop("quoted in 2025") == "" and set(said.values()) == {"left out"}


def test_a_breakdown_says_whose_cases_it_leaves_out_and_adds_up_to_itself(house, made):
    page = text(client_of(house.castell).get("/figures"))
    areas = by_area(LATER)
    sums = [sum(getattr(a, name) for a in areas) for name in ("notices", "orders", "breaches")]
    assert "These areas together " + " ".join(map(str, sums)) in page and sums[0] < figures(LATER)["notices_issued"]
    assert "leave restricted cases out, whoever reads them" in page and SCOPE in page
    assert f"How the {sums[0]} notices issued had ended" in page
    positions = notice_positions(LATER)
    running = positions.get("running", 0) + positions.get("may_be_late", 0)
    assert f"{running} clocks running, restricted cases left out" in page


def test_a_bad_moment_is_no_file(house, made):
    assert client_of(house.castell).get("/figures.csv", {"at": "soon"}).status_code == 404


def test_with_no_records_at_all(house):
    page = client_of(house.castell).get("/figures")
    assert page.status_code == 200 and "No notice had been issued" in text(page)
    assert client_of(house.ali).get("/figures/orders_made").status_code == 200


def test_queries_do_not_grow(house, django_assert_max_num_queries):
    with time_machine.travel(LATER, tick=False):
        client = client_of(house.castell)
        client.get("/figures")
        write_histories(house, START, 12, 30)
        with django_assert_max_num_queries(32):
            assert client.get("/figures").status_code == 200


def test_it_is_light(house, made):
    assert len(client_of(house.okoro).get("/figures").content) < 100_000
