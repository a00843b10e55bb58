"""Passwords that a guesser tries first, beyond those of the lists."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from haven.accounts.models import User

LEAST_DIFFERENT = 6


class VariedValidator:
    """Refuses a few letters or one word over and over: length alone is no strength."""

    def validate(self, password: str, user: User | None = None) -> None:
        plain = password.casefold()
        if len(set(plain)) < LEAST_DIFFERENT or _repeats(plain):
            raise ValidationError(
                _("This password repeats itself. Three or four words that do not belong together are good.")
            )

    def get_help_text(self) -> str:
        return _("Not a few letters or one word over and over.")


def _repeats(plain: str) -> bool:
    return any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, len(plain) // 2 + 1))
