"""What each kind of clock is called, and what happens when it is missed. Kept whole by a test: a kind that is started
without words here fails it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ClockWords:
    """`name` is the object of "the clock for ..."; `title` heads its page; `if_missed` is said to whoever owns it."""

    name: str
    title: str
    if_missed: str


CLOCKS: dict[str, ClockWords] = {
    "hearing": ClockWords(
        "the hearing of the application",
        "The application must be heard by this time",
        "The notice does not end by itself. What a late hearing does to it is a question of law: get legal advice at once, "
        "and do not tell anybody that the notice has lapsed.",
    ),
    "apply": ClockWords(
        "the application to the court",
        "The application must reach the court by this time",
        "The papers are too late for the last sitting before the deadline. Ring the court and ask for another sitting.",
    ),
    "next_hearing": ClockWords(
        "the adjourned hearing",
        "The adjourned hearing is listed for this time",
        "The notice goes on until the court decides (s.29(7)). Ask the court what became of the hearing, and record it.",
    ),
    "hearing_notice": ClockWords(
        "notice of the hearing",
        "The subject must be given notice of the hearing by this time",
        "The court may not be able to hear the application. Give the notice at once, or record the efforts made.",
    ),
    "requirements_notice": ClockWords(
        "the notice of proposed requirements",
        "The notice of proposed requirements must be served by this time",
        "The court may refuse requirements that the subject was not told of. Serve it, and tell the court when it was.",
    ),
    "decide_notice": ClockWords(
        "the decision on the request",
        "The request must be decided by this time",
        "Nothing ends. The next inspector is told, because a person may be unprotected while the request waits.",
    ),
    "serve_notice": ClockWords(
        "service of the notice",
        "The notice should be served by this time",
        "The authority does not end, but the facts may have changed. An inspector should look at it again.",
    ),
    "commanding_officer": ClockWords(
        "telling the commanding officer",
        "The commanding officer should be told by this time",
        "The duty to make reasonable efforts goes on (s.25(6)). Record what was tried.",
    ),
    "custody": ClockWords(
        "bringing the subject before the court",
        "The subject must be before the court by this time",
        "There is no power to hold them any longer on this arrest (s.26). Get legal advice at once.",
    ),
    "remand_s30": ClockWords(
        "the remand",
        "The remand ends at this time",
        "The subject must be before the court or free. Get legal advice at once.",
    ),
    "return_hearing": ClockWords(
        "the return hearing",
        "The return hearing should be held by this time",
        "The subject has not had a chance to be heard on the order. Ask the court for a date.",
    ),
    "serve_order": ClockWords(
        "service of the order",
        "The order should be served by this time",
        "The order binds from its making, but a person who was not there may have a defence until told. Serve it now.",
    ),
    "notification": ClockWords(
        "notification by the subject",
        "The subject must have notified the police by this time",
        "Failing to notify without reasonable excuse is an offence (s.43). It is looked at as a possible breach.",
    ),
    "supervision_first": ClockWords(
        "the first word of the responsible person",
        "The responsible person should have said by this time that arrangements are made",
        "Nothing ends. The unit is told, asks the responsible person, and records what they say.",
    ),
    "supervision_report": ClockWords(
        "the report of the responsible person",
        "The responsible person should have reported by this time",
        "Silence is not compliance. The unit is told, asks the responsible person, and records what they say.",
    ),
    "em_ends": ClockWords(
        "the end of electronic monitoring",
        "Electronic monitoring ends at this time",
        "The tag comes off. If it is still needed, the court must have varied the order before.",
    ),
    "order_ends": ClockWords(
        "the end of the order",
        "The order ends at this time",
        "The protected person is no longer protected by it. If it is still needed, the court must have varied it before.",
    ),
    "order_review": ClockWords(
        "the review of the order",
        "The order should be reviewed by this time",
        "Nothing ends. The review is late, and the unit is told each week until it is done.",
    ),
    "appeal_window": ClockWords(
        "an appeal",
        "An appeal may be made until this time",
        "After it an appeal needs leave of the court. Haven refuses nothing.",
    ),
    "breach_decision": ClockWords(
        "the decision on the breach",
        "It must be decided by this time whether to pursue the breach",
        "The report waits and the protected person does not know. The duty inspector is told.",
    ),
    "charge_decision": ClockWords(
        "the charging decision",
        "The charging decision is expected by this time",
        "The breach stays open in the queue of ageing cases until it is decided.",
    ),
    "inform": ClockWords(
        "telling the protected person",
        "The protected person must have been told by this time",
        "They may be at risk from not knowing. A person tells them in the way that was agreed, and records it.",
    ),
    "callback": ClockWords(
        "the call that was promised",
        "The protected person should have been rung by this time",
        "They were told that somebody would ring, and the safe hours are over. A person speaks to them in another way.",
    ),
    "referral": ClockWords(
        "the referral to support",
        "The referral to support must be made by this time",
        "The protected person has waited longer than the Victims' Code allows. Make the referral now.",
    ),
    "school": ClockWords(
        "telling the school",
        "The school should be told by this time",
        "A child may come to school with nobody there knowing (s.49A). Tell the school before the next school day.",
    ),
    "plan_first": ClockWords(
        "the safe contact plan",
        "The safe contact plan should be agreed by this time",
        "Nobody may contact the protected person until it is agreed.",
    ),
    "plan_recheck": ClockWords(
        "checking the safe contact plan",
        "The safe contact plan should be checked by this time",
        "Messages are held until somebody has checked with the protected person that the plan still holds.",
    ),
    "feedback_safety": ClockWords(
        "a sign that the protected person may be less safe",
        "Somebody must have seen by this time that the protected person is safe",
        "They told us something that may mean danger and nobody has spoken to them. The duty inspector sees to it now.",
    ),
    "feedback_reply": ClockWords(
        "the reply that the protected person asked for",
        "The protected person should have the reply by this time",
        "They were promised a reply and have none. Give it in their safe way, or say why it cannot be given.",
    ),
    "bail_or_neighbour_ends": ClockWords(
        "the end of bail conditions",
        "The bail conditions end at this time",
        "What they covered is no longer covered, unless the notice or order says the same.",
    ),
    "certified_copy": ClockWords(
        "the certified copy",
        "The certified copy should be here by this time",
        "Until it is here a lawyer must decide every question about this order.",
    ),
}


# What a clock may be about that people call by its reference; a hearing has none, so its case is named instead.
SPOKEN = ("case", "notice", "application", "order", "breach", "proposal")


def spoken_ref(about_kind: str, about_ref: str, case_ref: str) -> str:
    """The reference by which people speak of what a clock is about."""
    return about_ref if about_kind in SPOKEN else case_ref


def clock_words(kind: str) -> ClockWords:
    """The words of a kind of clock. Raises KeyError for a kind that nobody described."""
    return CLOCKS[kind]
