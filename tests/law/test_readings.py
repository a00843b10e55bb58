"""The readings in plain words: what the marks of the file mean, and that each section of Part 3 has one that reads as it was written."""

import pytest

from haven_law import readings as file
from haven_law.readings import Open, Reading, reading_of, readings

TEXT = """# A note for who writes it.

= 29
The clock runs for 48 counted hours.
 It starts when the notice is given.
? A2 Is 26 December counted?
? Which court sits?
! Rules of court, second part.

= Sch.1
A warrant.
"""


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch, tmp_path):  # type: ignore[no-untyped-def]
    """The readings of another file, as if it were ours."""

    def read(text: str) -> dict[str, Reading]:
        (tmp_path / "readings.txt").write_text(text, encoding="utf-8")
        monkeypatch.setattr(file.resources, "files", lambda package: tmp_path)
        readings.cache_clear()
        return readings()

    yield read
    readings.cache_clear()


def test_what_the_marks_mean(written) -> None:  # type: ignore[no-untyped-def]
    assert written(TEXT) == {
        "29": Reading(
            "29",
            ("The clock runs for 48 counted hours.", "It starts when the notice is given."),
            (Open("A2", "Is 26 December counted?"), Open(None, "Which court sits?")),
            ("Rules of court, second part.",),
        ),
        "Sch.1": Reading("Sch.1", ("A warrant.",)),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A line of nothing.\n= 1\n", "This line belongs to no section: A line of nothing."),
        ("= 1\nOnce.\n= 1\nTwice.\n", "Section 1 is read twice."),
    ],
)
def test_a_file_written_wrongly_is_refused(written, text: str, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="^" + said + "$"):
        written(text)


def test_every_section_of_part_3_is_read() -> None:
    wanted = [*("1", "2", "3"), *map(str, range(22, 57)), "Sch.1"]
    assert set(wanted) <= set(readings())
    for number in wanted:
        reading = reading_of(number)
        assert reading is not None and reading.number == number and reading.paragraphs
        assert all(not line.startswith(("?", "!", "=", "#")) for line in reading.paragraphs)
    assert reading_of("999") is None
