# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets at rest: tokens and client secrets are stored encrypted, never in clear."""

import hashlib
from contextlib import suppress

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class VaultError(Exception):
    """A key is missing or unusable, or a stored secret fits none of the keys."""


class Vault:
    """Encrypts with the first key, decrypts with any of them.

    Keys are Fernet keys (32 random bytes in URL-safe base64). A new key is put in
    front of the old ones; `rotate` then moves a stored secret to the new key.
    """

    def __init__(self, keys):
        try:
            self._by_fingerprint = {fingerprint(key): Fernet(key) for key in keys}
            self._fernet = MultiFernet(self._by_fingerprint.values())
        except ValueError:
            # Neither the key's text nor a traceback with it travels further.
            raise VaultError("an encryption key is missing or malformed") from None

    @property
    def newest(self):
        """The fingerprint of the key that seals."""
        return next(iter(self._by_fingerprint))

    @staticmethod
    def new_key():
        """A fresh key, as text."""
        return Fernet.generate_key().decode()

    def seal(self, secret):
        """The secret, encrypted, as text; nothing stays nothing."""
        return self._fernet.encrypt(secret.encode()).decode() if secret else ""

    def open(self, sealed):
        """The secret in clear.

        :raises VaultError: when no key fits, as in a database copied without its keys
        """
        if not sealed:
            return ""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise VaultError("no encryption key fits the stored secret") from None

    def sealed_by(self, sealed):
        """The fingerprint of the key that opens a stored secret, or None."""
        for name, key in self._by_fingerprint.items():
            with suppress(InvalidToken):
                key.decrypt(sealed.encode())
                return name
        return None

    def rotate(self, sealed):
        """The same secret under the first key."""
        if not sealed:
            return ""
        try:
            return self._fernet.rotate(sealed.encode()).decode()
        except InvalidToken:
            raise VaultError("no encryption key fits the stored secret") from None


def fingerprint(key):
    """Eight characters that tell keys apart and do not help to guess one."""
    return hashlib.sha256(key.encode()).hexdigest()[:8]
