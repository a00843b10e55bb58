"""What the timeline says of calls. Her page says nothing: who rang, and when, is nobody's to read over her shoulder."""

from haven.cases.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "call.proven": Sentence("{who} rang ({line}) and proved who they are, {proof}", None, "told"),
    "call.told": Sentence("The automated line told them: {what}", None, "told"),
    "call.duress": Sentence("Danger in a call ({line}), by a word or PIN for it or as heard. Nothing was told", None, "breach"),
    "call.other_person": Sentence("A caller may have been the other person: {signs}. Number {number}", None, "breach"),
    "call.unheard": Sentence("They rang and proved who they are, to somebody who may not see this case", None, "told"),
    "callback.booked": Sentence("Call-back promised between {opens} and {closes}", None, "told"),
    "callback.tried": Sentence("Call-back tried: {result}", None, "told"),
    "callback.ended": Sentence("Call-back ended: {how}", None, "told"),
}  # fmt: skip
