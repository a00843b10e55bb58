"""A name of any script, and however long, is kept and found by itself. The keys of Latin names stay as they are."""

import hashlib
import unicodedata
from datetime import date
from importlib import import_module
from importlib.resources import files

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from haven.cases.same_people import alike
from haven.parties.keys import MOST_OF_A_KEY, fold, name_keys
from haven.parties.matching.keys import VERSION
from haven.parties.matching.phonetic import coarse_id, sound_id
from haven.parties.matching.places import place_of_lines
from haven.parties.matching.question import MOST_SLOTS, question
from haven.parties.matching.reasons import how_name_agrees, reasons
from haven.parties.matching.record import search_row
from haven.parties.matching.words import MOST_JOINED, all_words, folded_words, forms_of, is_initial, plain
from haven.parties.models import NameWord, PersonSearch
from haven.parties.operations.add_person import NewPerson, add_person
from haven.parties.operations.keep_search import keep_missing
from haven.parties.operations.record_person import PersonFacts, record_person
from haven.register.engine import Engine
from haven.web.parts.fields import NAME_LENGTH, PersonNameField
from tests.operations.notice_requests import request_for

TODAY = date(2026, 11, 20)
BORN = date(1984, 5, 9)
HANGUL, SHARP, LIGATURE, HONORIFIC = "힣" * 200, "ß" * 200, "ﬃ" * 200, "\ufdfa" * 200
PARTICLES = "van der " * 25 + "Berg"
LONG = [
    (HANGUL, HANGUL), (SHARP, SHARP), (LIGATURE, LIGATURE), (HONORIFIC, HONORIFIC), (PARTICLES[:200], PARTICLES[-200:]),
    ("van der " * 24, ""), ("🅰" * 200, "🅱" * 200), ("\u0e31" * 200, ""), ("ᄀ" * 200, "가" * 200), ("a'" * 100, "-b" * 100),
    ("a-" * 99 + "a", "de la " * 30 + "b" * 20), ("𝔄" * 200, "ŉ" * 200), ("x" * 200, "del " * 40 + "y" * 40), ("Hon", "Sir"),
    ("Maria Luisa Carmen Ana Rosa Isabel Teresa Pilar", "Perez"), ("१२३" * 60, "কো" * 100), ("A" * 200, "李" * 200),
]  # fmt: skip


def found(engine, **asked):
    return {h.held.person_id: h for h in engine.search(question(today=TODAY, **asked)).hits}


@pytest.mark.parametrize(("first", "last"), LONG)
def test_a_name_of_two_hundred_letters_is_kept_and_found(db, first, last):
    person = record_person(PersonFacts(first, last, BORN), by=None)
    assert all(len(key) <= MOST_OF_A_KEY for _kind, key in name_keys(first, last))
    assert person.pk in found(Engine(), name=f"{first} {last}")
    assert person.pk in found(Engine(), name=f"{first} {last}", born=BORN)
    assert person.pk in found(Engine(), given=first, family=last)


TYPED = st.text(
    st.characters(categories=("L", "M", "N", "S", "Zs"), include_characters="'’-‑.,")
    | st.sampled_from("ßﷺ힣가각李明さアสมกิัአበკაՀայΜαρίαάώΰञकाিোமாაعليہﻼИщŉǆﬃĳ🅰🇬𝔄́̈ aeiovdrl'-"),
    min_size=1,
    max_size=200,
)


def clean(typed):
    try:
        return PersonNameField(label="Name", required=False).clean(typed)
    except ValidationError:
        return ""


# The same names each run: of a little word ("de") or figures with one letter alone, a name is not enough, and a date or a
# place must be asked with it.
@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPED, TYPED | st.just(""))
@example("Μαρία", "")
@example("0", "ȴ")
@example("A", "€")
@example("Kofi", "Ɔ")
@example("李", "明")
@example("ß" * 150, "힣" * 200)
def test_whatever_name_the_form_takes_is_kept_and_found_by_itself(db, first, last):
    first, last = clean(first), clean(last)
    assume(first)
    engine = Engine()
    person = record_person(PersonFacts(first, last, BORN), by=None)
    name = person.names.get().as_written
    asked = question(name=name, today=TODAY)
    whole = [
        *folded_words(first)[:1],
        *folded_words(last),
    ]  # a letter alone stands for many names, a middle one for itself; figures are no name
    if any(not is_initial(form) and not form.isdigit() for word in whole for form in forms_of(word)):
        assert person.pk in {h.held.person_id for h in engine.search(asked, shown=1000).hits}
    if any(not c.isascii() and c.isalpha() for c in name):
        assert asked.slots, "a letter of some script was read as nothing"
    found(engine, given=first, family=last, lines=name, postcode="SE15 4AB")
    assert all(len(key) <= MOST_OF_A_KEY for _kind, key in name_keys(first, last))


@given(st.text(max_size=400))
def test_words_are_never_longer_than_their_column_and_hold_no_mark_of_the_row(text):
    for word in all_words(text):
        assert not set(word) & set(";|/\t\n ")
        assert all(0 < len(form) <= MOST_JOINED for form in forms_of(word))
    assert len(fold(text)) == len(fold(fold(text)))


NAMES = {
    "Greek": ("Μαρία", "Παπαδοπούλου"), "Chinese": ("小龙", "李"), "Chinese, one letter each": ("明", "李"),
    "Korean": ("민준", "김"), "Japanese": ("美咲", "佐藤"), "kana": ("がんじ", "サトウ"), "Thai": ("สมชาย", "ใจดี"),
    "Amharic": ("አበበ", "ቢቂላ"), "Georgian": ("გიორგი", "მელაძე"), "Armenian": ("Հայկ", "Պետրոսյան"), "Khmer": ("សុខា", "ជា"),
    "Burmese": ("အောင်", "ဆန်း"), "Sinhala": ("නිමල්", "පෙරේරා"), "Kannada": ("ರಾಜು", "ಗೌಡ"), "Urdu": ("فاطمہ", "ہاشمی"),
    "Hausa": ("Ƙ", "Ɗ"), "Cyrillic": ("Олена", "Щербина"), "Cherokee": ("ᏣᎳᎩ", ""), "Tibetan": ("བསྟན་འཛིན", ""),
}  # fmt: skip


@pytest.mark.parametrize(("first", "last"), NAMES.values(), ids=NAMES)
def test_a_name_is_found_by_itself_among_others_of_its_script(db, first, last):
    others = [add_person(NewPerson(g, f), by=None).pk for g, f in NAMES.values() if (g, f) != (first, last)]
    person = add_person(NewPerson(first, last), by=None).pk
    hits = found(Engine(), name=f"{first} {last}")
    best = max(hits.values(), key=lambda h: h.score)
    assert best.held.person_id == person
    assert how_name_agrees(question(name=f"{first} {last}", today=TODAY), best.held) == "same"
    assert all(hits[other].score < best.score - 5 for other in others if other in hits)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("李小龙", "小龙", "李"),
        ("小龙 李", "小龙", "李"),
        ("김민준", "민준", "김"),
        ("佐藤美咲", "美咲", "佐藤"),
        ("Maria Papadopoulou", "Μαρία", "Παπαδοπούλου"),
        ("ΜΑΡΙΑ ΠΑΠΑΔΟΠΟΥΛΟΥ", "Μαρία", "Παπαδοπούλου"),
        ("Μαρια Παπαδοπουλου", "Maria", "Papadopoulou"),
        ("Fatima Hashmi", "فاطمہ", "ہاشمی"),
        ("Raju Gowda", "ರಾಜು", "ಗೌಡ"),
        ("Nursultan", "Нұрсұлтан", ""),
    ],
)
def test_the_other_ways_to_write_it_find_it_too(db, asked, first, last):
    person = add_person(NewPerson(first, last), by=None)
    hit = found(Engine(), name=asked)[person.pk]
    assert hit.name > 6
    assert "another name" not in " ".join(reasons(question(name=asked, today=TODAY), hit.held))


def test_letters_that_are_not_read_do_not_sound_alike():
    assert len({sound_id(w) for w in ("李", "王", "김", "สมชาย", "გიორგი")}) == 5
    assert len({coarse_id(w) for w in ("李", "王", "김", "สมชาย", "გიორგი")}) == 5


def test_of_a_long_name_the_family_name_is_always_asked():
    many = "Maria Luisa Carmen Ana Rosa Isabel Teresa Pilar Ines Perez"
    for asked in (question(name=many, today=TODAY), question(given=many[:-6], family="Perez", today=TODAY)):
        assert len(asked.slots) == MOST_SLOTS
        assert (asked.slots[-1].word, asked.slots[-1].part) == ("perez", "family")


def test_the_little_words_nearest_to_the_name_stay():
    (word,) = folded_words(PARTICLES)
    assert word.endswith("-van-der-berg") and MOST_JOINED - 3 <= len(forms_of(word)[0]) <= MOST_JOINED
    assert folded_words("van der Berg") == ("van-der-berg",)


# Of the names of the lists and some odd ones, by the keys of this version. Whoever means to change the keys of Latin names
# raises VERSION, so that every row is written anew, and measures again.
LATIN = {1: "8b83e6670fa27df4b1b08cf0411f8511eab7ecad5c9cb036e6b231a8021feace"}
ODD = [
    "Łukasz", "Søren", "Åsa", "Đorđe", "Þóra", "Æthelred", "Œuvre", "İpek", "Ħal", "Ŋgai", "Əli", "Zoë", "O’Brien-Łowe", "d'Arcy",
    "van der Berg", "de la Cruz", "Smith–Jones", "al‑Hassan", "Mr", "Nguyễn Thị Ánh", "Ƙamal", "Ɗanladi", "Ma\u200drie", "Mary2",
    "№5", "ﬁona", "𝓐nna", "Ａnna", "a-b-c", "x" * 60, "van der " * 6 + "Berg",
]  # fmt: skip


def test_the_keys_of_latin_names_are_those_of_their_version():
    folder = files("haven.parties.matching") / "names"
    lists = [(folder / name).read_text(encoding="utf-8") for name in ("spellings.txt", "short_names.txt")]
    listed = sorted(
        {w for text in lists for line in text.splitlines() for w in line.split("#")[0].replace(":", " ").split()}
    )
    names = listed + ODD
    digest = hashlib.sha256()
    for a, b in zip(names, names[1:] + names[:1], strict=True):
        packed, places, keys, words = search_row(
            [(a, b), (f"{b} {a}", a)], 19840509, [place_of_lines(f"12 {a} Road", "SE15 4AB")]
        )
        digest.update(repr((packed, places, keys, sorted(words))).encode())
    assert digest.hexdigest() == LATIN[VERSION]


def test_rows_of_an_earlier_version_are_written_anew(db):
    person = add_person(NewPerson("小龙", "李"), by=None)
    PersonSearch.objects.filter(person=person).update(version=0, names="", keys=[])
    NameWord.objects.all().delete()
    assert person.pk not in found(Engine(), name="李小龙")
    assert keep_missing() == 1
    assert person.pk in found(Engine(), name="李小龙")


def test_the_migration_composes_keys_and_marks_the_rows_of_other_scripts(db):
    step = import_module("haven.parties.migrations.0006_names_of_every_script")
    korean, latin = (add_person(NewPerson(g, f), by=None) for g, f in (("민준", "김"), ("Callum", "Verity")))
    key = korean.search_keys.get()
    apart = unicodedata.normalize("NFD", key.key)
    assert apart != key.key
    korean.search_keys.update(key=apart)
    with connection.cursor() as cursor:
        cursor.execute(step.COMPOSED)
        cursor.execute(step.EARLIER)
    assert korean.search_keys.get().key == key.key and latin.search_keys.get().key == "callum verity"
    assert dict(PersonSearch.objects.values_list("person", "version")) == {korean.pk: 0, latin.pk: VERSION}


def test_somebody_known_by_a_very_long_name_is_known_again_and_another_is_not(house, now):
    from haven.notices.operations.propose_notice import propose_notice

    subject = PersonFacts(HANGUL, HANGUL, BORN)
    propose_notice(request_for(subject=subject), by=house.ali, at=now)
    assert alike(PersonFacts(HANGUL, HANGUL, BORN), by=house.ali, at=now)
    assert not alike(PersonFacts(HANGUL, HANGUL[:-1] + "가", BORN), by=house.ali, at=now)


def test_a_street_of_another_script_is_no_fault():
    assert plain("Οδός Ερμού 5") == "odos ermou 5"
    assert len(NAMES["Greek"][0]) < NAME_LENGTH
