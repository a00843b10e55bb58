from haven.cases.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "breach.raised": Sentence("Sign of a possible breach of {about}: {source}", None, "breach"),
    "breach.dismissed": Sentence("Sign looked at, no breach: {source}", None),
    "breach.reported": Sentence("Breach {ref} reported", "We are looking at what was reported", "breach"),
    "breach.identified": Sentence("Clauses of breach {ref} identified", None),
    "breach.assigned": Sentence("Breach {ref} given to {to}", None),
    "breach.pursued": Sentence("Breach {ref} pursued: {how}", "We are acting on what was reported", "breach"),
    "breach.not_pursued": Sentence(
        "Breach {ref}: no further action", "We decided not to take what was reported further. You can ask why", "breach"
    ),
    "breach.arrested": Sentence("Arrested for breach {ref}, under {power}", "They were arrested", "breach"),
    "custody.ended": Sentence(
        "{how}, for breach {ref}", "They are no longer in police custody, or are before the court", "breach"
    ),
    "breach.warrant": Sentence("{kind}, for breach {ref}", "We asked a court to act, or it has decided", "breach"),
    "breach.milestone": Sentence("{kind}, for breach {ref}", None),
    "breach.charged": Sentence("Charged for breach {ref}", "They were charged", "breach"),
    "breach.no_charge": Sentence("Not charged for breach {ref}", "They were not charged. You can ask why", "breach"),
    "breach.outcome": Sentence("Breach {ref} ended: {result_words}", "What was reported has been decided", "breach"),
    "breach.retracted": Sentence("{who} took back the report of breach {ref}. Nothing is closed by it", None, "breach"),
    "breach.correction_asked": Sentence("Correction of breach {ref} asked for: {what}", None),
    "breach.corrected": Sentence("Breach {ref} corrected: {what}", None),
    "breach.correction_refused": Sentence("Breach {ref} left as it is: {what}", None),
}
