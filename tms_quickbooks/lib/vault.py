# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets at rest: tokens and client secrets are stored encrypted, never in clear."""

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
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            # The text of the key must not travel with the exception.
            raise VaultError("an encryption key is missing or malformed") from error

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

    def rotate(self, sealed):
        """The same secret under the first key."""
        if not sealed:
            return ""
        try:
            return self._fernet.rotate(sealed.encode()).decode()
        except InvalidToken:
            raise VaultError("no encryption key fits the stored secret") from None
