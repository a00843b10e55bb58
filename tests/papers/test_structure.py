"""Every paper is tagged as PDF/UA-1 and PDF/A-2a want it."""

import datetime as dt
import re
from collections.abc import Callable

import pytest

from haven.documents.papers import (
    RenderedPaper,
    render_application,
    render_breach_statement,
    render_hearing_notice,
    render_notice,
    render_order,
    render_requirements_notice,
)

from . import samples
from .reading import attributes, elements, fonts, kinds, opened, within, xmp

MAKERS: dict[str, Callable[[], RenderedPaper]] = {
    "Domestic abuse protection notice": lambda: render_notice(samples.notice()),
    "Domestic abuse protection order": lambda: render_order(samples.order()),
    "Notice of a court hearing": lambda: render_hearing_notice(samples.hearing_notice()),
    "What the police ask the court to order": lambda: render_requirements_notice(samples.requirements_notice()),
    "Application for a domestic abuse protection order": lambda: render_application(samples.application()),
    "Statement about a breach": lambda: render_breach_statement(samples.breach_statement()),
}


@pytest.fixture(scope="module", params=MAKERS, ids=lambda title: title.replace(" ", "-"))
def made(request: pytest.FixtureRequest) -> tuple[str, RenderedPaper]:
    return request.param, MAKERS[request.param]()


def test_says_what_it_conforms_to(made: tuple[str, RenderedPaper]) -> None:
    title, paper = made
    with opened(paper.bytes) as pdf:
        metadata = xmp(pdf)
        assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", metadata)
        assert re.search(r"<pdfaid:part>2</pdfaid:part>", metadata)
        assert re.search(r"<pdfaid:conformance>A</pdfaid:conformance>", metadata)
        assert title in metadata
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert pdf.Root.MarkInfo.Marked is True
        assert str(pdf.Root.Lang) == "en-GB"
        assert len(pdf.pages) == paper.pages


def test_headings_start_at_one_and_skip_no_level(made: tuple[str, RenderedPaper]) -> None:
    _, paper = made
    with opened(paper.bytes) as pdf:
        levels = [int(kind[2:]) for kind in kinds(pdf) if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert len(levels) > 4
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_each_row_of_facts_has_its_header_cell(made: tuple[str, RenderedPaper]) -> None:
    _, paper = made
    with opened(paper.bytes) as pdf:
        tables = [element for element in elements(pdf) if str(element.S) == "/Table"]
        rows = [row for table in tables for row in within(table, "/TR")]
        assert rows
        for row in rows:
            (header,) = within(row, "/TH")
            assert attributes(header)["/Scope"] == "/Row"
            assert attributes(header)["/O"] == "/Table"
            assert len(within(row, "/TD")) == 1


def test_lists_have_labels_and_bodies(made: tuple[str, RenderedPaper]) -> None:
    _, paper = made
    with opened(paper.bytes) as pdf:
        lists = [element for element in elements(pdf) if str(element.S) == "/L"]
        assert lists
        for found in lists:
            assert attributes(found)["/ListNumbering"] in {"/Decimal", "/Circle", "/Disc", "/Unordered"}
            for item in within(found, "/LI"):
                assert within(item, "/Lbl")
                assert within(item, "/LBody")


def test_fonts_are_inside_and_map_back_to_text(made: tuple[str, RenderedPaper]) -> None:
    _, paper = made
    with opened(paper.bytes) as pdf:
        used = fonts(pdf)
        assert used
        for font in used:
            assert "/ToUnicode" in font
            assert re.fullmatch(r"/[A-Z]{6}\+NotoSans.*", str(font.BaseFont))
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())


def test_page_furniture_is_not_read_aloud(made: tuple[str, RenderedPaper]) -> None:
    _, paper = made
    with opened(paper.bytes) as pdf:
        for page in pdf.pages:
            page.contents_coalesce()
            stream = page.Contents.read_bytes()
            assert b"/Artifact" in stream
            assert b"/Pagination" in stream
            assert str(page.obj.Tabs) == "/S"


def test_same_view_gives_same_bytes(made: tuple[str, RenderedPaper]) -> None:
    title, paper = made
    again = MAKERS[title]()
    assert again.bytes == paper.bytes
    assert again.sha256 == paper.sha256


def test_file_tells_the_day_and_not_the_hour_of_authorising() -> None:
    early = render_notice(samples.notice(authorised_at=dt.datetime(2026, 11, 13, 0, 7, tzinfo=dt.UTC)))
    late = render_notice(samples.notice(authorised_at=dt.datetime(2026, 11, 13, 23, 41, tzinfo=dt.UTC)))
    assert early.bytes == late.bytes


def test_file_carries_the_papers_own_date_and_no_clock_of_the_machine() -> None:
    with opened(render_order(samples.order()).bytes) as pdf:
        dates = re.findall(r"<xmp:(?:Create|Modify)Date>([^<]+)<", xmp(pdf))
        assert dates == ["2026-11-13T12:00:00+00:00"] * 2
        assert str(pdf.docinfo["/CreationDate"]) == str(pdf.docinfo["/ModDate"]) == "D:20261113120000Z"
