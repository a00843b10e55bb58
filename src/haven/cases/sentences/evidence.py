from haven.cases.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    # Nothing on her page: so far only officers add, and what they add is not hers to be thanked for.
    "evidence.added": Sentence("Exhibit {n} added to breach {ref}", None, "told"),
    "evidence.refused": Sentence("Exhibit {n} of breach {ref} cannot be used: the file was refused", None, "told"),
    "evidence.withdrawn": Sentence("Exhibit {n} of breach {ref} withdrawn", None, "told"),
    "evidence.handed": Sentence("Original of exhibit {n} of breach {ref} handed on", None, "told"),
    "pack.asked": Sentence("Pack for the prosecutor asked for, breach {ref}", None, "told"),
    "pack.made": Sentence("Pack for the prosecutor made, breach {ref}: {n} exhibits", None, "told"),
    "pack.sent": Sentence("Pack for the prosecutor sent, breach {ref}: {how}", None, "told"),
}
