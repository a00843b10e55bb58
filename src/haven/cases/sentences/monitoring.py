"""What the timeline says of tags. `hers` None: her page says nothing."""

from haven.cases.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "tag.fitted": Sentence("Tag of clause {clause} of {order} fitted. Told by: {who}, {told}", "The tag is fitted"),
    "tag.not_fitted": Sentence(
        "Tag of clause {clause} of {order} could not be fitted ({why}). Told by: {who}, {told}",
        "The tag is not fitted yet",
    ),
    "tag.failed": Sentence(
        "Tag of clause {clause} of {order}: {words}. Told by: {who}, {told}", "The tag is not working", "breach"
    ),
    "tag.removed": Sentence(
        "Tag of clause {clause} of {order}: {words}. Told by: {who}, {told}", "The tag is off", "breach"
    ),
}
