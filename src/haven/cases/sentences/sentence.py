"""One sentence of the timeline."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """`staff` may name facts of the event in braces. `hers` is None where her page says nothing. `mark` is how the
    timeline shows it: act, told or breach."""

    staff: str
    hers: str | None
    mark: str = "act"
