"""A request being made: the answers as typed, read through the forms again each time, so that one rule judges them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from haven.accounts.models import User
from haven.cases.models import Case, Draft
from haven.cases.operations.drafts import read_draft
from haven.cases.permissions import visible_to
from haven.cases.same_people import MOST_OFFERED, alike
from haven.notices.models import NoticeProposal
from haven.parties.models import Person
from haven.parties.operations.record_person import PersonFacts
from haven.parties.queries import born_words, display_name
from haven.parties.same_birth import is_one_birth
from haven.web.parts.fields import Option
from haven.web.police.propose.people import born_of, person_facts
from haven.web.police.propose.questions import BY_CODE, QUESTIONS, Question
from haven.web.police.propose.steps import StepForm
from haven_law.clock import to_london
from haven_law.definitions import age_on

Typed = dict[str, list[str]]
LATELY_SIXTEEN = 18


@dataclass
class Flow:
    """The answers of one draft. `raw` maps the code of a question to {"typed": …} or {"items": [typed, …], "typed": …,
    "done": bool}. Typed values are kept as they came, wrong ones too."""

    draft: Draft
    raw: dict[str, dict[str, Any]]
    user: User
    now: datetime

    @classmethod
    def of(cls, draft: Draft, user: User, now: datetime) -> Flow:
        return cls(draft, read_draft(draft), user, now)

    # Reading

    def form(self, question: Question, typed: Mapping[str, Any] | None = None) -> StepForm:
        """The form of a question: bound to what was typed, or empty."""
        data = MultiValueDict(typed) if typed is not None else None
        extra = {"shared_home": self.shared_home} if question.code == "terms" else {}
        form = question.form(data, now=self.now, auto_id="id_%s", **extra)
        if question.code.endswith("-same"):
            form.fields["same"].set_options(self._same_options(question.code.removesuffix("-same")))  # type: ignore[attr-defined]
        return form

    def saved(self, code: str) -> StepForm | None:
        """The form of a saved answer, cleaned; None while it is not answered or not right. Not for lists."""
        if code not in self._saved:
            typed = self.raw.get(code, {}).get("typed")
            form = self.form(BY_CODE[code], typed) if typed is not None else None
            self._saved[code] = form if form is not None and form.is_valid() else None
        return self._saved[code]

    @cached_property
    def _saved(self) -> dict[str, StepForm | None]:
        return {}

    def value(self, code: str, field: str) -> Any:
        form = self.saved(code)
        return form.cleaned_data.get(field) if form is not None else None

    def items(self, code: str) -> list[StepForm]:
        """The items of a list, each cleaned. One that is no longer right is left out here and asked for by `answered`."""
        if code not in self._items:
            forms = [self.form(BY_CODE[code], typed) for typed in self.raw.get(code, {}).get("items", [])]
            self._items[code] = [form for form in forms if form.is_valid()]
        return self._items[code]

    @cached_property
    def _items(self) -> dict[str, list[StepForm]]:
        return {}

    def answered(self, question: Question) -> bool:
        """Whether the question has an answer that is right."""
        held = self.raw.get(question.code, {})
        if question.many:
            return bool(held.get("done")) and len(self.items(question.code)) == len(held.get("items", []))
        return self.saved(question.code) is not None

    # Where we are

    def visible(self) -> list[Question]:
        in_case = bool(self.draft.about_ref)
        return [q for q in QUESTIONS if q.belongs(in_case=in_case) and q.asked(self)]

    def left(self) -> list[Question]:
        """The questions that are still to be answered, in order."""
        return [question for question in self.visible() if not self.answered(question)]

    def position(self, question: Question) -> tuple[int, int]:
        visible = self.visible()
        place = next((n for n, other in enumerate(visible, start=1) if other.code == question.code), 1)
        return place, len(visible)

    def neighbours(self, question: Question) -> tuple[Question | None, Question | None]:
        """The questions before and after this one, of those that are asked."""
        order = [q.code for q in QUESTIONS]
        here = order.index(question.code)
        visible = self.visible()
        before = [q for q in visible if order.index(q.code) < here]
        after = [q for q in visible if order.index(q.code) > here]
        return (before[-1] if before else None), (after[0] if after else None)

    # What several questions need

    @cached_property
    def case(self) -> Case | None:
        """The case that the request is in, where there is one already and this person may see it."""
        about = self.draft.about_ref
        if not about:
            return None
        found = Q(ref=about) | Q(pk__in=NoticeProposal.objects.filter(ref=about).values("case"))
        rows = visible_to(self.user, self.now).filter(found).select_related("subject", "protected")
        return rows.prefetch_related("subject__names").first()

    @property
    def subject_name(self) -> str:
        if self.draft.about_ref:
            return display_name(self.case.subject) if self.case is not None else ""
        form = self.saved("subject")
        return " ".join(p for p in (form.cleaned_data["given"], form.cleaned_data["family"]) if p) if form else ""

    @property
    def shared_home(self) -> bool:
        code = "shared" if self.draft.about_ref else "protected-home"
        return self.value(code, "shared") is True

    @property
    def children_there(self) -> bool:
        """Is there a child whose welfare must be considered, recorded before or told now?"""
        held = self.case is not None and self.case.children.filter(voided_at__isnull=True).exists()
        return held or bool(self.items("children"))

    @property
    def adults_there(self) -> bool:
        """Does another adult live there, by what was recorded before or is told now?"""
        told = any(form.cleaned_data["adult"] for form in self.items("occupants"))
        if told or self.case is None:
            return told
        return self.case.occupants.filter(voided_at__isnull=True, is_adult=True).exists()

    def protected_may_have_been_under_16(self) -> bool:
        """Asked only where it could be so: a protected person who is not well over 16."""
        form = self.saved("protected")
        if self.case is not None:
            born = self.case.protected.born
        elif form is not None:
            born, _precision = born_of(form.cleaned_data, self.now)
        else:
            return False
        return born is not None and born <= self.today and age_on(born, self.today) <= LATELY_SIXTEEN

    @property
    def today(self) -> Any:
        return to_london(self.now).date()

    def person(self, who: str) -> PersonFacts | None:
        """The names and the birth of one of the two, as far as they are answered."""
        form = self.saved(who)
        names = [item.cleaned_data for item in self.items(f"{who}-names")]
        return person_facts(form.cleaned_data, names, self.now) if form else None

    def candidates(self, who: str) -> list[Person]:
        """People who may be this one, in cases that the officer may see."""
        if who not in self._candidates:
            facts = self.person(who)
            self._candidates[who] = alike(facts, by=self.user, at=self.now) if facts else []
        return self._candidates[who]

    @cached_property
    def _candidates(self) -> dict[str, list[Person]]:
        return {}

    def _same_options(self, who: str) -> list[Option]:
        """Nothing of a case is told: the name is one that the officer typed. The date of birth is, where it was not typed so:
        without it nobody could say."""
        found, facts = self.candidates(who), self.person(who)
        several = len(found) > 1
        options = []
        for n, person in enumerate(found, start=1):
            typed = facts is not None and is_one_birth(
                facts.born, facts.born_precision, person.born, person.born_precision
            )
            born = "" if typed else f": {born_words(person)}"
            options.append(
                Option(
                    str(person.public_id),
                    f"Yes, the one recorded as number {n}" if several else "Yes, the same person",
                    hint=f"Recorded on {to_london(person.recorded_at):%-d %B %Y}{born}",
                )
            )
        more = len(found) == MOST_OFFERED
        hint = "No more than ten are shown. With the date of birth there are fewer" if more else ""
        return [*options, Option(nobody_of(found), "No, somebody else of the same name", hint=hint, divider="or")]

    # Writing

    def typed_of(self, question: Question, post: QueryDict) -> Typed:
        """What was posted for the fields of this question, and nothing else. A sealed field that was left empty keeps
        what it held."""
        form = question.form(now=self.now)
        names = set(form.fields)
        typed = {key: post.getlist(key) for key in post if key.split("-")[0] in names}
        held = self._held_sealed(question, post)
        for name in form.sealed:
            if not "".join(typed.get(name, [])).strip() and name in held:
                typed[name] = held[name]
        return typed

    def _held_sealed(self, question: Question, post: QueryDict) -> Typed:
        held = self.raw.get(question.code, {})
        if not question.many:
            return dict(held.get("typed") or {})
        index = item_index(post.get("item"), len(held.get("items", [])))
        return dict(held["items"][index]) if index is not None else {}

    def with_typed(self, question: Question, typed: Typed) -> dict[str, dict[str, Any]]:
        """All answers with this one in place."""
        return self.raw | {question.code: self.raw.get(question.code, {}) | {"typed": typed}}

    def pairs(self, question: Question) -> Iterator[tuple[str, str]]:
        """The answers of a question for the check page."""
        if question.many:
            for form in self.items(question.code):
                yield "", ", ".join(words for _label, words in form.pairs())
            return
        saved = self.saved(question.code)
        if saved is not None:
            yield from saved.pairs()


def nobody_of(found: Sequence[Person]) -> str:
    """The answer that it is none of these: it is asked again once others are found."""
    return "no-" + hashlib.sha256(" ".join(sorted(str(p.public_id) for p in found)).encode()).hexdigest()[:12]


def item_index(posted: str | None, length: int) -> int | None:
    """The number of an item of a list, if it is one."""
    if posted is None or not posted.isascii() or not posted.isdigit() or len(posted) > 4:
        return None
    index = int(posted)
    return index if index < length else None


def shown_again(form: StepForm, typed: Typed) -> Typed:
    """What a page shows of a saved answer: sealed values are left out."""
    return {key: values for key, values in typed.items() if key.split("-")[0] not in form.sealed}
