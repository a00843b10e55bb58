"""Text enciphered under the key of a case or a person, which is itself enciphered under the master key.

AES-GCM; the owner is authenticated with the text, so that a cipher moved to another owner does not open."""

import base64
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import IntegrityError, transaction

from haven.accounts.in_hand import in_hand, keep
from haven.sealed.models import DataKey


@lru_cache(maxsize=4)
def _derived(master: str, purpose: str) -> bytes:
    return hmac.digest(master.encode(), purpose.encode(), "sha256")


def _wrap_key() -> bytes:
    return _derived(settings.SEAL_KEY, "haven data keys")


def blind_key() -> bytes:
    """The key of the keyed hashes: not the one that enciphers."""
    return _derived(settings.SEAL_KEY, "haven blind keys")


@lru_cache(maxsize=4096)
def _unwrapped(wrapped: bytes, owner_ref: str, wrap: bytes) -> bytes:
    return AESGCM(wrap).decrypt(wrapped[:12], wrapped[12:], owner_ref.encode())


def wrapped_key(owner_ref: str) -> tuple[bytes, bytes]:
    """A new key of an owner, and the same enciphered under the master key, as its row holds it."""
    nonce, key = os.urandom(12), AESGCM.generate_key(256)
    return key, nonce + AESGCM(_wrap_key()).encrypt(nonce, key, owner_ref.encode())


def _data_key(owner_ref: str) -> bytes:
    """The key of an owner, made when there is none. One act opens and closes a case's texts many times: within a
    transaction its key is looked up once."""
    held: bytes | None = in_hand(("data key", owner_ref))
    if held is not None:
        return held
    row = DataKey.objects.filter(owner_ref=owner_ref, destroyed_at__isnull=True).first()
    if row is None:
        _, wrapped = wrapped_key(owner_ref)
        try:
            with transaction.atomic():
                row = DataKey.objects.create(owner_ref=owner_ref, wrapped=wrapped)
        except IntegrityError:  # another transaction made it first: use that one
            row = DataKey.objects.get(owner_ref=owner_ref, destroyed_at__isnull=True)
    key = _unwrapped(bytes(row.wrapped), owner_ref, _wrap_key())
    keep(("data key", owner_ref), key)
    return key


def encipher(owner_ref: str, text: str) -> bytes:
    """The text as bytes that only this owner's key opens."""
    return encipher_bytes(owner_ref, text.encode())


def decipher(owner_ref: str, cipher: bytes | memoryview | None) -> str:
    """The text again; an empty text for no cipher. Raises InvalidTag when the cipher was changed or moved."""
    return decipher_bytes(owner_ref, cipher).decode() if cipher is not None else ""


def encipher_bytes(owner_ref: str, content: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(_data_key(owner_ref)).encrypt(nonce, content, owner_ref.encode())


def decipher_bytes(owner_ref: str, cipher: bytes | memoryview) -> bytes:
    raw = bytes(cipher)
    return AESGCM(_data_key(owner_ref)).decrypt(raw[:12], raw[12:], owner_ref.encode())


def blind(purpose: str, value: str) -> bytes:
    """A keyed hash of a normalised value, for the closed question "is this the same place"."""
    return hmac.digest(blind_key(), f"{purpose}\x1f{value}".encode(), "sha256")


def token() -> str:
    """A 128-bit name for something that appears in a URL."""
    return base64.b32encode(os.urandom(16)).decode().rstrip("=").lower()
