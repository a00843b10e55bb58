"""Fields: what they take, what they refuse, and the sentence each refusal is."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import example, given
from hypothesis import strategies as st

from haven.web.parts import forms


def refused(field: Any, typed: Any) -> str:
    with pytest.raises(ValidationError) as error:
        field.clean(typed)
    assert len(error.value.messages) == 1
    return str(error.value.messages[0])


NAME = forms.PersonNameField(label="Full name")


@pytest.mark.parametrize(
    "name",
    [
        "O",
        "Nguyễn Thị",
        "O’Brien-Smith",
        "O'Neil",
        "王小明",
        "محمد",
        "Zoë",
        "Siân",
        "𐐀",
        "X Æ A-12",
        "அருண்",
        "N" * 200,
        "Ẃ ŷ",
    ],
)
def test_names_of_any_script_pass(name: str) -> None:
    assert NAME.clean(name) == unicodedata.normalize("NFC", name)


def test_names_are_composed_and_tidied() -> None:
    assert NAME.clean("  Zoe\u0308   \t Smith\u00a0") == "Zoë Smith"


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "\u3000", None])
def test_a_name_that_shows_nothing_is_missing(typed: str | None) -> None:
    assert refused(NAME, typed) == "Enter the full name"


@pytest.mark.parametrize("typed", ["Ann\x00", "An\nn", "A\x1bnn", "Ann\u202e", "\ud800", "Ann\u2028", "Ann\r\n"])
def test_characters_that_are_not_writing_are_refused(typed: str) -> None:
    said = "Full name has characters that cannot be printed. Delete them, or type it again"
    assert refused(NAME, typed) == said


def test_a_long_name_is_refused_with_both_numbers() -> None:
    assert refused(NAME, "N" * 10_000) == "Full name must be 200 characters or fewer. You typed 10,000"


@given(st.text(max_size=400))
@example("e\u0301" * 200)
@example("\x00")
def test_any_text_is_a_storable_name_or_a_sentence(typed: str) -> None:
    try:
        name = NAME.clean(typed)
    except ValidationError as error:
        assert error.messages[0][0].isupper()
        return
    assert 1 <= len(name) <= 200
    assert name == unicodedata.normalize("NFC", name)
    assert not [c for c in name if unicodedata.category(c) in ("Cc", "Cs")]
    assert NAME.clean(name) == name
    name.encode("utf-8")


@given(st.text(max_size=400))
def test_an_account_read_back_is_the_same(typed: str) -> None:
    field = forms.AccountField(label="What happened", required=False)
    try:
        account = field.clean(typed)
    except ValidationError:
        return
    assert field.clean(account) == account
    assert field.clean(account.replace("\n", "\r\n")) == account


def test_an_account_keeps_its_lines() -> None:
    account = forms.AccountField(label="What happened")
    assert account.clean("One.\r\n\r\n  Two. \r\n") == "One.\n\n  Two."
    assert refused(account, "x" * 5001) == "What happened must be 5,000 characters or fewer. You typed 5,001"
    assert "cannot be printed" in refused(account, "a\x00b")


def test_reasons_are_a_sentence() -> None:
    reasons = forms.ReasonField(label="Reasons")
    assert refused(reasons, "") == "Enter the reasons"
    assert refused(reasons, "ok") == "Reasons must be a sentence or more"
    assert forms.ReasonField(label="Reasons", required=False).clean("") == ""


@pytest.mark.parametrize("typed", ["cr01vv", "CR0 1VV", " cr0  1vv ", "CR0-1VV", "ＣＲ０ １ＶＶ"])
def test_postcodes_however_typed(typed: str) -> None:
    assert forms.PostcodeField(label="Postcode").clean(typed) == "CR0 1VV"


def test_postcodes_refused_and_halves() -> None:
    field = forms.PostcodeField(label="Postcode")
    assert refused(field, "CR0") == "Postcode must be a full UK postcode, like CR0 1VV"
    assert refused(field, "") == "Enter the postcode"
    assert forms.PostcodeField(label="Postcode", partial=True).clean("cr0") == "CR0"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("01632 960 001", "+441632960001"),
        ("(01632) 960-001", "+441632960001"),
        ("07700 900982", "+447700900982"),
        ("+44 (0)808 157 0192", "+448081570192"),
        ("0044 808 157 0192", "+448081570192"),
        ("+353 20 910 1234", "+353209101234"),
    ],
)
def test_phone_numbers(typed: str, kept: str) -> None:
    assert forms.PhoneField(label="Phone number").clean(typed) == kept


@pytest.mark.parametrize(
    "typed", ["999", "call me", "01632", "0163296000²", "+0", "07700 900 982 123 456", "٠١٦٣٢٩٦٠٠٠١x"]
)
def test_not_phone_numbers(typed: str) -> None:
    said = "Enter a phone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192"
    assert refused(forms.PhoneField(label="Phone number"), typed) == said


@pytest.mark.parametrize("typed", ["", "0", "5001", "-1", "ten", "1e3", "9" * 5000, "²", "1.5"])
def test_numbers_out_of_range(typed: str) -> None:
    field = forms.WholeNumberField(least=1, most=5000, label="How far?", called="how many metres they must stay away")
    assert refused(field, typed) == "Enter how many metres they must stay away, from 1 to 5,000"


def test_numbers() -> None:
    field = forms.WholeNumberField(least=0, most=5000, label="Metres")
    assert [field.clean(t) for t in ("100", "1,500", " 0 ")] == [100, 1500, 0]
    assert forms.WholeNumberField(least=1, most=9, label="Metres", required=False).clean("") is None


def test_choices_are_made_not_left() -> None:
    field = forms.OneOf([("a", "A"), forms.Option("b", "B", "hint")], label="Your decision")
    assert refused(field, "") == "Choose your decision"
    assert refused(field, "c") == "Choose one of the answers shown"
    assert field.clean("b") == "b"
    question = forms.OneOf([("a", "A")], label="What did the court do?")
    assert refused(question, None) == "Choose an answer to “What did the court do?”"


def test_several() -> None:
    field = forms.SeveralOf([("a", "A"), ("b", "B")], label="Days")
    assert refused(field, []) == "Choose the days"
    assert refused(field, ["a", "z"]) == "Choose from the answers shown"
    assert refused(field, "a") == "Choose the days"
    assert field.clean(["a", "a", "b"]) == ["a", "b"]


def test_yes_no_and_confirm() -> None:
    field = forms.YesNo(label="Was it read out?", called="whether it was read out")
    assert (field.clean("yes"), field.clean("no")) == (True, False)
    assert refused(field, "") == "Choose whether it was read out"
    assert forms.YesNo(label="Was it?", required=False).clean("") is None
    assert (
        refused(forms.Confirmed(label="I read it", missing="Confirm that you read it"), False)
        == "Confirm that you read it"
    )


def test_files() -> None:
    field = forms.UploadField(label="Photo of the signed copy", kinds=("jpg", "pdf"), most_bytes=1_000_000)
    assert refused(field, None) == "Choose a file for the photo of the signed copy"
    assert refused(field, SimpleUploadedFile("a.jpg", b"")) == "The file is empty. Choose another"
    assert refused(field, SimpleUploadedFile("a.exe", b"x")) == "The file must be one of these kinds: JPG, PDF"
    assert refused(field, SimpleUploadedFile("a.jpg", b"x" * 1_000_001)) == "The file must be smaller than 1 MB"
    assert field.clean(SimpleUploadedFile("A.JPG", b"x")).size == 1


def test_refusals_of_an_operation_stand_beside_the_field() -> None:
    from tests.web_parts.gallery import Shown

    class Form(forms.HavenForm):
        name = NAME

    form = Form({"name": "Ann"})
    assert form.is_valid()
    form.refuse([Shown("DAA 2021 s.22(6)", False, "They are under 18")], "name")
    assert form.errors == {"name": ["They are under 18 (s.22(6))"]}
