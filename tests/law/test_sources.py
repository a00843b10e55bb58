"""What was read of the law and what was not."""

import pytest

from haven_law.citation import INSTRUMENTS
from haven_law.provisions import functions
from haven_law.sources import EXTENTS, FULL, PART, SOURCES, must_still_be_read, source_of


def test_every_source_is_an_instrument_and_says_how_far_it_was_read() -> None:
    assert [name for name in SOURCES if name not in INSTRUMENTS and not name.startswith("SI ")] == []
    assert {row.extent for row in SOURCES.values()} <= set(EXTENTS)
    assert all(row.of_it for row in SOURCES.values())


def test_every_provision_that_a_function_applies_has_its_source_said() -> None:
    cited = {provision for function in functions() for provision in function.provisions}
    for citation in cited:
        found = source_of(citation)
        read = citation.split(" s.")[0].split(" r.")[0].split(" Sch.")[0]
        row = SOURCES.get(read)
        if row is not None:
            assert (found.lawful is True) is (row.extent in (FULL, PART)), citation


def test_what_is_still_unread_is_said_in_sentences() -> None:
    assert len(must_still_be_read()) == 10
    assert all(sentence.endswith(".") for sentence in must_still_be_read())


def test_only_citations() -> None:
    with pytest.raises(ValueError, match="not a citation"):
        source_of("section 22")
    assert "in the version of 27 March 2026" in source_of("DAA 2021 s.22").because
    assert "nothing of it" in source_of("HRA 1998 s.6").because
