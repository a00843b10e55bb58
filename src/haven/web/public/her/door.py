"""The door: card number, phrase and PIN, all on one page. Whatever is wrong, and with the PIN under duress, there is one
answer, the same to the letter."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haven.support.asking import prove, source_key
from haven.support.proving import PROVEN, Said, tidy_digits
from haven.web.parts.forms import HavenForm, TextField
from haven.web.public import pages
from haven.web.public.her import doors, visit

# From one place within ten minutes; each try costs this machine several slow hash computations.
MOST_KNOCKS = 30


class DoorForm(HavenForm):
    """Only what is empty is said beside a field: everything else is the same answer."""

    card = TextField(label=_("Card number"), called="the card number", max_length=40,
                     help_text=_("8 digits, on the card or where you wrote it down"))  # fmt: skip
    phrase = TextField(label=_("Your phrase"), called="your phrase", max_length=200, help_text=_("Three words"))
    pin = TextField(
        label=_("PIN"),
        called="the PIN",
        max_length=40,
        required=False,
        help_text=_("6 digits. If you help somebody and have no PIN, leave it empty"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Sign in. There is no other way in: nothing is sent by text, e-mail or call, and nobody is let in because they hold a
    telephone."""
    form = DoorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _let_in(request, form)
    here = doors.practice_doors() if settings.PRACTICE else []
    out, kept = request.GET.get("out") == "1", request.GET.get("kept") == "1"
    return visit.page(request, "door", 422 if form.errors else 200, form=form, doors=here, out=out, kept=kept)


def _let_in(request: HttpRequest, form: DoorForm) -> HttpResponse:
    at, place = timezone.now(), _place(request)
    data = form.cleaned_data
    if doors.knocks(source_key(f"knock {place}"), at) > MOST_KNOCKS:
        return visit.page(request, "nothing")
    # A source is one card at one place: in a refuge, where many share a line, nobody's slips shut out anybody else.
    source = f"web {place} {tidy_digits(data['card'])}"
    answer, signer = prove(data["card"], Said(pin=data["pin"], phrase=data["phrase"]), source=source, at=at)
    token = visit.new_token()
    if doors.begin(signer if answer == PROVEN else None, token, at):
        return visit.opened(token, reverse("her_home"))
    return visit.page(request, "nothing")


def _place(request: HttpRequest) -> str:
    """Where the request came from. Behind the proxy of production the last address it wrote; nobody else's is believed."""
    written = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE else ""
    return written.rsplit(",", 1)[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))


@require_safe
def forgot(request: HttpRequest) -> HttpResponse:
    """What to do without card, PIN or phrase: ask a person, face to face."""
    return visit.page(request, "forgot")


@require_POST
def practise(request: HttpRequest) -> HttpResponse:
    """One press opens the page of an invented person. Only in practice: the database says so as well."""
    code = request.POST.get("as", "")
    token = visit.new_token()
    if not settings.PRACTICE or not (code.isascii() and code.isdigit()) or len(code) > 12:
        raise Http404
    if not doors.practice_begin(int(code), token, timezone.now()):
        raise Http404
    return visit.opened(token, reverse("her_home"))


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """The way out of every page: a visit ends at once, and the browser goes to a page that could be anybody's."""
    visit.end(request)
    answer = pages.leave(request)
    if visit.token_of(request):
        answer.delete_cookie(visit.COOKIE, samesite="Strict")
    return answer
