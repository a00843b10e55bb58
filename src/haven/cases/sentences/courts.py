from haven.cases.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {}
