"""What papers for the public may carry: words of leaflets and forms, a code on a card, and no case. Frozen values."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPaper:
    """What they share. `mark` stands in the foot: a draft, or the version. `qr` is a drawing of `address` as SVG."""

    language: str
    title: str
    dated: dt.date
    dated_words: str
    mark: str
    address: str
    qr: str
    qr_alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletPart:
    """A heading with paragraphs and points. `new_page`: it begins a page of the booklet."""

    heading: str
    text: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    new_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """One right, and what it means in this kind of case."""

    right: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletPaper(PublicPaper):
    """The leaflet, to be folded to A5. The rights stand after the part at `rights_after`."""

    lead: str
    parts: tuple[LeafletPart, ...]
    rights: tuple[Right, ...]
    rights_after: int
    where_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPaper(PublicPaper):
    """A card of the size of a bank card, with two sides. A card with a code carries it in large type."""

    lines: tuple[str, ...]
    more: str
    back: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EasyPart:
    """One idea: a picture (as SVG), a heading, short lines."""

    picture: str
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EasyPaper(PublicPaper):
    """The leaflet in Easy Read: pictures on the left, words on the right."""

    lead: str
    parts: tuple[EasyPart, ...]
    where_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormQuestion:
    """One question with boxes to tick, or, without answers, lines to write on."""

    words: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPaper(PublicPaper):
    """The feedback form on paper, with its code."""

    lead: tuple[str, ...]
    promise: str
    code_words: str
    code: str
    questions: tuple[FormQuestion, ...]
    close: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EasyAnswer:
    """One answer with a box to tick, and a face beside it where it has one."""

    words: str
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EasyQuestion:
    """One question in few words with its picture. `hint` says how to answer; without answers there are lines to write on."""

    picture: str
    words: str
    hint: str
    answers: tuple[EasyAnswer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EasyFormPaper(PublicPaper):
    """The feedback form in Easy Read. `first` stands before the questions and `last` after them."""

    lead: str
    first: tuple[EasyPart, ...]
    questions: tuple[EasyQuestion, ...]
    last: tuple[EasyPart, ...]
    code_words: str
    code: str
