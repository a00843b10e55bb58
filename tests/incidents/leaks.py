"""What a message says that it must not: a name, a word of cases, a place, a date, a reference, a link."""

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import Q

from haven.cases.models import Case
from haven.parties.models import Address, PersonName
from tests.outbox.test_texts import CASE_WORDS

DAYS = "monday tuesday wednesday thursday friday saturday sunday llun mawrth mercher iau gwener sadwrn sul"
MONTHS = (
    "january february march april june july august september october november december ionawr chwefror ebrill mehefin "
    "gorffennaf awst medi hydref tachwedd rhagfyr"
)
LINKS = re.compile(r"https?:|www\.|[/@]|\.[a-z]{2,4}\b")
REFERENCE = re.compile(r"\b[A-Z]{2}-[A-Z0-9]{4}")


def words_of(text: str) -> set[str]:
    plain = unicodedata.normalize("NFC", text).casefold()
    return set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", plain))


def known_of(case: Case) -> set[str]:
    """Every word of the names and places of the case, and of whoever had a hand in it."""
    people = Q(person=case.subject_id) | Q(person=case.protected_id)
    lines = list(PersonName.objects.filter(people).values_list("as_written", flat=True))
    for address in Address.objects.filter(people):
        lines += [address.lines, address.postcode, address.area]
    lines += list(case.events.values_list("by_words", flat=True))
    lines += [court for court in case.applications.values_list("court__name", flat=True) if court]
    lines += [case.area, case.lead_force.name]
    return {word for line in lines for word in words_of(line) if len(word) > 2} - {"the", "and", "for", "you", "can"}


def told_by(text: str, known: Iterable[str], greeting: str = "") -> list[str]:
    """What the text says that it must not; nothing for a text that may be sent. The greeting name is hers."""
    left = text.replace(greeting, " ") if greeting else text
    found = words_of(left)
    wrong = sorted(found & set(known))
    wrong += sorted(found & {word for words in CASE_WORDS.values() for word in words.split()})
    wrong += sorted(found & set(f"{DAYS} {MONTHS}".split()))
    wrong += re.findall(r"\d+", left) + LINKS.findall(left) + REFERENCE.findall(left)
    return wrong
