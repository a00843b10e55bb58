from haven.cases.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "breach.reported": Sentence("Breach {ref} reported", "We are looking at what you told us", "breach"),
    "breach.pursued": Sentence("Breach {ref} pursued: {how}", "We are acting on what was reported", "breach"),
    "breach.not_pursued": Sentence(
        "Breach {ref}: no further action", "We decided not to take what was reported further. You can ask why", "breach"
    ),
    "breach.arrested": Sentence("Arrested for breach {ref}, under {power}", "They were arrested", "breach"),
    "custody.ended": Sentence(
        "{how}, for breach {ref}", "They are no longer in police custody, or are before the court", "breach"
    ),
    "breach.charged": Sentence("Charged for breach {ref}", "They were charged", "breach"),
    "breach.no_charge": Sentence("Not charged for breach {ref}", "They were not charged. You can ask why", "breach"),
    "breach.outcome": Sentence("Breach {ref} ended: {result_words}", "What was reported has been decided", "breach"),
}
