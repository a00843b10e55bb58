"""The card with a code, and the questions on paper. What they say is in the catalogue of the public host."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from haven.documents.papers import CardPaper, FormPaper, FormQuestion, RenderedPaper, render_public
from haven.feedback.codes import tidy_code
from haven.feedback.easy_paper import easy_form
from haven.feedback.questions import ASKED
from haven.languages.asking import ENGLISH, SITE, WELSH, approved, shown, site_version
from haven.leaflets.papers import WORDS, shared


def make_paper(how: str, code: str, moment: str, language: str, day: date, site: str) -> RenderedPaper:
    """The paper of an invitation (card, form, easy), in her language where its words may be shown; else in English."""
    language = language_shown(language)
    with translation.override(language):
        values = _with_plain_address(
            shared(language, _("Your views"), day, site, path=f"f/{tidy_code(code)}", mark=draft_mark(language))
        )
        if how == "easy":
            return render_public("feedback_easy", easy_form(values, code, moment))
        return _form(values, code, moment) if how == "form" else _card(values, code)


def language_shown(language: str) -> str:
    """Welsh only where its words may be shown; else English."""
    return language if language != WELSH or shown(SITE, site_version()) else ENGLISH


def draft_mark(language: str) -> str:
    """What the foot says of Welsh that no translator has approved."""
    return WORDS[language]["draft"] if language == WELSH and not approved(SITE, site_version()) else ""


def _card(values: dict[str, Any], code: str) -> RenderedPaper:
    """A card of the size of a bank card: a neutral address, a code, and nothing of what it is about."""
    view = CardPaper(
        **values,
        lines=(_("A few questions about how we treated you. Three minutes, without your name."),),
        more=_("Type the code at"),
        back=(
            _("You do not have to answer. It changes nothing for you."),
            _("It works once and for 14 days."),
            _("Not for emergencies: call 999."),
            _("Throw it away if it is not safe to keep."),
        ),
        code=code,
    )
    return render_public("feedback_card", view)


def _form(values: dict[str, Any], code: str, moment: str) -> RenderedPaper:
    """The same questions as on the screen, on paper. Staff enter what comes back."""
    questions = tuple(
        FormQuestion(words=str(q.words), answers=tuple(str(words) for _code, words in q.answers)) for q in ASKED[moment]
    )
    view = FormPaper(
        **values,
        lead=(
            _("A few questions about how we treated you. You can leave out any of them."),
            _("We do not ask what happened to you, and we do not ask your name."),
        ),
        promise=_(
            "If you tell us that you are less safe or afraid, or that we did not contact you in your safe way, one person "
            "will see who you are, so that somebody can help you. The same if you ask for a reply. Nobody else will."
        ),
        code_words=_("Your code, if you would rather answer on a screen:"),
        code=code,
        questions=questions,
        close=(_("Give this back to anybody from us, or use the code. Not for emergencies: call 999."),),
    )
    return render_public("feedback_form", view)


def _with_plain_address(values: dict[str, Any]) -> dict[str, Any]:
    """The printed address leaves the code out: it stands beside it in large type."""
    return values | {"address": str(values["address"]).rsplit("/", 1)[0], "qr_alt": _("Code that opens the questions")}
