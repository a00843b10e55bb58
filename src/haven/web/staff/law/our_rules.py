"""What is Haven's own rule and not the Act's. The names are found in the source, where they stand beside each refusal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from haven.web.parts.law_links import rule_slug
from haven.web.staff.law.enforced import HAVEN

_NAMED = re.compile(r'f?"(Haven [a-z][a-z -]{2,40})(?: \{|"|: )')
_SENTENCE = re.compile(r"\b(is|was|has|had|does|could|cannot|will|may|must|and)\b")

WORDS: dict[str, str] = {
    "haven-access": "Who may do what: one table of roles, with what a conflict, a restriction or another force takes away. The "
    "first refusal is the reason that is shown.",
    "haven-separation-of-duties": "Two people: whoever asks for something that binds others does not decide it.",
    "haven-leak-gate": "No paper leaves that holds something the subject may not know: every text is compared with what is "
    "sealed before it is kept.",
    "haven-order-of-acts": "Acts follow each other: a notice is authorised before it is served, an order served after it was made.",
    "haven-double-submit-rule": "A form that is sent twice has one effect.",
    "haven-set-up": "Something that an administrator sets up is missing, such as a court or a team.",
    "haven-rule-of-law-data": "The dated rows of the law change by two people and with a source.",
    "haven-people-rule": "Who signs in, with which role and rank: kept by administrators, and what gives somebody power "
    "counts when a second one has agreed.",
    "haven-check-rule": "A check at a door belongs to who made it, and is recorded before its answer is shown.",
    "haven-task-rule": "A task is done once, with a receipt.",
    "haven-draft-rule": "What two people type at once is not overwritten.",
    "haven-requirement-rule": "The blanks of a requirement are filled in as its wording needs.",
    "haven-tag-rule": "What became of a tag is recorded once, for a clause that asked for it at that time.",
    "haven-legal-advice-rule": "Advice is recorded by a lawyer, with the reading chosen and the reasons.",
    "haven-restriction-rule": "A restricted case is for named people only.",
    "our-rule": "A time or a step that Haven sets itself. It is always marked as such, and it is never law.",
}
POLICY_WORDS: dict[str, str] = {
    "decide_notice_minutes": "A request for a notice is decided within so many minutes",
    "serve_notice_hours": "A notice is served within so many hours of its authority",
    "commanding_officer_hours": "The commanding officer is told within so many hours",
    "hearing_notice_hours": "Notice of the hearing is given within so many hours",
    "papers_before_sitting_hours": "Papers reach the court so many hours before a sitting",
    "breach_decision_hours": "A reported breach is decided within so many hours",
    "breach_progress_days": "A breach is moved on within so many days",
    "inform_working_days": "The protected person is told within so many working days",
    "hearing_reminder_days": "A protected person is reminded of a hearing so many days before",
    "inform_release_hours": "The protected person is told of a release within so many hours",
    "acknowledge_minutes": "A warning is answered within so many minutes",
    "acknowledge_minutes_last_hours": "In the last hours it is answered within so many minutes",
    "plan_recheck_days": "A safe contact plan is looked at again after so many days",
    "draft_keep_days": "A draft is kept for so many days",
    "order_review_days": "Whether an order is still needed is asked after so many days",
    "supervision_first_days": "The responsible person says within so many days that arrangements are made",
    "supervision_report_days": "The responsible person reports every so many days",
    "check_visit_protected_days": "The protected person is visited every so many days",
    "check_subject_days": "The subject is checked every so many days",
    "feedback_safety_minutes": "Somebody speaks to a person whose feedback may mean danger within so many minutes",
    "feedback_answer_minutes": "A warning of feedback that may mean danger is answered within so many minutes",
    "feedback_read_days": "Feedback is read within so many working days",
    "feedback_reply_days": "Feedback is replied to, where a reply was asked for, within so many working days",
    "feedback_code_days": "A code for feedback works for so many days",
    "feedback_apart_days": "Nobody is asked for feedback twice within so many days",
    "feedback_quiet_hours": "Nobody is asked for feedback within so many hours of something that happened",
}


@dataclass(frozen=True)
class OurRule:
    """One rule: its anchor, its name, what it is for, and the stages whose files refuse by it."""

    anchor: str
    name: str
    words: str
    stages: tuple[str, ...]


@cache
def our_rules() -> tuple[OurRule, ...]:
    """Every rule that some file names, by name; what only tells where something stands is among them."""
    stages: dict[str, set[str]] = {}
    names: dict[str, str] = {"our-rule": "Our rule"}
    for path in sorted(HAVEN.rglob("*.py")):
        for name in _NAMED.findall(path.read_text(encoding="utf-8")):
            if _SENTENCE.search(name):
                continue
            anchor = rule_slug(name)
            names.setdefault(anchor, "Haven access table" if anchor == "haven-access" else name)
            stages.setdefault(anchor, set()).add(path.relative_to(HAVEN).parts[0])
    return tuple(
        OurRule(anchor, names[anchor], WORDS.get(anchor, ""), tuple(sorted(stages.get(anchor, ()))))
        for anchor in sorted(names, key=lambda anchor: names[anchor].casefold())
    )


def policy_words(key: str) -> str:
    """What a time is for."""
    return POLICY_WORDS.get(key, key.replace("_", " ").capitalize())
