"""Addresses on streets that do not exist, with postcodes of a form that the post never gives out, and telephone numbers
from the ranges kept for drama."""

import random

STREETS = {
    "Croydon": (
        "Larkspur Walk",
        "Pennyroyal Road",
        "Tamarisk Street",
        "Windlestraw Close",
        "Cudweed Lane",
        "Saltern Rise",
    ),
    "Bromley": ("Teasel Rise", "Mallow Court Road", "Bryony Crescent", "Sedgemoor Path", "Fennel Row", "Woodruff Way"),
    "Sutton": (
        "Vetchling Road",
        "Self-heal Avenue",
        "Campion Steps",
        "Ploughman Gardens",
        "Yarrow Turning",
        "Spurrey Lane",
    ),
}
_OUTWARD = {"Croydon": ("CR0", "CR2", "CR7"), "Bromley": ("BR1", "BR2", "BR6"), "Sutton": ("SM1", "SM2", "SM5")}
# The second half of a real postcode never holds one of these letters.
_NEVER_USED = "CIKMOV"
DRAMA_MOBILE, DRAMA_LONDON = "07700 900", "020 7946 0"


def home(chance: random.Random, area: str) -> tuple[str, str]:
    """Lines and postcode of an invented home."""
    street, number = chance.choice(STREETS[area]), chance.randrange(1, 190)
    flat = f"Flat {chance.randrange(1, 40)}, " if chance.random() < 0.4 else ""
    return f"{flat}{number} {street}, {area}", postcode(chance, area)


def postcode(chance: random.Random, area: str) -> str:
    return f"{chance.choice(_OUTWARD[area])} {chance.randrange(1, 10)}{chance.choice(_NEVER_USED)}{chance.choice(_NEVER_USED)}"


def mobile(chance: random.Random) -> str:
    return f"{DRAMA_MOBILE}{chance.randrange(1000):03d}"


REFUGES = ("a refuge in another borough", "the home of a relative", "temporary housing")


def hidden_place(chance: random.Random) -> tuple[str, str]:
    """Where somebody is who must not be found. Invented, and sealed at once."""
    word = chance.choice(("Juniper", "Halyard", "Sorrel", "Tansy", "Rowanberry", "Quillwort"))
    return (
        f"{chance.randrange(2, 90)} {word} House, {word} Approach",
        f"ZZ{chance.randrange(1, 9)} {chance.randrange(1, 10)}OK",
    )
