"""Reads of people that others share."""

from collections.abc import Iterable
from datetime import date

from haven.accounts.composed import Composed, attach
from haven.parties.models import Need, Person, PersonName, SafeContactPlan


def canonical(person: Person) -> Person:
    """The person that this row was merged into, or itself."""
    return person.canonical if person.canonical is not None else person


def recorded_names(person: Person) -> Iterable[PersonName]:
    """Every name of a person, voided ones too, read once for this row in hand."""
    if "names" not in getattr(person, "_prefetched_objects_cache", {}):
        attach(person, "names", _NAMES.all(person.pk))
    return person.names.all()


_NAMES = Composed[PersonName](lambda person: PersonName.objects.filter(person_id=person))


def display_name(person: Person) -> str:
    """The name a page shows: the legal name now, else the first recorded."""
    names = [n for n in recorded_names(person) if n.voided_at is None]
    current = [n for n in names if n.kind == "legal" and n.until_day is None]
    chosen = (current or names)[:1]
    return chosen[0].as_written if chosen else "Name not known"


def display_names(people: Iterable[int]) -> dict[int, str]:
    """The same for many people at once, by their numbers: for lists, where a row for each name costs more than its words."""
    found: dict[int, tuple[bool, str]] = {}
    rows = PersonName.objects.filter(person__in=set(people), voided_at__isnull=True).order_by("pk")
    for person_id, kind, until_day, written in rows.values_list("person_id", "kind", "until_day", "as_written"):
        current = kind == "legal" and until_day is None
        if person_id not in found or (current and not found[person_id][0]):
            found[person_id] = (current, written)
    return {person_id: found.get(person_id, (False, "Name not known"))[1] for person_id in people}


def born_words(person: Person) -> str:
    if person.born is None:
        return "date of birth not known"
    if person.born_precision == "year":
        return f"born {person.born.year}"
    if person.born_precision == "apparent":
        return f"about {person.born.year} by appearance"
    return f"born {person.born.day} {person.born:%B %Y}"


def age_words(person: Person, on: date) -> str:
    if person.born is None:
        return "age not known"
    years = on.year - person.born.year - ((on.month, on.day) < (person.born.month, person.born.day))
    return f"{'about ' if person.born_precision in ('year', 'apparent') else ''}{years}"


def current_plan(person: Person) -> SafeContactPlan | None:
    return person.contact_plans.filter(superseded_at__isnull=True, voided_at__isnull=True).order_by("version").last()


def has_plan(person_id: int) -> bool:
    """Is there a safe contact plan for this person now?"""
    return bool(_PLAN.plain(person_id))


_PLAN = Composed[SafeContactPlan](
    lambda person: SafeContactPlan.objects.filter(
        person_id=person, superseded_at__isnull=True, voided_at__isnull=True
    ).values_list("pk")[:1]
)


# What a court arranges, when it is asked in time.
AT_COURT = frozenset(
    {"interpreter", "bsl", "intermediary", "screens", "separate_entrance", "separate_waiting", "video_link", "welsh_spoken"}
)  # fmt: skip


def needs_of(person_id: int) -> list[Need]:
    """What the person needs now, in the order it was recorded."""
    return list(Need.objects.filter(person_id=person_id, ended_at__isnull=True).order_by("pk"))


def needs_words(needs: Iterable[Need]) -> list[str]:
    """Each as words: "Interpreter: Tamil"."""
    return [f"{n.get_kind_display()}{f': {n.detail}' if n.detail else ''}" for n in needs]


def needs_words_by_whom(needs: Iterable[Need]) -> list[str]:
    """The same for staff, with a mark on what they asked for on their own page."""
    return [f"{words}{' (asked for by them)' if n.asked_by_them else ''}" for n in needs for words in needs_words([n])]


def names_of(person: Person) -> list[PersonName]:
    return list(person.names.filter(voided_at__isnull=True).order_by("id"))
