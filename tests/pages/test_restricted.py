"""A restricted case changes nothing for those who are not named: every page before it and after it is the same, but for
the answer at a door and the bare totals of figures."""

import re
from datetime import datetime

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from haven.cases.models import Case, DeadlineRung
from haven.cases.operations.restrict_case import RestrictCase, restrict_case
from haven.jobs.watch_deadlines import watch
from tests.pages.acting import signed_in
from tests.pages.addresses import ADDRESSES, OPEN, build_world

NOW = datetime.fromisoformat("2026-11-13T15:10:00+00:00")
# The exceptions: what a door must know, and whether anything at all was done since practice cases were placed (no
# production has that page). Of the figures only the bare totals are: `without_totals` takes them away.
EXCEPT = ("practice", "check_answer", "check_chosen", "check_not")
READERS = (
    "ali",
    "adeyemi",
    "halloran",
    "okoro",
    "fenwick",
    "moss",
    "controller",
    "castell",
    "frome",
    "lowry",
    "quill",
    "marlow",
)
# The long walk in parts, so that several processes can walk it. Each part has its own world.
PARTS = [READERS[n::4] for n in range(4)]
NAMED = "Zebedee Quillfeather"


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield NOW


def addresses_to_read(world) -> list[str]:
    """Every page that can be looked at, and lists searched and narrowed in ways that a hidden case could answer."""
    plain = [
        reverse(n, args=a.args(world))
        for n, a in ADDRESSES.items()
        if not a.post and n not in EXCEPT and a.needs != OPEN
    ]
    searched = [
        f"{path}{query}"
        for path in ("/cases", "/register")
        for query in (f"?q={NAMED.replace(' ', '+')}", "?q=Zebedee", "?q=Zebedea+Quillfeather", "?q=CR0+9ZZ", "?q=Zeb")
    ]
    narrowed = [
        "/cases?show=open", "/cases?show=team", "/cases?area=Croydon", "/register?status=", "/register?kind=order",
        "/register?also=breached", "/register?status=past_deadline&status=not_served", "/register?area=Croydon&status=",
        "/breaches?show=due", "/breaches?show=order", "/tasks?show=team", "/tasks?show=done", "/board/part", "/audit?kind=checks",
        "/figures/notices_in_force", "/figures/orders_in_force", "/figures/breaches_pursued",
    ]  # fmt: skip
    return plain + searched + narrowed


TOTAL = re.compile(r"<li><b>\d+</b>(?=<span>(?:orders in force|notices in force|awaiting a hearing)</span>)")
PAST = re.compile(r"<small>\d+ (?:is past its|are past their) deadline</small>")
QUOTED = re.compile(r"Reported figures beside the count of records.*?</table>", re.S)
DEFINED = re.compile(r'<h2 class="govuk-heading-m" id="counted">.*?</table>', re.S)
IN_FILE = re.compile(r"^counted,,(\w+),\d+,", re.M)


def without_totals(text: str) -> str:
    """The figures without the bare totals, which hold restricted cases (issue 2): every other number stays."""
    text = IN_FILE.sub(r"counted,,\1,", PAST.sub("", TOTAL.sub("<li>", text)))
    for part in (QUOTED, DEFINED):
        text = part.sub(lambda found: re.sub(r"\d+", "", found[0]), text)
    return text


def same(body: bytes, path: str) -> str:
    """The page without what is new on every reading: tokens of forms and numbers of presses."""
    text = body.decode(errors="replace")
    if path in (reverse("figures"), reverse("figures_csv")):
        text = without_totals(text)
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    text = re.sub(r'"token": "[^"]*"', "", text)
    text = re.sub(r'name="page" id="id_page" value="[0-9a-f]{32}"', "", text)
    return re.sub(r'(name="command_id"[^>]*value=|value=)"[0-9a-f]{8}-[0-9a-f-]{27}"', "", text)


def read_all(house, readers: tuple[str, ...], paths: list[str]) -> dict[tuple[str, str], tuple[int, str]]:
    found = {}
    for code in readers:
        client = signed_in(house.users[code], raise_request_exception=False)
        for path in paths:
            with transaction.atomic():
                answer = client.get(path)
                transaction.set_rollback(True)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            found[code, path] = (answer.status_code, same(content, path))
    return found


def hide(house, names: dict[str, str]):
    """Another of everything, of whose clocks people were warned; and only then are its cases restricted, so that only
    professional standards may see them."""
    held = set(Case.objects.values_list("pk", flat=True))
    hidden = build_world(house, NOW, of_people=False, **names)
    assert not watch(NOW).failed
    told = DeadlineRung.objects.exclude(deadline__case__in=held).values_list("told", flat=True)
    assert {e["user"] for rung in told for e in rung} >= {house.okoro.pk, house.halloran.pk, house.adeyemi.pk}
    for case in Case.objects.exclude(pk__in=held):
        restrict_case(RestrictCase(case.ref, "The subject is an officer", "the standards desk"), by=house.shah, at=NOW)
    return hidden


@pytest.mark.parametrize("readers", PARTS, ids=",".join)
def test_every_page_is_the_same_before_and_after(house, frozen, readers):
    world = build_world(house, NOW)
    watch(NOW)
    paths = addresses_to_read(world)
    before = read_all(house, readers, paths)
    hide(house, {"given": "Zebedee", "family": "Quillfeather"})
    after = read_all(house, readers, paths)
    changed = [f"{code} {path}" for (code, path), seen in before.items() if after[code, path] != seen]
    assert not changed, "\n".join(changed)
    assert sum(1 for status, _body in before.values() if status == 200) > 40, "the walk read nothing"


def test_of_the_figures_only_the_bare_totals_hold_it(house, frozen):
    """Quickly, what the walk says slowly; and that the totals do hold it, so that the walk masks something."""
    build_world(house, NOW)
    watch(NOW)
    client = signed_in(house.castell)

    def read() -> dict[str, bytes]:
        return {path: client.get(path).content for path in (reverse("figures"), reverse("figures_csv"))}

    before = read()
    hide(house, {})
    after = read()
    for path in after:
        assert same(after[path], path) == same(before[path], path)
    counted = re.compile(r"^counted,,(\w+),(\d+),.*,counted\r?$", re.M)
    was, now = (dict(counted.findall(found[reverse("figures_csv")].decode())) for found in (before, after))
    moved = {name for name in was if int(now[name]) > int(was[name])}
    assert moved >= {"notices_issued", "orders_made", "notices_in_force", "orders_in_force"}


def test_every_reader_walks():
    assert sorted(code for part in PARTS for code in part) == sorted(READERS)


def test_its_own_pages_do_not_exist(house, frozen):
    build_world(house, NOW)
    hidden = hide(house, {})
    wrong = []
    for code in READERS:
        client = signed_in(house.users[code], raise_request_exception=False)
        for name, address in ADDRESSES.items():
            if address.case is None or address.own:
                continue  # not of a case, or of one person
            path = reverse(name, args=address.args(hidden))
            with transaction.atomic():
                answer = client.post(path, address.data(hidden)) if address.post else client.get(path)
                transaction.set_rollback(True)
            if answer.status_code not in (403, 404) or (
                answer.status_code == 403 and b"no such case" in answer.content
            ):
                wrong.append(f"{code} {name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_who_is_named_and_professional_standards_see_it(house, frozen):
    hidden = hide(house, {})
    assert signed_in(house.shah).get(reverse("case", args=[hidden.case.ref])).status_code == 200
    assert signed_in(house.okoro).get(reverse("case", args=[hidden.case.ref])).status_code == 404
