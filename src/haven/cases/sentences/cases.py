"""What the timeline says of the case itself. `hers` None: her page says nothing."""

from haven.cases.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "case.opened": Sentence("Case opened", None),
    "connection.recorded": Sentence("Connection added: {words}", None),
    "risk.recorded": Sentence("Risk assessed as {grade} ({tool})", None),
    "incident.noted": Sentence("Number of the {kind} record added", None),
    "firearms.answered": Sentence("Access to firearms: {answer}", None),
    "detention.recorded": Sentence("Subject held: {kind}", None),
    "detention.ended": Sentence("Subject released from {kind}", None),
    "bail.recorded": Sentence("Condition of bail recorded", None),
    "child.recorded": Sentence("Child recorded", None),
    "occupant.recorded": Sentence("Another person at the address recorded", None),
    "flag.raised": Sentence("Flag raised: {words}", None),
    "flag.ended": Sentence("Flag ended: {words}", None),
    "plan.made": Sentence("Safe contact agreed", "You told us how to contact you", "told"),
    "plan.changed": Sentence("Safe contact changed (version {version})", "You told us how to contact you", "told"),
    "task.done": Sentence("Done: {words}", None, "told"),
    "deadline.warned": Sentence("Warning about {clock}, {when}. {told}", None, "told"),
    "deadline.may_be_late": Sentence("Time for {clock} may have passed: the law is unsettled. {told}", None, "told"),
    "deadline.missed": Sentence("Past the deadline for {clock}. {told}", None, "told"),
    "deadline.acknowledged": Sentence("Took on the warning about {clock}", None, "told"),
}
