from haven.cases.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "notice.proposed": Sentence("Notice asked for", None),
    "notice.question_answered": Sentence("Question answered", None),
    "notice.proposal_withdrawn": Sentence("Request for a notice withdrawn", None),
}
