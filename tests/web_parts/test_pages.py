"""Every layout and macro, rendered: sound mark-up, nothing inline, nothing typed lost, no class without a style."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup

import haven.web.parts
from haven.web.parts import forms
from haven.web.parts.jinja import environment
from tests.web_parts import gallery
from tests.web_parts.markup import attributes, classes, classes_in_css, text, texts_of

PARTS = Path(haven.web.parts.__file__).parent
STATIC = PARTS / "static/haven"
PAGES = sorted(gallery.PAGES)


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    return gallery.render(request.param)


def test_nothing_is_inline(page: str) -> None:
    for tag, attrs in attributes(page):
        assert "style" not in attrs, attrs
        assert not [name for name in attrs if name.startswith(("on", "hx-on"))]
        assert tag != "style"
        assert tag != "script" or attrs.get("src")


def test_ids_are_unique_and_references_resolve(page: str) -> None:
    ids = [attrs["id"] for _, attrs in attributes(page) if "id" in attrs]
    assert len(ids) == len(set(ids))
    for _, attrs in attributes(page):
        for name in ("for", "aria-labelledby", "aria-describedby", "data-aria-controls"):
            assert set(attrs.get(name, "").split()) <= set(ids), attrs
        if attrs.get("href", "").startswith("#"):
            assert attrs["href"][1:] in ids, attrs


def test_one_heading_of_the_first_level(page: str) -> None:
    assert len(texts_of(page, "h1")) == 1


def test_forms_carry_the_token_and_leave_checking_to_us(page: str) -> None:
    found = [attrs for tag, attrs in attributes(page) if tag == "form"]
    tokens = [attrs for _, attrs in attributes(page) if attrs.get("name") == "csrfmiddlewaretoken"]
    assert len(tokens) == len([f for f in found if f.get("method") == "post"])
    required = [a for tag, a in attributes(page) if tag in ("input", "textarea", "select") and "required" in a]
    assert not required


def test_every_class_has_a_style(page: str) -> None:
    styled = classes_in_css((STATIC / "haven.css").read_text(encoding="utf-8"))
    # Names that only mark a place: for scripts, or the first part of a name with variants.
    marks = {
        "t",
        "u",
        "s",
        "govuk-checkboxes",
        "govuk-fieldset__heading",
        "hv-clock",
        "hv-track",
        "is-read",
        "hv-main",
        "hv-bare",
        "hv-desk",
        "hv-public",
    }
    marks |= {"govuk-hint--item", "govuk-service-navigation__wrapper", "govuk-frontend-supported", "js-enabled"}
    marks |= {
        "govuk-password-input",
        "govuk-password-input__input",
        "govuk-js-password-input-toggle",
        "govuk-js-password-input-input",
    }
    marks |= {
        "govuk-js-character-count",
        "govuk-character-count",
        "govuk-date-input__input",
        "govuk-error-summary__body",
    }
    assert classes(page) - styled - marks <= set(), classes(page) - styled - marks


def test_a_page_weighs_little(page: str) -> None:
    files = [
        STATIC / "haven.css",
        STATIC / "start.js",
        STATIC / "staff.js",
        STATIC / "session.js",
        *(STATIC / "vendor").glob("*.js"),
    ]
    sent = sum(len(gzip.compress(file.read_bytes())) for file in files) + len(page.encode())
    assert sent < 100_000


def test_titles() -> None:
    assert texts_of(gallery.render("board"), "title") == ["48-hour clock board – Haven"]
    assert texts_of(gallery.render("question_error"), "title") == ["Error: What should the notice stop? – Haven"]


def test_the_public_world_names_nothing() -> None:
    page = gallery.render("public")
    assert texts_of(page, "title") == ["Updates"]
    assert "Haven" not in text(page)
    assert 'id="mark"' not in page
    assert "htmx" not in page
    links = [attrs for tag, attrs in attributes(page) if tag == "a"]
    assert links[0]["href"] == "#main-content"
    assert links[1] | {"class": ""} == {"href": "/u/leave", "class": "", "data-exit": "", "rel": "nofollow noreferrer"}
    icon = next(attrs for tag, attrs in attributes(page) if tag == "link" and attrs.get("rel") == "icon")
    assert icon["href"] == "/favicon.svg"


def test_the_shell_of_staff_pages() -> None:
    page = gallery.render("case")
    assert "Invented people. Nothing is sent." in text(page)
    assert "The clock watch stopped at 1:58pm." in text(page)
    assert "99+" in text(page)
    assert "Practice Force, Croydon" in text(page)
    assert 'action="/sign-out"' in page


def test_a_name_that_does_not_exist_is_an_error() -> None:
    env = environment()
    with pytest.raises(jinja2.UndefinedError):
        env.from_string("{{ nothing }}").render()
    with pytest.raises(jinja2.UndefinedError):
        env.from_string('{% from "parts/look.html.j2" import status %}{{ status("lively", "x") }}').render()


def test_a_form_rendered_without_a_request_is_an_error() -> None:
    with pytest.raises(LookupError):
        environment().from_string("{{ csrf() }}").render()


def _drawn(source: str, **names: object) -> str:
    head = "".join(
        f'{{% from "parts/{file}.html.j2" import {", ".join(macros)} %}}'
        for file, macros in {
            "look": ["findings", "clauses", "facts", "pager"],
            "form": ["text_input", "textarea", "radios", "error_summary", "moment_input", "select", "hidden"],
        }.items()
    )
    return environment().from_string(head + source).render(**names)


def test_a_judgement_is_never_a_tick() -> None:
    for met in (True, None):
        html = _drawn("{{ findings([f]) }}", f=gallery.Shown("DAA 2021 s.22(3)", met, "grounds", for_you=True))
        assert "#s-read" in html
        assert "#s-ok" not in html
    refused = _drawn("{{ findings([f]) }}", f=gallery.Shown("DAA 2021 s.22(3)", False, "grounds", for_you=True))
    assert "#s-act" in refused
    assert "Judged not met:" in refused


def test_text_is_escaped_and_markup_is_not() -> None:
    html = _drawn("{{ facts(pairs) }}", pairs=[("<a>", "<b>"), ("c", Markup("<b>d</b>")), ("gone", None)])
    assert "&lt;a&gt;" in html
    assert "&lt;b&gt;" in html
    assert "<b>d</b>" in html
    assert "gone" not in html


def test_a_pager_without_neighbours_is_nothing() -> None:
    assert _drawn("{{ pager(none, none) }}").strip() == ""


class Small(forms.HavenForm):
    name = forms.PersonNameField(label="Full name")
    account = forms.AccountField(label="What happened")
    choice = forms.OneOf([("a", "A"), ("b", "B")], label="Choice")
    court = forms.Picked([("x", "X & Y")], label="Court")


def test_what_was_typed_stands_there_again() -> None:
    typed = {"name": '"><script>\x00', "account": "line one\n  <b>two\n\n\nfive", "choice": "b", "court": "nowhere"}
    form = Small(typed)
    html = _drawn("{{ text_input(form.name) }}{{ textarea(form.account) }}{{ radios(form.choice) }}", form=form)
    assert "<script>" not in html
    values = [attrs.get("value") for tag, attrs in attributes(html) if tag == "input"]
    assert '"><script>\N{REPLACEMENT CHARACTER}' in values
    assert [a["value"] for t, a in attributes(html) if t == "input" and "checked" in a] == ["b"]


def test_a_long_text_inside_a_choice_is_not_pushed_to_the_right() -> None:
    form = Small({"account": "one\ntwo\n  three"})
    html = _drawn('{{ radios(form.choice, reveals={"a": textarea(form.account)}) }}', form=form)
    inner = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.S)
    assert inner is not None
    assert inner[1] == "one&#10;two&#10;  three"


def test_nothing_is_preselected() -> None:
    html = _drawn("{{ radios(form.choice) }}{{ select(form.court) }}", form=Small())
    assert not [a for _, a in attributes(html) if "checked" in a]
    options = [a for t, a in attributes(html) if t == "option"]
    assert [o["value"] for o in options if "selected" in o] in ([], [""])


def test_the_summary_says_what_the_fields_say_and_leads_there() -> None:
    form = Small({})
    html = _drawn("{{ error_summary(form) }}", form=form)
    assert [a["href"] for t, a in attributes(html) if t == "a"] == [
        "#id_name",
        "#id_account",
        "#id_choice",
        "#id_court",
    ]
    assert "Enter the full name" in text(html)
    assert _drawn("{{ error_summary(form) }}", form=Small()).strip() == ""


def test_which_of_the_two_is_asked_only_when_it_happened_twice() -> None:
    from tests.web_parts.test_moments import NOW, Form

    day = {"given-day": "25", "given-month": "10", "given-year": "2026"}
    asked = _drawn("{{ moment_input(form.given) }}", form=Form(day | {"given-time": "1:30am"}, now=NOW))
    assert "Before the clocks went back" in asked
    plain = _drawn("{{ moment_input(form.given) }}", form=Form(day | {"given-time": "3:30am"}, now=NOW))
    assert "Before the clocks went back" not in plain
