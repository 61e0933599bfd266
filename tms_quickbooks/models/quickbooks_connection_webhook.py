# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""QuickBooks calls: its webhook, and what the connection's page says of it."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.online import webhook
from .quickbooks_connection import OPEN_STATES
from .quickbooks_pull import PARTY_SETTINGS

_logger = logging.getLogger(__name__)

WEBHOOK_PATH = "/quickbooks/webhook"


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    webhook_url = fields.Char(
        string="Webhook Address",
        compute="_compute_webhook_url",
        help="The webhook of your app on Intuit's developer site has this address.",
    )
    webhook_at = fields.Datetime(
        string="QuickBooks Last Called", compute="_compute_webhook_count"
    )
    webhook_count = fields.Integer(
        string="Events Today", compute="_compute_webhook_count"
    )

    def _compute_webhook_url(self):
        self.webhook_url = self._database_url(WEBHOOK_PATH)

    @api.depends_context("uid", "tz")
    def _compute_webhook_count(self):
        told = self.env["quickbooks.webhook.event"].sudo()._came_today(self)
        for connection in self:
            connection.webhook_at, connection.webhook_count = told.get(
                connection.id, (False, 0)
            )

    @api.model
    def _receive_webhook(self, body, given):
        """Note what QuickBooks tells, and have the worker look; nothing else.

        What is told of companies that are not connected here, or not with the app that
        has signed it, is dropped.

        :param body: as it came
        :param given: the signature it came with
        :return: whether it is signed by an app of this database
        :raises Malformed: where it is signed and says nothing
        """
        connections = self.sudo().search(
            [("state", "in", OPEN_STATES), ("provider", "=", "online")]
        )
        signed = connections.filtered(lambda each: each._has_signed(body, given))
        if not signed:
            return False
        events = {}
        for event in webhook.events(body):
            events.setdefault(event.realm, []).append(event)
        for connection in signed:
            told = events.get(connection.realm_id, [])
            if self.env["quickbooks.webhook.event"]._receive(connection, told):
                connection._called(told)
        return True

    def _has_signed(self, body, given):
        """Whether a body is signed with the verifier token of this connection."""
        if not self.verifier_token_sealed:
            return False
        try:
            token = self._open_secret("verifier_token_sealed")
        except UserError:  # sealed with a key that is not here
            _logger.warning("The verifier token of connection %s is locked", self.id)
            return False
        return webhook.is_signed(body, given, token)

    def _called(self, events):
        """QuickBooks has told something new: the worker looks what it is."""
        for party in {event.type for event in events if event.is_merge}:
            if party in PARTY_SETTINGS:
                self._read_list_whole(party)
        # A storm is one run: who has not begun yet looks at all of it.
        if not self._is_woken():
            self._wake()
        self._tell_changed()

    def _is_woken(self):
        """Whether the worker is to run as soon as it can.

        Odoo deletes what has woken a worker when it begins, and commits that when it
        has ended. Until then the row is locked, and does not count: the worker may have
        looked for the last time.
        """
        return bool(
            self.env.execute_query(
                SQL(
                    "SELECT id FROM ir_cron_trigger"
                    " WHERE cron_id = %s AND call_at <= %s"
                    " LIMIT 1 FOR KEY SHARE SKIP LOCKED",
                    self.cron_id.id,
                    fields.Datetime.now(),
                )
            )
        )
