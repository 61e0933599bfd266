# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Take what must not be kept out of the text of a call.

Works on the text itself, so that it also holds for bodies that are cut off, for XML
escaped inside XML (a qbXML request in its SOAP envelope) and for JSON inside JSON.
"""

from __future__ import annotations

import re

# Keys of OAuth and SOAP, and the fields of QuickBooks Online and qbXML that hold tax
# ids, bank accounts and cards.
_SECRETS = (
    *("access_token", "refresh_token", "id_token", "token", "client_secret"),
    *("code_verifier", "authorization", "password", "strPassword", "verifier_token"),
    *("TaxIdentifier", "PrimaryTaxIdentifier", "SecondaryTaxIdentifier"),
    *("BusinessNumber", "GSTIN", "VendorTaxIdent", "SSN", "EIN", "EmployerId"),
    "TaxRegistrationNumber",
    *("BankAccountNumber", "BankBranchIdentifier", "BankNumber", "RoutingNumber"),
    *("CreditCardNumber", "CreditCardNo", "CCNumber"),
    # Not everybody who reads the log may read the files: neither their names, nor the
    # addresses from which anybody can fetch them for a while.
    *("FileName", "FileAccessUri", "TempDownloadUri"),
    *("ThumbnailFileAccessUri", "ThumbnailTempDownloadUri"),
)
_ANY = "|".join(_SECRETS)


def _around(before, after):
    """Each secret's key with what stands before and after it."""
    return tuple(f"{before}{secret}{after}".lower() for secret in _SECRETS)


# Each rule: texts in lower case of which one must be there for it to apply, because
# looking for those is many times faster than the pattern; the pattern; what it leaves.
_RULES = tuple(
    (signs, re.compile(pattern, flags), replacement)
    for signs, pattern, replacement, flags in (
        # "access_token": "…"
        (
            _around('"', '"'),
            rf'("(?:{_ANY})"\s*:\s*")(?:[^"\\]|\\.)*',
            r"\1***",
            re.IGNORECASE,
        ),
        # the same inside an outer JSON text: \"access_token\": \"…\"
        (
            (r"\"",),
            rf'(\\"(?:{_ANY})\\"\s*:\s*\\")[^"\\]*',
            r"\1***",
            re.IGNORECASE,
        ),
        # "TaxIdentifier": 123456789
        (
            _around('"', '"'),
            rf'("(?:{_ANY})"\s*:\s*)-?\d[\d.]*',
            r'\1"***"',
            re.IGNORECASE,
        ),
        # <TaxIdentifier …>…</…>, with or without prefix, also escaped
        (
            ("<", "&lt;"),
            rf"((?:<|&lt;)(?:[\w.-]+:)?(?:{_ANY})"
            r"(?:\s(?:(?!&gt;)[^<>])*)?(?:>|&gt;))(?:(?!&lt;)[^<])*",
            r"\1***",
            re.IGNORECASE,
        ),
        # access_token=…&
        (
            _around("", "="),
            rf"((?<![\w%.-])(?:{_ANY})=)[^&\s\"'<>;]+",
            r"\1***",
            re.IGNORECASE,
        ),
        # The authorization code. In JSON "code" is the code of a fault, and a short
        # one in running text is too.
        (("code=",), r"((?<![\w%.-])code=)[\w.~%-]{12,}", r"\1***", re.NOFLAG),
        # A bank account inside the check of a payment; elsewhere AcctNum is a number
        # that everybody may see.
        (
            ('"checkpayment"',),
            r'("CheckPayment"\s*:\s*\{[^{}]*?"AcctNum"\s*:\s*")[^"]*',
            r"\1***",
            re.NOFLAG,
        ),
        # Headers, and tokens that stand alone: bearer and refresh tokens, JSON web
        # tokens, the expired token that Intuit's gateway quotes.
        (("bearer",), r"(\bBearer\s+)[\w.~+/=-]{8,}", r"\1***", re.IGNORECASE),
        (("basic",), r"(\bBasic\s+)[A-Za-z0-9+/]{20,}={0,2}", r"\1***", re.NOFLAG),
        (
            ("token expired", "token revoked", "token invalid"),
            r"(\bToken (?:expired|revoked|invalid)\s*:\s*)[^\s\"<\\]+",
            r"\1***",
            re.IGNORECASE,
        ),
        (("eyj",), r"\beyJ[\w-]{8,}\.[\w.-]+", "***", re.NOFLAG),
        (("ab11",), r"\bAB11[A-Za-z0-9]{30,}", "***", re.NOFLAG),
    )
)


def redact(text: str) -> str:
    """``text`` with tokens, secrets, tax ids and bank accounts replaced by "***".

    Redacting twice changes nothing.
    """
    lower = text.lower()
    for signs, pattern, replacement in _RULES:
        if any(sign in lower for sign in signs):
            text = pattern.sub(replacement, text)
    return text
