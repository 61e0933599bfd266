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
    r"access_token|refresh_token|id_token|token|client_secret|code_verifier"
    r"|authorization|password|strPassword|verifier_token"
    r"|TaxIdentifier|PrimaryTaxIdentifier|SecondaryTaxIdentifier|BusinessNumber|GSTIN"
    r"|VendorTaxIdent|SSN|EIN|EmployerId"
    r"|BankAccountNumber|BankBranchIdentifier|BankNumber|RoutingNumber"
    r"|CreditCardNumber|CreditCardNo|CCNumber"
)

_RULES = tuple(
    (re.compile(pattern, flags), replacement)
    for pattern, replacement, flags in (
        # "access_token": "…"
        (rf'("(?:{_SECRETS})"\s*:\s*")(?:[^"\\]|\\.)*', r"\1***", re.IGNORECASE),
        # the same inside an outer JSON text: \"access_token\": \"…\"
        (rf'(\\"(?:{_SECRETS})\\"\s*:\s*\\")[^"\\]*', r"\1***", re.IGNORECASE),
        # "TaxIdentifier": 123456789
        (rf'("(?:{_SECRETS})"\s*:\s*)-?\d[\d.]*', r'\1"***"', re.IGNORECASE),
        # <TaxIdentifier …>…</…>, with or without prefix, also escaped
        (
            rf"((?:<|&lt;)(?:[\w.-]+:)?(?:{_SECRETS})"
            r"(?:\s(?:(?!&gt;)[^<>])*)?(?:>|&gt;))(?:(?!&lt;)[^<])*",
            r"\1***",
            re.IGNORECASE,
        ),
        # access_token=…&
        (rf"((?<![\w%.-])(?:{_SECRETS})=)[^&\s\"'<>;]+", r"\1***", re.IGNORECASE),
        # The authorization code. In JSON "code" is the code of a fault, and a short
        # one in running text is too.
        (r"((?<![\w%.-])code=)[\w.~%-]{12,}", r"\1***", re.NOFLAG),
        # A bank account inside the check of a payment; elsewhere AcctNum is a number
        # that everybody may see.
        (
            r'("CheckPayment"\s*:\s*\{[^{}]*?"AcctNum"\s*:\s*")[^"]*',
            r"\1***",
            re.NOFLAG,
        ),
        # Headers, and tokens that stand alone: bearer and refresh tokens, JSON web
        # tokens, the expired token that Intuit's gateway quotes.
        (r"(\bBearer\s+)[\w.~+/=-]{8,}", r"\1***", re.IGNORECASE),
        (r"(\bBasic\s+)[A-Za-z0-9+/]{20,}={0,2}", r"\1***", re.NOFLAG),
        (
            r"(\bToken (?:expired|revoked|invalid)\s*:\s*)[^\s\"<\\]+",
            r"\1***",
            re.IGNORECASE,
        ),
        (r"\beyJ[\w-]{8,}\.[\w.-]+", "***", re.NOFLAG),
        (r"\bAB11[A-Za-z0-9]{30,}", "***", re.NOFLAG),
    )
)


def redact(text: str) -> str:
    """``text`` with tokens, secrets, tax ids and bank accounts replaced by "***".

    Redacting twice changes nothing.
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
