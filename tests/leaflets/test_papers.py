"""Leaflets, cards and forms as papers: tagged, in both languages, with a code that a telephone reads."""

import re
from datetime import date

import numpy
import pytest
import segno
from django.utils import translation

from haven.documents.papers import missing_glyphs
from haven.feedback.easy_paper import easy_form
from haven.feedback.papers import make_paper as feedback_paper
from haven.feedback.questions import ASKED
from haven.leaflets.papers import address_of, make_paper, shared
from haven.leaflets.texts import LANGUAGES, PAPERS, text_of, version
from tests.outbox.test_texts import CASE_WORDS
from tests.papers.reading import elements, kinds, opened, xmp
from tests.papers.reading import text_of as text_in

SITE = "https://updates.example"
DAY = date(2026, 11, 29)
EVERY = [(fmt, language) for fmt in PAPERS for language in LANGUAGES]


def pages_of(content):
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    return [document[n].get_textpage().get_text_range() for n in range(len(document))]


def pixels(content, page=0, scale=3):
    import pypdfium2

    return numpy.asarray(pypdfium2.PdfDocument(content)[page].render(scale=scale).to_pil().convert("L"))


@pytest.fixture(scope="module", params=EVERY, ids=lambda p: "-".join(p))
def made(request):
    fmt, language = request.param
    return fmt, language, make_paper(fmt, language, SITE, approved=True)


def test_tagged_as_the_other_papers_are(made):
    _fmt, language, paper = made
    with opened(paper.bytes) as pdf:
        metadata = xmp(pdf)
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata and "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
        assert str(pdf.Root.Lang) == f"{language}-GB" and pdf.Root.MarkInfo.Marked is True
        levels = [int(kind[2:]) for kind in kinds(pdf) if re.fullmatch(r"/H\d", kind)]
        assert (
            levels[0] == 1
            and levels.count(1) == 1
            and all(b <= a + 1 for a, b in zip(levels, levels[1:], strict=False))
        )
        figures = [e for e in elements(pdf) if str(e.S) == "/Figure"]
        assert figures and all(str(e.get("/Alt", "")) for e in figures), "the code says where it leads"
        assert paper.pages == len(pdf.pages)


def test_every_word_of_the_text_is_on_the_paper(made):
    fmt, language, paper = made
    squeezed = re.sub(r"\s|\u200b", "", text_in(paper.bytes))
    text = text_of(language, fmt == "easy")
    if fmt == "card":
        words = [text["card"]["title"], *text["card"]["lines"], text["card"]["more"], *text["card"]["back"]]
    elif fmt == "easy":
        words = [text["title"], *(line for p in text["part"] for line in (p["heading"], *p["lines"]))]
    else:
        words = [line for s in text["section"] for line in (s["heading"], *s.get("text", ()), *s.get("points", ()))]
        words += [part for r in text["right"] for part in (r["right"], r["means"])]
    for line in words:
        assert re.sub(r"\s", "", line) in squeezed, line
        assert not missing_glyphs(line)


def test_sizes_and_a_booklet(made):
    fmt, _language, paper = made
    with opened(paper.bytes) as pdf:
        box = [round(float(v) / 72 * 25.4, 1) for v in pdf.pages[0].MediaBox[2:]]
        assert box == {"a5": [148.0, 210.0], "card": [85.6, 54.0], "easy": [210.0, 297.0]}[fmt]
        assert fmt != "a5" or len(pdf.pages) % 4 == 0, "it is printed two to a side and folded"
        assert fmt != "card" or len(pdf.pages) == 2
        assert fmt != "easy" or len(pdf.pages) <= 24


def test_what_can_be_seen_from_across_a_room_says_nothing(made):
    """The cover, and both sides of the card."""
    fmt, language, paper = made
    pages = pages_of(paper.bytes)
    outside = " ".join(pages if fmt == "card" else pages[:1]).casefold()
    if fmt != "easy":
        assert not set(re.findall(r"[\w-]+", outside)) & set(CASE_WORDS[language].split())


def test_no_page_is_empty_and_nothing_leaves_the_page(made):
    _fmt, _language, paper = made
    for n in range(paper.pages):
        seen = pixels(paper.bytes, n, 1) < 128
        assert seen.any(), f"page {n + 1} is empty"
        edge = 4
        assert not (seen[:edge].any() or seen[-edge:].any() or seen[:, :edge].any() or seen[:, -edge:].any())


# Where the code stands on the first page, in millimetres: from the left, from the top, its side.
PLACES = {"a5": (13, 210 - 16 - 26, 26), "card": (85.6 - 5 - 19, 54 - 4 - 19, 19)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fmt", list(PLACES))
def test_the_code_on_paper_is_the_code_of_a_neutral_address(fmt, language):
    """Compared square by square: a telephone reads what stands there."""
    address = address_of(SITE, language)
    assert not re.search(r"right|police|victim|leaflet|abuse", address)
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix_iter(border=2)]
    seen = pixels(make_paper(fmt, language, SITE, approved=True).bytes, 0, 5) < 128
    x, y, side = (v / 25.4 * 72 * 5 for v in PLACES[fmt])
    step = side / len(rows)
    centres = (numpy.arange(len(rows)) + 0.5) * step
    found = seen[numpy.ix_((y + centres).astype(int), (x + centres).astype(int))]
    assert (found == numpy.array(rows, dtype=bool)).all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_text_makes_the_same_bytes_and_a_draft_says_so(language):
    once, twice = (make_paper("a5", language, SITE, approved=True) for _ in range(2))
    draft = make_paper("a5", language, SITE, approved=False)
    assert once.sha256 == twice.sha256 != draft.sha256
    assert ("Draft: not approved" if language == "en" else "Drafft: heb ei gymeradwyo") in text_in(draft.bytes)
    assert "approved" not in text_in(once.bytes) and "gymeradwyo" not in text_in(once.bytes)


def test_both_languages_say_the_same_things():
    english, welsh = text_of("en"), text_of("cy")
    assert len(english["right"]) == len(welsh["right"]) == 12
    shape = lambda t: [(len(s.get("text", ())), len(s.get("points", ())), s.get("new_page")) for s in t["section"]]  # noqa: E731
    assert shape(english) == shape(welsh)
    easy = lambda t: [(p["picture"], len(p["lines"])) for p in t["part"]]  # noqa: E731
    assert easy(text_of("en", True)) == easy(text_of("cy", True))
    assert len({version(language, plain) for language in LANGUAGES for plain in (True, False)}) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_easy_read_lines_are_short(language):
    for part in text_of(language, True)["part"]:
        for line in part["lines"]:
            assert len(line.split()) <= 15 and line.endswith("."), line
            assert not re.search(r"\b[A-Z]{2,}\b", line.replace("PIN", "")), "no letters for words"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_with_a_code(language, db):
    paper = feedback_paper("card", "KX7-4PD", "after_notice", language, DAY, SITE)
    words = text_in(paper.bytes)
    assert "KX7-4PD" in words and paper.pages == 2 and "updates.example" in words
    assert not set(re.findall(r"[\w-]+", words.casefold())) & set(CASE_WORDS[language].split())
    assert ("Your views" if language == "en" else "Eich barn") in words
    assert ("Drafft: heb ei gymeradwyo" in words) == (language == "cy"), "nobody has approved the Welsh"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("moment", list(ASKED))
def test_the_form_on_paper_asks_the_same(language, moment, db):
    paper = feedback_paper("form", "KX7-4PD", moment, language, DAY, SITE)
    squeezed = re.sub(r"\s", "", text_in(paper.bytes))
    with translation.override(language):
        for question in ASKED[moment]:
            for words in (question.words, *(w for _code, w in question.answers)):
                assert re.sub(r"\s", "", str(words)) in squeezed, words
    with opened(paper.bytes) as pdf:
        assert str(pdf.Root.Lang) == f"{language}-GB" and len(pdf.pages) <= 4


def test_welsh_that_nobody_approved_is_not_printed_in_production(settings, db):
    settings.PRACTICE = False
    assert "Your views" in text_in(feedback_paper("card", "KX7-4PD", "after_notice", "cy", DAY, SITE).bytes)


def easy_words(moment):
    """Every line of the Easy Read form, in the language that is switched on."""
    form = easy_form(shared("en", "Your views", DAY, SITE), "KX7-4PD", moment)
    parts = [line for part in (*form.first, *form.last) for line in (part.heading, *part.lines)]
    asked = [w for q in form.questions for w in (q.words, q.hint, *(a.words for a in q.answers))]
    return form, [form.lead, *parts, *asked, form.code_words]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("moment", list(ASKED))
def test_the_easy_read_form_asks_the_same_in_few_words_with_a_picture(language, moment, db):
    paper = feedback_paper("easy", "KX7-4PD", moment, language, DAY, SITE)
    said = text_in(paper.bytes)
    squeezed = re.sub(r"\s", "", said)
    with translation.override(language):
        form, lines = easy_words(moment)
        assert [q.words for q in form.questions] == [str(q.easy) for q in ASKED[moment]]
        for question, asked in zip(form.questions, ASKED[moment], strict=True):
            assert [a.words for a in question.answers] == [str(words) for _code, words in asked.answers]
    assert all(part.picture for part in (*form.first, *form.questions, *form.last))
    for line in lines:
        assert re.sub(r"\s", "", line) in squeezed, line
        assert all(len(one.split()) <= 15 for one in re.split(r"(?<=[.?])\s", line)), line
        assert not missing_glyphs(line) and not re.search(r"\b[A-Z]{2,}\b", line), "no letters for words"
    assert ("Drafft: heb ei gymeradwyo" in said) == (language == "cy") and "KX7-4PD" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_easy_read_form_is_read_in_order_and_says_nothing_on_its_outside(language, db):
    paper = feedback_paper("easy", "KX7-4PD", "after_notice", language, DAY, SITE)
    with opened(paper.bytes) as pdf:
        assert "<pdfuaid:part>1</pdfuaid:part>" in xmp(pdf) and str(pdf.Root.Lang) == f"{language}-GB"
        headings = [kind for kind in kinds(pdf) if re.fullmatch(r"/H\d", kind)]
        assert headings[0] == "/H1" and set(headings[1:]) == {"/H2"}
        assert [k for k in kinds(pdf)].count("/L") == sum(1 for q in ASKED["after_notice"] if q.answers)
        figures = [e for e in elements(pdf) if str(e.S) == "/Figure"]
        assert len(figures) == 1 and str(figures[0].Alt), "the code; pictures say nothing that the words do not"
        assert paper.pages == len(pdf.pages) == 4, "no page for a line or two"
    outside = pages_of(paper.bytes)[0].casefold()
    assert not set(re.findall(r"[\w-]+", outside)) & set(CASE_WORDS[language].split())
    for n in range(paper.pages):
        seen = pixels(paper.bytes, n, 1) < 128
        assert seen.any() and not (seen[:4].any() or seen[-4:].any() or seen[:, :4].any() or seen[:, -4:].any())
