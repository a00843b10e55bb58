from haven.cases.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "notice.proposed": Sentence("Notice asked for", None),
    "notice.question_answered": Sentence("Question answered", None),
    "notice.proposal_withdrawn": Sentence("Request for a notice withdrawn", None),
    "notice.question_asked": Sentence("Question asked", None),
    "notice.sent_back": Sentence("Request sent back", None),
    "notice.refused": Sentence("Notice refused", None),
    "notice.authorised": Sentence("Notice authorised", None),
    "notice.authorised_by_telephone": Sentence("Notice authorised by telephone, not signed yet", None),
    "notice.signed": Sentence("Notice signed", None),
    "notice.authority_withdrawn": Sentence("Authority withdrawn before service", None),
    "notice.service_attempted": Sentence("Tried to serve the notice: {words}", None),
    "notice.served": Sentence("Notice served", "Notice given to them: they must follow it now"),
    "notice.service_corrected": Sentence("Time of service corrected", None),
    "notice.wrong_person_reported": Sentence("Reported: the notice may be on the wrong person", None),
    "notice.ended": Sentence("Notice ended: {words}", "The notice has ended"),
    "notice.goes_on": Sentence("End of the notice taken back: {words}", "The notice did not end: it still stands"),
    "notice.end_corrected": Sentence("End of the notice put right: {words}", None),
    "notice.commanding_officer_told": Sentence("Commanding officer told", None, "told"),
    "advice.recorded": Sentence("Legal advice recorded", None),
}
