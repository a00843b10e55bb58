"""The table of questions. Each page of the request is one row: the code of the address, the form, why we ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from haven.web.police.propose import case_forms as case
from haven.web.police.propose import notice_forms as notice
from haven.web.police.propose import people_forms as people
from haven.web.police.propose.steps import StepForm

if TYPE_CHECKING:
    from haven.web.police.propose.flow import Flow

AGAIN = frozenset(
    {"behaviour", "age", "necessity", "opinion", "welfare", "representations", "occupant-opinion", "terms", "grounds"}
)
# What may have changed since a case was opened, asked again for every later request in it.
CHANGED = frozenset({"independent", "shared", "connection-more", "bail", "held", "numbers", "children", "occupants"})
ONLY_IN_A_CASE = frozenset({"shared", "connection-more"})
Asked = Callable[["Flow"], bool]

SUBJECT, PROTECTED, ABUSE, CONSIDERED, NOTICE, CONTACT = (
    "The subject",
    "The protected person",
    "What happened",
    "What was considered",
    "The notice",
    "Safe contact",
)


def always(flow: Flow) -> bool:
    return True


@dataclass(frozen=True)
class Question:
    """One page. `many`: a list of answers; it says what is asked for another one. `asked`: whether it is asked, given the
    answers so far. `aside`: a fragment of the page beside the fields."""

    code: str
    group: str
    title: str
    form: type[StepForm]
    why: str
    provision: str = ""
    many: str = ""
    asked: Asked = always
    aside: str = ""
    none_yet: str = ""

    def belongs(self, *, in_case: bool) -> bool:
        """Asked for a request in a case that exists: what is argued, and what may have changed, not who the people are. Else
        all but what is asked only there."""
        return self.code in AGAIN | CHANGED if in_case else self.code not in ONLY_IN_A_CASE


def _said(code: str, field: str, *values: object) -> Asked:
    return lambda flow: flow.value(code, field) in values


def _candidates(who: str) -> Asked:
    return lambda flow: bool(flow.candidates(who))


def _young(flow: Flow) -> bool:
    return flow.protected_may_have_been_under_16()


def _children_there(flow: Flow) -> bool:
    return flow.children_there


def _adults_there(flow: Flow) -> bool:
    return flow.adults_there


_PLAN = _said("plan", "now_safe", "yes")
_WHY_SAME = "The cases of one person must know of each other. You decide: Haven joins nobody by itself."
_WHY_NAMES = "A check at a door finds a person by any name they have had."
_WHY_COMMITMENTS = "An order must avoid clashes with work, education and belief as far as it can."

QUESTIONS: tuple[Question, ...] = (
    Question("subject", SUBJECT, "Who is the notice against?", people.PersonForm,
             "A notice can be given only to a person of 18 or over.", "DAA 2021 s.22(6)"),
    Question("subject-names", SUBJECT, "Has the subject other names?", people.NameForm, _WHY_NAMES,
             many="Has the subject another name?", none_yet="No other names"),
    Question("subject-same", SUBJECT, "Is this the same person?", people.SameForm, _WHY_SAME,
             asked=_candidates("subject")),
    Question("subject-about", SUBJECT, "How is the subject described?", people.AboutForm,
             "Records use sex as recorded. People are spoken of as they say."),
    Question("subject-home", SUBJECT, "Where does the subject live?", people.SubjectHomeForm,
             "Notices can be given only where the Act is in force. What counts is where the subject lives.",
             "DAA 2021 s.90"),
    Question("held", SUBJECT, "Is the subject held anywhere now?", people.HeldForm,
             "The request must be decided before the subject is released."),
    Question("bail", SUBJECT, "Is the subject on bail with conditions?", people.BailForm,
             "You see gaps and clashes beside the terms of the notice.", many="Is there another condition of bail?",
             none_yet="No conditions of bail"),
    Question("subject-work", SUBJECT, "Has the subject work, study or religious commitments?", people.CommitmentForm,
             _WHY_COMMITMENTS, "DAA 2021 s.36(1)", many="Has the subject another commitment?",
             none_yet="No commitments"),
    Question("subject-needs", SUBJECT, "What does the subject need to understand?", people.NeedsForm,
             "A notice must be understood by the person it is served on."),
    Question("protected", PROTECTED, "Who needs protecting?", people.PersonForm,
             "A notice protects a person of 16 or over.", "DAA 2021 s.22(2)"),
    Question("independent", PROTECTED, "Do you know either of them outside your work?", people.IndependenceForm,
             "A request is made by an officer who is independent of both."),
    Question("connection", PROTECTED, "What is the subject to the protected person?", case.ConnectionForm,
             "The two must be personally connected.", "DAA 2021 s.2"),
    Question("connection-more", PROTECTED, "What else is the subject to the protected person?", people.ConnectionMoreForm,
             "The two must be personally connected. What is recorded stays.", "DAA 2021 s.2",
             many="Are they connected in another way too?", none_yet="Nothing new"),
    Question("shared", PROTECTED, "Does the subject live in the same premises now?", people.SharedForm,
             "A notice can bar the subject from a home only if the two live there.", "DAA 2021 s.23(2)"),
    Question("protected-names", PROTECTED, "Has the protected person other names?", people.ProtectedNameForm,
             _WHY_NAMES + " A name that the subject does not know is shown to staff only.",
             many="Has the protected person another name?", none_yet="No other names"),
    Question("protected-same", PROTECTED, "Is this the same person?", people.SameForm, _WHY_SAME,
             asked=_candidates("protected")),
    Question("protected-about", PROTECTED, "How is the protected person described?", people.AboutForm,
             "Records use sex as recorded. People are spoken of as they say."),
    Question("protected-home", PROTECTED, "Where does the protected person live?", people.ProtectedHomeForm,
             "A notice can bar the subject from a home only if the two live there. A sealed address is never printed.",
             "DAA 2021 s.23(2)"),
    Question("protected-places", PROTECTED, "Where else must the subject not find them?", people.SealedPlaceForm,
             "What is sealed cannot be printed by mistake: every paper is checked against it.",
             many="Is there another place?", none_yet="No other places"),
    Question("protected-needs", PROTECTED, "What does the protected person need?", people.NeedsForm,
             "An interpreter is always a professional, never family or community."),
    Question("behaviour", ABUSE, "What has the subject done?", case.BehaviourForm,
             "An inspector must have reasonable grounds to believe that the subject has been abusive (condition A).",
             "DAA 2021 s.22(3)"),
    Question("age", ABUSE, "How old was the protected person then?", case.AgeForm,
             "The Act speaks of abuse of a person of 16 or over. Below that a lawyer must decide.", "DAA 2021 s.1(2)",
             asked=_young),
    Question("numbers", ABUSE, "What are the record numbers?", case.NumbersForm,
             "They lead back to your force's own records. Leave empty what there is not."),
    Question("risk", ABUSE, "How was the risk assessed?", case.RiskForm,
             "High risk is referred to MARAC and to an IDVA."),
    Question("firearms", ABUSE, "Does the subject have access to firearms?", case.FirearmsForm,
             "The licensing department is told."),
    Question("necessity", ABUSE, "Why is a notice needed now?", case.NecessityForm,
             "A notice must be necessary to protect the person from abuse or the risk of it (condition B).",
             "DAA 2021 s.22(4)"),
    Question("opinion", CONSIDERED, "What does the protected person think?", case.OpinionForm,
             "The opinion must be considered. It need not be agreement.", "DAA 2021 s.24(1)(b) and (4)"),
    Question("children", CONSIDERED, "Is there a child whose welfare matters?", case.ChildForm,
             "The welfare of anybody under 18 must be considered. The school is told.", "DAA 2021 s.24(1)(a), s.49A",
             many="Is there another child?", none_yet="No children"),
    Question("welfare", CONSIDERED, "How did you consider the children?", case.WelfareForm,
             "The welfare of anybody under 18 must be considered.", "DAA 2021 s.24(1)(a)", asked=_children_there),
    Question("representations", CONSIDERED, "What did the subject say?", case.RepresentationsForm,
             "What the subject says about a notice must be considered.", "DAA 2021 s.24(1)(c)"),
    Question("occupants", CONSIDERED, "Does anybody else live at the address?", case.OccupantForm,
             "Their opinion is considered where a term is about the premises.", "DAA 2021 s.24(1)(d)",
             many="Does anybody else live there?", none_yet="Nobody else"),
    Question("occupant-opinion", CONSIDERED, "What do the others who live there think?", case.OccupantOpinionForm,
             "Their opinion is considered where a term is about the premises.", "DAA 2021 s.24(1)(d)",
             asked=_adults_there),
    Question("terms", NOTICE, "What should the notice stop?", notice.TermsForm,
             "Section 23 lists what an officer’s notice may contain. A court can order more.", "DAA 2021 s.23",
             aside="terms"),
    Question("grounds", NOTICE, "What grounds should the notice state?", notice.GroundsForm,
             "The notice must state its grounds. The subject reads them.", "DAA 2021 s.25(2)(a)"),
    Question("forces", NOTICE, "Is the subject in the armed forces?", notice.ForcesForm,
             "If the notice keeps them out of service accommodation, the commanding officer must be told.",
             "DAA 2021 s.25(5)-(6)"),
    Question("plan", CONTACT, "Can you agree a safe contact plan now?", notice.PlanForm,
             "A message at the wrong time can put a person in danger."),
    Question("channels", CONTACT, "Which ways are safe?", notice.ChannelForm,
             "A way that the subject could see or hear is used only by a person, never by itself.",
             many="Is there another safe way?", asked=_PLAN, none_yet="No ways"),
    Question("windows", CONTACT, "Are there days and hours that are safe, or never safe?", notice.WindowForm,
             "Contact is made only when it is safe.", many="Are there other days and hours?", asked=_PLAN,
             none_yet="No fixed hours"),
    Question("plan-words", CONTACT, "What do we say?", notice.PlanWordsForm,
             "Nothing that we say may tell somebody else what it is about.", asked=_PLAN),
)  # fmt: skip
BY_CODE = {question.code: question for question in QUESTIONS}
