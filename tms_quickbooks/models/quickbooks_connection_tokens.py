# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life of the tokens: renewed in time, once, and committed before they are used."""

import logging
from datetime import UTC, datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import retrying

from ..lib.online import auth
from ..lib.problems import NextAction, QuickBooksError
from .quickbooks_connection import OPEN_STATES

_logger = logging.getLogger(__name__)

# An access token this close to its end is renewed before it is used: a batch may take
# two minutes, and Intuit checks the token when the request arrives.
RENEWAL_MARGIN = timedelta(minutes=5)


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    access_token_sealed = fields.Char(
        groups=fields.NO_ACCESS, copy=False, prefetch=False
    )
    access_expires_at = fields.Datetime(groups=fields.NO_ACCESS, copy=False)
    refresh_token_sealed = fields.Char(
        groups=fields.NO_ACCESS, copy=False, prefetch=False
    )
    refresh_expires_at = fields.Datetime(
        string="Sign-in Valid Until",
        readonly=True,
        copy=False,
        help="Without any exchange until then, somebody has to sign in again.",
    )
    hard_expires_at = fields.Datetime(
        string="New Sign-in Required By", readonly=True, copy=False
    )

    def _token_vals(self, tokens):
        """Values that store the tokens of a sign-in, encrypted."""
        vault = self._vault()
        return {
            "access_token_sealed": vault.seal(tokens.access_token),
            "access_expires_at": _naive(tokens.access_expires_at),
            "refresh_token_sealed": vault.seal(tokens.refresh_token),
            "refresh_expires_at": _naive(tokens.refresh_expires_at),
            "hard_expires_at": _naive(tokens.hard_expires_at),
        }

    @api.model
    def _no_token_vals(self):
        """Values that forget the tokens."""
        return {
            "access_token_sealed": False,
            "access_expires_at": False,
            "refresh_token_sealed": False,
            "refresh_expires_at": False,
            "hard_expires_at": False,
        }

    def _access_token(self, refused=None):
        """The current access token, renewed first where needed.

        Nothing may be waiting to be written to the connection when this is called: the
        renewal happens in a transaction of its own.

        :param refused: a token that QuickBooks has just refused; it is renewed unless
            another worker has done so meanwhile
        :raises QuickBooksError: when it cannot be renewed
        """
        self.ensure_one()
        connection = self.sudo()
        connection._refuse_copy()
        connection.invalidate_recordset(["access_token_sealed", "access_expires_at"])
        expires_at = connection.access_expires_at
        if expires_at and expires_at > fields.Datetime.now() + RENEWAL_MARGIN:
            token = connection._open_secret("access_token_sealed")
            if token != refused:
                return token
        return self._renew_token(refused)

    def _renew_token(self, refused):
        """Renew under a row lock, in a transaction of its own, and commit before use.

        Intuit invalidates the previous refresh token a day after it has given a new
        one, so a renewed token that is lost with a rolled-back transaction would cost
        the connection. Whoever waited for the lock finds the renewed token.
        """
        with self.env.registry.cursor() as cr:
            connection = self.with_env(self.env(cr=cr, su=True))
            # Who waited for the lock has an old view of the row. PostgreSQL says so by
            # a serialization failure, and the second try finds what the first has done.
            token, error = retrying(
                lambda: connection._renew_locked(refused), connection.env
            )
        self.invalidate_recordset()
        if error:
            raise error
        return token

    def _renew_locked(self, refused):
        """:return: (token, None), or (None, error) where the new state must be kept"""
        self.env.cr.execute("SET LOCAL lock_timeout = '150s'")
        self.env.cr.execute(
            "SELECT state FROM quickbooks_connection WHERE id = %s FOR NO KEY UPDATE",
            (self.id,),
        )
        if self.env.cr.fetchone() not in [(state,) for state in OPEN_STATES]:
            raise UserError(self.env._("%(name)s is not connected.", name=self.name))
        token = self._open_secret("access_token_sealed")
        fresh = fields.Datetime.now() + RENEWAL_MARGIN
        if token != refused and (self.access_expires_at or fresh) > fresh:
            return token, None
        try:
            tokens = auth.refresh(
                self._oauth_app(),
                self._open_secret("refresh_token_sealed"),
                datetime.now(UTC),
            )
        except QuickBooksError as error:
            if error.problem.action is not NextAction.RECONNECT:
                raise
            self._require_reconnect(error.problem)
            return None, error
        self.write(self._token_vals(tokens))
        return tokens.access_token, None

    def _require_reconnect(self, problem):
        """Jobs wait untouched until somebody signs in again."""
        self.ensure_one()
        if self.state != "connected":
            return
        self.sudo().state = "reconnect"
        _logger.warning("QuickBooks connection %s needs a new sign-in", self.id)
        self.message_post(body=self._explain(problem), subtype_xmlid="mail.mt_comment")


def _naive(moment):
    """Odoo stores naive UTC."""
    return moment and moment.astimezone(UTC).replace(tzinfo=None)
