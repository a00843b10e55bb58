"""Names in many scripts, of any length, and text that looks like a program."""

import pypdfium2
import pytest

from haven.documents.papers import Clause, MissingGlyphs, OrderClause, missing_glyphs, render_notice, render_order

from . import samples
from .reading import opened, squeezed, text_of

NAMES = {
    "Latin, many accents": "Zoë Nguyễn-Ó Dálaigh Łukasiewicz Šťastný Ĉiuĵaŭdo",
    "Welsh": "Siân Llŷr Gŵyr",
    "Yoruba and Igbo": "Adébáyọ̀ Ṣẹ́gun Ọ̀ṣúnbọ̀",
    "apostrophes": "O’Brien D'Arcy Mc‘Kay",
    "Greek": "Ελένη Παπαδοπούλου",
    "Cyrillic": "Олена Ґалаґан Щербина",
    "Arabic": "محمد عبد الرحمن",
    "Urdu": "ڈاکٹر پروین گُل",
    "Persian": "ژاله چمنی",
    "Hebrew": "יעל כהן־לוי",
    "Bengali": "শ্রীমতী কৃষ্ণা রায়",
    "Tamil": "தமிழ்ச்செல்வி",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਕੌਰ",
    "Devanagari": "लक्ष्मी श्रेष्ठ",
    "Gujarati": "કૃષ્ણા પટેલ",
    "Telugu": "శ్రీనివాస్",
    "Kannada": "ಕೃಷ್ಣಮೂರ್ತಿ",
    "Malayalam": "ശ്രീജിത്ത്",
    "Sinhala": "ශ්‍රී ලාල්",
    "Thai": "สมชาย ใจดี",
    "Ethiopic": "ሰላማዊት ተስፋዬ",
    "Georgian": "თამარ გელაშვილი",
    "Armenian": "Արմեն Հակոբյան",
    "Burmese": "အောင်ဆန်း",
    "Khmer": "សុខ ចាន់",
    "Lao": "ສົມໄຊ",
    "Thaana": "އަހުމަދު",
    "Chinese": "王小明 張偉 陳嘉儀",
    "Japanese": "佐藤 さくら ケンジ",
    "Korean": "김민준 박서연",
}
COPYABLE = ("Latin, many accents", "Welsh", "Greek", "Cyrillic", "Georgian", "Chinese", "Korean")
UNPRINTABLE = ("Sam \U0001f600", "\U00013000", "A\x00B", "A\x07B", "\ud800", "A\u202eB", "\ue000", "\u2066x")
PROGRAMS = (
    '#read("/etc/passwd")',
    '#import "../layout.typ": *',
    "*bold* _slanted_ $x^2$ `raw` <label> @reference",
    "= Heading",
    "- item // comment /* comment */",
    "\\u{41} \\ #sys.inputs #panic()",
    "]] #[ ) } \" ' </script> {{ 7*7 }}",
)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_bundled_fonts_cover_the_name(name: str) -> None:
    assert missing_glyphs(name) == set()


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_paper_with_the_name_is_made_without_an_empty_box(name: str) -> None:
    paper = render_notice(samples.notice(subject_name=name, protected_name_as_ordered=name))
    with opened(paper.bytes) as pdf:
        assert len(pdf.pages) == paper.pages


@pytest.mark.parametrize("script", COPYABLE)
def test_name_can_be_copied_out_again(script: str) -> None:
    assert NAMES[script] in text_of(render_notice(samples.notice(subject_name=NAMES[script])).bytes)


@pytest.mark.parametrize("name", UNPRINTABLE)
def test_character_without_a_shape_stops_the_paper_with_its_field(name: str) -> None:
    assert missing_glyphs(name)
    with pytest.raises(MissingGlyphs, match="subject name has characters without a shape: U\\+") as caught:
        render_notice(samples.notice(subject_name=name))
    assert caught.value.field == "subject_name"
    assert caught.value.characters == missing_glyphs(name)


def test_missing_character_deep_inside_is_found() -> None:
    term = Clause(number=1, text_plain="You must not \U0001f600", text_legal="x", provision="DAA 2021 s.22(2)")
    with pytest.raises(MissingGlyphs, match="text plain"):
        render_notice(samples.notice(terms=(term,)))


@pytest.mark.parametrize("program", PROGRAMS)
def test_text_that_looks_like_a_program_comes_out_as_text(program: str) -> None:
    term = Clause(number=1, text_plain=program, text_legal=program + " legal", provision=program)
    notice = samples.notice(subject_name=program, grounds=program, terms=(term,), force_name=program, reference=program)
    text = squeezed(text_of(render_notice(notice).bytes))
    assert text.count(squeezed(program)) >= 6
    assert "root:" not in text


@pytest.mark.parametrize("length", [1, 200, 2_000])
@pytest.mark.parametrize("letter", ["W", "Ő", "王"])
def test_name_of_any_length_stays_on_the_page(length: int, letter: str) -> None:
    paper = render_order(samples.order(subject_name=letter * length))
    without = text_of(render_order(samples.order(subject_name="")).bytes)
    assert text_of(paper.bytes).count(letter) == without.count(letter) + length
    assert _rightmost(paper.bytes) < 210 - 20


def test_forty_long_clauses_run_over_pages() -> None:
    clauses = tuple(
        OrderClause(
            number=number,
            text_plain=f"You must not do thing {number}. " + "This is said at some length. " * 6,
            text_legal="The subject may not do that thing. " * 12,
            provision="DAA 2021 s.35(1)",
        )
        for number in range(1, 41)
    )
    paper = render_order(samples.order(prohibitions=clauses, duties=()))
    text = text_of(paper.bytes)
    assert paper.pages > 5
    for number in range(1, 41):
        assert f"{number}. You must not do thing {number}." in text
    assert f"Page {paper.pages} of {paper.pages}" in text
    with opened(paper.bytes) as pdf:
        assert len(pdf.pages) == paper.pages


def _rightmost(content: bytes) -> float:
    """The right edge of the text, in millimetres from the left of the page."""
    edges = []
    document = pypdfium2.PdfDocument(content)
    for number in range(len(document)):
        page = document[number].get_textpage()
        edges += [page.get_charbox(index)[2] for index in range(page.count_chars())]
    return max(edges) * 25.4 / 72
