"""Error sentences that use the field's own label (experience of the house: what is wrong, then how to put it right)."""

from __future__ import annotations

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# Words of a label: those of a page in two languages are put into its language when they are shown.
Words = str | Promise
_NO_ARTICLE = frozenset(
    (
        "your",
        "their",
        "the",
        "his",
        "her",
        "our",
        "any",
        "how",
        "where",
        "who",
        "when",
        "why",
        "what",
        "which",
        "whether",
    )
)


def lower_first(text: str) -> str:
    """Lower the first letter, unless the word is an abbreviation."""
    if len(text) > 1 and text[1].isupper():
        return text
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


class Named(forms.Field):
    """A field that knows how to speak of itself. `called`: how a sentence names it, where the label is a question."""

    called: Words | None = None

    def named(self) -> str:
        """As the object of a sentence: "the date the notice was given"."""
        if self.called:
            return str(self.called)
        label = lower_first(str(self.label or "").rstrip("?: "))
        if get_language() == "cy":
            return label
        first = label.split(" ", 1)[0].lower()
        return label if first in _NO_ARTICLE else f"the {label}"

    def title(self) -> str:
        """As the subject of a sentence: "Date the notice was given"."""
        if self.called:
            return upper_first(str(self.called).removeprefix("the "))
        return str(self.label or "").rstrip("?: ")

    def is_question(self) -> bool:
        return self.called is None and str(self.label or "").rstrip().endswith("?")


def enter(field: Named) -> str:
    """Nothing was typed."""
    if field.is_question():
        return _("Answer “%(question)s”") % {"question": field.label}
    return _("Enter %(named)s") % {"named": field.named()}


def choose(field: Named) -> str:
    """Nothing was chosen."""
    if field.is_question():
        return _("Choose an answer to “%(question)s”") % {"question": field.label}
    return _("Choose %(named)s") % {"named": field.named()}


def number(n: int) -> str:
    return f"{n:,}"


def too_long(field: Named, limit: int, typed: int) -> str:
    words = {"title": field.title(), "limit": number(limit), "typed": number(typed)}
    return _("%(title)s must be %(limit)s characters or fewer. You typed %(typed)s") % words


def unprintable(field: Named) -> str:
    return _("%(title)s has characters that cannot be printed. Delete them, or type it again") % {
        "title": field.title()
    }
