"""The reported figures, each with what it counts, in what unit, and where the rule comes from.

They are counts of records as at an instant. Voided records are left out; restricted cases are counted, because a total
names nobody; all forces are counted. What is broken down (by area, month, end, position, stage, sentence) leaves
restricted cases out, so it may add up to less than the total."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """One figure. `counts` finishes the sentence "This counts …"; `leaves_out` says what one might expect and is not in
    it. `source` is the provision or rule behind the words."""

    id: str
    name: str
    unit: str
    counts: str
    leaves_out: str
    source: str


_ALL = (
    Definition(
        "notices_issued",
        "Notices issued",
        "notice",
        "every notice that a constable had served on a person by then, whether or not it has ended",
        "notices authorised and not yet served",
        "DAA 2021 s.22, s.25(3)",
    ),
    Definition(
        "orders_made",
        "Orders made",
        "court paper",
        "every order made by then, by any court and any route, once whatever its versions; one court paper that protects "
        "two people is one",
        "variations: they are versions of the same order",
        "DAA 2021 s.28, s.31",
    ),
    Definition(
        "notices_in_force",
        "Notices in force",
        "notice",
        "notices served whose application is neither determined nor withdrawn and which no court has held void",
        "nothing: one past its deadline unheard is counted, and also in the line below",
        "DAA 2021 s.25(2)(d), s.29(7)",
    ),
    Definition(
        "notices_past_deadline",
        "Notices past their deadline",
        "notice",
        "notices in force whose latest possible deadline has passed with no hearing begun",
        "notices between the two possible dates where the law is unsettled",
        "DAA 2021 s.29(2)-(3)",
    ),
    Definition(
        "orders_in_force",
        "Orders in force",
        "court paper",
        "orders that have taken effect and have not ended by their period, an event, discharge, appeal or replacement, "
        "served or not; one court paper that protects two people is one",
        "orders that wait for an earlier order to end",
        "DAA 2021 s.38(1)-(3)",
    ),
    Definition(
        "applications_awaiting_hearing",
        "Applications awaiting a hearing",
        "application",
        "police applications after a notice that were made, whose first hearing has not begun, and which are not withdrawn",
        "applications whose hearing was adjourned",
        "DAA 2021 s.28(3), s.29(2)",
    ),
    Definition(
        "breaches_of_notices",
        "Breaches of notices pursued",
        "report",
        "reports of a breach of a notice with a recorded decision to pursue it (arrest: it is no offence)",
        "reports not yet decided, and those where nothing further was done",
        "DAA 2021 s.26",
    ),
    Definition(
        "breaches_of_orders",
        "Breaches of orders pursued",
        "report",
        "reports of a breach of an order with a recorded decision to pursue it (arrest, charge, summons or referral for "
        "charge)",
        "reports not yet decided, and those where nothing further was done",
        "DAA 2021 s.39",
    ),
    Definition(
        "breaches_pursued",
        "Breaches pursued",
        "report",
        "the two lines above together",
        "reports not yet decided, those where nothing further was done, and failures to notify, which stand apart",
        "DAA 2021 s.26, s.39",
    ),
)
# What is true of every figure and of everything that is broken down, in the words of the page and of the reference.
SCOPE = (
    "Each is a count of records at one moment, over all forces. Records entered in error and voided are left out. "
    "Restricted cases are counted in these totals and in nothing else: what is shown by area, month, end, stage or "
    "sentence, or by where a notice stands, leaves them out for everybody, so it may add up to less than the total."
)
DEFINITIONS: dict[str, Definition] = {definition.id: definition for definition in _ALL}

# What was reported in 2025 (product page of the design): stands beside the count, never in place of it.
QUOTED: dict[str, int] = {
    "notices_issued": 219,
    "orders_secured": 180,
    "active_orders_and_notices": 399,
    "awaiting_hearing": 8,
    "breaches_pursued": 39,
}


@dataclass(frozen=True)
class QuotedLine:
    """A figure as quoted, beside the records that it is about. `counted` names the figures whose sum stands beside it."""

    quoted_id: str
    name: str
    counted: tuple[str, ...]
    figure: str | None


QUOTED_LINES: tuple[QuotedLine, ...] = (
    QuotedLine("notices_issued", "Notices issued", ("notices_issued",), "notices_issued"),
    QuotedLine("orders_secured", "Orders made", ("orders_made",), "orders_made"),
    QuotedLine(
        "active_orders_and_notices", "“Active orders and notices”", ("notices_in_force", "orders_in_force"), None
    ),
    QuotedLine(
        "awaiting_hearing", "Awaiting a hearing", ("applications_awaiting_hearing",), "applications_awaiting_hearing"
    ),
    QuotedLine("breaches_pursued", "Breaches pursued", ("breaches_pursued",), "breaches_pursued"),
)
