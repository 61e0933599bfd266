# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A finished sign-in: what Intuit gave, for which company, and to whom."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from ..profile import Profile
from . import auth
from . import read as online_read
from .client import Client


@dataclass(frozen=True, slots=True)
class SignIn:
    """The tokens of a user for a company, and what the company said of itself."""

    tokens: auth.Tokens = field(repr=False)
    realm_id: str
    user: auth.IntuitUser
    profile: Profile

    def to_json(self) -> str:
        """All of it as text, tokens in clear: to be sealed at once."""
        values = {
            "tokens": {
                name: value.isoformat() if isinstance(value, datetime) else value
                for name, value in dataclasses.asdict(self.tokens).items()
            },
            "realm_id": self.realm_id,
            "user": dataclasses.asdict(self.user),
            "profile": self.profile.to_dict(),
        }
        return json.dumps(values)

    @classmethod
    def from_json(cls, text: str) -> SignIn:
        """What ``to_json`` gave."""
        values = json.loads(text)
        tokens = {
            name: datetime.fromisoformat(value)
            if value and name.endswith("_at")
            else value
            for name, value in values["tokens"].items()
        }
        return cls(
            tokens=auth.Tokens(**tokens),
            realm_id=values["realm_id"],
            user=auth.IntuitUser(**values["user"]),
            profile=Profile.from_dict(values["profile"]),
        )


def finish(
    app: auth.OAuthApp,
    make_client: Callable[[str], Client],
    code: str,
    realm_id: str,
    now: datetime,
) -> SignIn:
    """Turn an authorization code into a sign-in; four calls.

    ``make_client`` makes a client of the company for an access token. ``now`` is the
    aware time from which lifetimes count.

    :raises QuickBooksError: when a call does not succeed; the code is used up then
    """
    tokens = auth.exchange_code(app, code, realm_id, now)
    client = make_client(tokens.access_token)
    return SignIn(
        tokens=tokens,
        realm_id=realm_id,
        user=auth.user_of(app, tokens.access_token),
        profile=online_read.profile(client.company_info(), client.preferences()),
    )
