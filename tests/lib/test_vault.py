# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets at rest: sealed with the newest key, readable with every configured one."""

import traceback

import pytest

from tms_quickbooks.lib.vault import Vault, VaultError, fingerprint

OLD, NEW, FOREIGN = (Vault.new_key() for _number in range(3))


def test_a_secret_comes_back_and_is_not_stored_in_clear():
    sealed = Vault([NEW]).seal("secret")
    assert "secret" not in sealed
    assert Vault([NEW]).open(sealed) == "secret"


def test_nothing_stays_nothing():
    vault = Vault([NEW])
    assert (vault.seal(""), vault.open(""), vault.rotate("")) == ("", "", "")


def test_the_newest_key_seals_and_the_old_one_still_opens():
    sealed = Vault([OLD]).seal("secret")
    vault = Vault([NEW, OLD])
    assert vault.open(sealed) == "secret"
    assert vault.newest == fingerprint(NEW)
    assert vault.sealed_by(sealed) == fingerprint(OLD)
    assert vault.sealed_by(vault.seal("another")) == fingerprint(NEW)


def test_a_rotated_secret_does_without_the_old_key():
    sealed = Vault([OLD]).seal("secret")
    rotated = Vault([NEW, OLD]).rotate(sealed)
    assert Vault([NEW]).open(rotated) == "secret"


def test_a_secret_of_a_foreign_key_fits_none_and_says_so_without_it():
    sealed = Vault([FOREIGN]).seal("secret")
    vault = Vault([NEW, OLD])
    assert vault.sealed_by(sealed) is None
    for action in (vault.open, vault.rotate):
        with pytest.raises(VaultError, match="no encryption key fits"):
            action(sealed)


@pytest.mark.parametrize("keys", [[], ["not-a-key"], [NEW, "short"], [NEW[:-4]]])
def test_an_unusable_key_is_refused_and_not_told(keys):
    with pytest.raises(VaultError, match="missing or malformed") as failure:
        Vault(keys)
    told = "".join(traceback.format_exception(failure.value))
    assert NEW not in told
    assert "not-a-key" not in told


def test_a_fingerprint_is_no_part_of_the_key():
    assert len(fingerprint(NEW)) == 8
    assert fingerprint(NEW) not in NEW
    assert fingerprint(NEW) != fingerprint(OLD)
