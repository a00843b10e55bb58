"""Sign in by password, or in practice mode through a door."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from haven.accounts.models import PRACTICE_PASSWORD, ROLES, Instance, PracticeAccount
from haven.web import session as limits
from haven.web.parts.words import whole_number
from haven.web.staff.session import typed


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody makes an account for themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The work email or the password is not right. Check both and try again.",
        "too_many_login_attempts": "Too many tries. Wait 15 minutes and try again, or ask your administrator.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        email, password = self.fields["login"], self.fields["password"]
        email.label, password.label, password.help_text = "Work email", "Password", ""
        email.error_messages |= {
            "required": "Enter your work email",
            "invalid": "Enter a work email with an @, like name@force.example",
        }
        password.error_messages["required"] = "Enter your password"


class SignInView(LoginView):  # type: ignore[misc]
    form_class = SignInForm
    template_name = "staff/sign_in.html.j2"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "doors": practice_doors(),
            "next": self.request.GET.get("next", ""),
            "progress": practice_progress(),
            "practice_password": PRACTICE_PASSWORD,
            "chosen": "chosen" in self.request.GET,
            "typed": self.request.POST.get("typed", ""),
        }

    def form_valid(self, form: SignInForm) -> HttpResponse:
        return _begun(self.request, super().form_valid(form))


sign_in = SignInView.as_view()


def _begun(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Somebody has signed in, or not. What they had typed before they had to is shown to be sent, if they brought any."""
    at = request.now  # type: ignore[attr-defined]
    if not request.user.is_authenticated:
        return answer
    limits.begin(request, at)
    found = typed.opened(request.POST.get("typed", ""), request.user.pk, at)
    if found is None:
        return answer
    return render(request, "staff/typed_before.html.j2", {"typed": found})


def signed_out(request: HttpRequest, before: Any, closed: str) -> HttpResponse:
    """The answer to a form that was sent after its sender's time was over: sign in again, with the form in the page. In
    practice it offers the door of the same person."""
    doors = [(world, [d for d in people if d["code"] == str(before.pk)]) for world, people in practice_doors()]
    values = {
        "form": SignInForm(request=request),
        "doors": [(world, people) for world, people in doors if people],
        "next": "",
        "progress": None,
        "chosen": False,
        "typed": closed,
        "was_signed_out": True,
        "practice_password": PRACTICE_PASSWORD,
    }
    return render(request, "staff/sign_in.html.j2", values, status=401)


def practice_doors() -> list[tuple[str, list[dict[str, str]]]]:
    """The doors of practice mode by world; none outside it."""
    if not settings.PRACTICE:
        return []
    accounts = PracticeAccount.objects.select_related("user__force").order_by("position")
    worlds: dict[str, list[dict[str, str]]] = {}
    for account in accounts:
        words = " ".join(part for part in (account.user.name, account.user.collar_no) if part)
        door = {"code": str(account.user_id), "role": ROLES[account.role], "person": words, "first": account.first}
        worlds.setdefault(account.world, []).append(door)
    return list(worlds.items())


def practice_progress() -> tuple[int, int] | None:
    """How many practice cases are placed of how many, while they are being placed."""
    instance = Instance.objects.filter(practice=True).first() if settings.PRACTICE else None
    if instance is None or instance.progress_done >= instance.progress_of:
        return None
    return instance.progress_done, instance.progress_of


@require_POST
def practise_as(request: HttpRequest) -> HttpResponse:
    """One press signs in as an invented person. Only in practice, only as a person who has a door."""
    code = whole_number(request.POST.get("as", ""), 12)
    if not settings.PRACTICE or code is None:
        raise Http404
    account = PracticeAccount.objects.select_related("user").filter(user_id=code).first()
    if account is None:
        raise Http404
    login(request, account.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return _begun(request, HttpResponseRedirect(wanted if wanted and safe else "/"))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect("/sign-in")


def locked_out(
    request: HttpRequest, credentials: dict[str, str] | None = None, *args: object, **kwargs: object
) -> HttpResponse:
    """Too many wrong passwords: the same words for an address that exists and one that does not."""
    return render(request, "staff/locked_out.html.j2", status=429)
