# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people decide on the matching page: accept, choose, create, leave, unlink."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..lib import matching
from .quickbooks_job import OPEN_STATES as JOB_STATES

# How many refusals a notification tells in full.
TOLD = 3


class QuickbooksMatch(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.match"

    # -- linking -------------------------------------------------------------------

    def action_accept(self):
        """Link the contacts to what is proposed.

        Of several, only those with a clear proposal: what needs a look is accepted one
        by one.
        """
        self._check_manager()
        self.check_access("write")
        clear = ("proposed",) if len(self) > 1 else ("proposed", "conflict")
        matches = self.filtered(lambda match: match.state in clear and match.object_id)
        if not matches:
            raise UserError(
                self.env._(
                    "Nothing is proposed here. Choose who it is in QuickBooks, or"
                    " create it there."
                )
            )
        return self._link({match: match.object_id for match in matches})

    def _choose(self, found):
        """Link the contacts to an object somebody has picked.

        :raises UserError: where it is taken, or does not fit
        """
        self._check_manager()
        self.check_access("write")
        return self._link(dict.fromkeys(self, found))

    def _link(self, pairs):
        """Link and say how many; who is refused is named with the reason.

        :param pairs: ``{match: object}``
        :raises UserError: where none could be linked
        """
        refused = {}
        for (connection, role), group in self._by_list(pairs):
            refused |= group._link_silently(
                connection, role, {match: pairs[match] for match in group}
            )
        linked = len(pairs) - len(refused)
        told = " ".join(list(refused.values())[:TOLD])
        if not linked:
            raise UserError(told)
        notify = self.env["quickbooks.sync.mixin"]._qb_notify
        said = self.env._("%(count)s linked to QuickBooks.", count=linked)
        if refused:
            return notify(
                self.env._(
                    "%(linked)s %(count)s were not linked: %(reasons)s",
                    linked=said,
                    count=len(refused),
                    reasons=told,
                ),
                kind="warning",
                sticky=True,
            )
        return notify(said)

    def _link_silently(self, connection, role, pairs, by_hand=True):
        """Link, log and follow; return the sentences of those refused, by match."""
        records = self.sudo()
        records._lock()
        match_of = {match.partner_id: match for match in pairs}
        objects = {
            match.partner_id.sudo(): found.sudo() for match, found in pairs.items()
        }
        # The likelier ones first: they get what two want.
        order = sorted(objects, key=lambda partner: -match_of[partner].score)
        refused = records.env["quickbooks.object"]._link(
            connection.sudo(), role, {partner: objects[partner] for partner in order}
        )
        linked = {p: found for p, found in objects.items() if p not in refused}
        done = records.browse([match_of[partner].id for partner in linked])
        for match in done:
            match._write_linked(linked[match.partner_id], by_hand)
        partners = records.env["res.partner"].union(*linked)
        records._set_status_linked(
            connection.sudo(),
            role,
            {partner: found._contact() for partner, found in linked.items()},
        )
        records._log_linked(role, linked, by_hand)
        records._follow(connection, partners)
        records.env["quickbooks.job"].with_env(self.env).sudo()._retry_unlinked(
            connection, partners
        )
        return {match_of[partner]: text for partner, text in refused.items()}

    def _write_linked(self, found, by_hand):
        vals = {
            "state": "linked",
            "stale": False,
            "by_hand": by_hand,
            "decided_by_id": self.env.uid if by_hand else False,
            "decided_at": fields.Datetime.now(),
        }
        if found != self.object_id:
            score, codes = matching.compare(
                self.partner_id._qb_contact(), found._contact()
            )
            reasons = [(code, {}) for code in ("chosen", *codes)]
            vals |= {"object_id": found.id, "score": score, "reasons": reasons}
        self.write(vals)

    def _lock(self):
        """Of two who decide on one contact the second starts over, and then sees what
        the first has done."""
        self.flush_model()
        self.env.execute_query(
            SQL(
                "SELECT id FROM quickbooks_match WHERE id = ANY(%s) ORDER BY id"
                " FOR NO KEY UPDATE",
                self.ids,
            )
        )

    @api.model
    def _set_status_linked(self, connection, role, linked):
        """Synced where QuickBooks has what would be sent; outdated where it has not.

        Who has an open job keeps its status, and so does who is suppressed. Where the
        connection changes nobody, nobody is outdated.

        :param linked: ``{partner: what QuickBooks has, as a `Contact`}``
        """
        company = connection.company_id
        unchanged = role in connection._rules().unchanged
        partners = self.env["res.partner"].union(*linked).with_company(company)
        queued = self.env["quickbooks.job"].search(
            [
                ("connection_id", "=", connection.id),
                ("res_model", "=", partners._name),
                ("res_id", "in", partners.ids),
                ("state", "in", JOB_STATES),
            ]
        )
        settled = partners._qb_sendable(company) - queued._partners()
        outdated = settled.filtered(
            lambda partner: not unchanged
            and matching.differences(partner._qb_contact(), linked[partner])
        )
        outdated._qb_set_status(company, "outdated")
        (settled - outdated)._qb_set_status(company, "synced")

    @api.model
    def _log_linked(self, role, linked, by_hand):
        """Who was linked to what, in the chatter of each contact."""
        roles = dict(self._fields["role"]._description_selection(self.env))
        bodies = {
            partner.id: self.env._(
                "Linked to QuickBooks %(role)s “%(name)s” (%(id)s).",
                role=roles[role],
                name=found.full_name,
                id=found.qb_id,
            )
            if by_hand
            else self.env._(
                "Linked to QuickBooks %(role)s “%(name)s” (%(id)s), which has the same"
                " name.",
                role=roles[role],
                name=found.full_name,
                id=found.qb_id,
            )
            for partner, found in linked.items()
        }
        self._log(bodies)

    @api.model
    def _log(self, bodies):
        self.env["res.partner"].sudo().browse(bodies)._message_log_batch(
            bodies, author_id=self.env.user.partner_id.id
        )

    # -- creating ------------------------------------------------------------------

    def action_create_in_quickbooks(self):
        """Queue the contacts for QuickBooks: who is not there is created.

        Of several, those with a proposal are passed over: they are probably there.
        """
        mixin = self.env["quickbooks.sync.mixin"]
        mixin._qb_check_user()
        self.check_access("read")
        passed = self.browse()
        if len(self) > 1:
            passed = self.filtered(
                lambda match: match.state in ("proposed", "conflict")
            )
        problems, count = [], 0
        for (connection, role), group in self._by_list(self - passed):
            queued, held = group.sudo()._queue(connection.sudo(), role)
            count += queued
            problems += held
        said = []
        if passed:
            said.append(
                self.env._(
                    "%(count)s are probably in QuickBooks already: accept or create"
                    " them one by one.",
                    count=len(passed),
                )
            )
        if problems:
            said.append(self.env["quickbooks.connection"]._explain(problems[0]))
        if not count:
            raise UserError(
                " ".join(said)
                or self.env._("Nothing to send: suppressed contacts stay here.")
            )
        said.insert(0, self.env._("%(count)s queued for QuickBooks.", count=count))
        is_all = len(said) == 1
        return mixin._qb_notify(
            " ".join(said), kind="success" if is_all else "warning", sticky=not is_all
        )

    def _queue(self, connection, role):
        """Queue contacts in one role, under the name that was shown.

        :return: (how many, the problems of those that the connection's rules keep here)
        """
        company = connection.company_id
        partners = self.partner_id._qb_sendable(company)
        held = partners._qb_held_back(connection, role, connection._rules())
        partners = partners.filtered(lambda partner: partner.id not in held)
        job_of = self.env["quickbooks.job"]._enqueue(
            connection.id, company.id, role, partners
        )
        matches = self.filtered(lambda match: match.partner_id in partners)
        unlinked = matches.filtered(lambda match: match.state != "linked")
        self.env["quickbooks.job"]._set_aliases(
            {
                job_of[match.partner_id.id]: match.qb_name
                for match in unlinked
                if match._is_renamed()
            }
        )
        unlinked.write(
            {
                "state": "creating",
                "stale": False,
                "by_hand": True,
                "object_id": False,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        partners._qb_set_status(company, "pending")
        connection._wake()
        return len(partners), list(held.values())

    # -- leaving and undoing -------------------------------------------------------

    def action_leave(self):
        """Take contacts off the list of what is to be decided."""
        self._check_manager()
        self.check_access("write")
        open_ones = self.filtered(lambda match: match.state not in ("linked", "left"))
        if not open_ones:
            raise UserError(self.env._("These are linked or left alone already."))
        open_ones.sudo().write(
            {
                "state": "left",
                "stale": False,
                "object_id": False,
                "by_hand": True,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        return self.env["quickbooks.sync.mixin"]._qb_notify(
            self.env._(
                "%(count)s left alone. Nothing is linked; an invoice or bill for them"
                " would still create them in QuickBooks.",
                count=len(open_ones),
            )
        )

    def action_unlink(self):
        """Undo: unlink what is linked, and take back what was left alone.

        Nothing changes in QuickBooks.
        """
        self._check_manager()
        self.check_access("write")
        undone = self.filtered(lambda match: match.state in ("linked", "left"))
        for (connection, role), group in self._by_list(undone):
            group.sudo()._unlink(connection.sudo(), role)
        return self.env["quickbooks.sync.mixin"]._qb_notify(
            self.env._("%(count)s to be decided again.", count=len(undone))
        )

    def _unlink(self, connection, role):
        partners = self.filtered(lambda match: match.state == "linked").partner_id
        found = self.env["quickbooks.object"]._unlink_partners(
            connection, role, partners
        )
        bodies = {
            linked.partner_id.id: self.env._(
                "Unlinked from “%(name)s” (%(id)s) in QuickBooks.",
                name=linked.object_id.full_name,
                id=linked.object_id.qb_id,
            )
            for linked in self
            if linked.object_id in found
        }
        self._log(bodies)
        partners._qb_restore_status(connection.company_id)
        self.write(
            {
                "by_hand": True,
                "state": "waiting",
                "stale": True,
                "object_id": False,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        self._match_soon(connection)

    # -- shared --------------------------------------------------------------------

    def _check_manager(self):
        """:raises AccessError: for those who may not link"""
        if not self.env.su and not self.env.user.has_group(
            "tms_quickbooks.group_quickbooks_manager"
        ):
            raise AccessError(
                self.env._(
                    "Only a QuickBooks Manager links contacts to QuickBooks. Ask your"
                    " administrator."
                )
            )
        return self

    @api.model
    def _by_list(self, matches):
        """Matches of one connection and role together."""
        matches = self.browse([match.id for match in matches])
        return matches.grouped(lambda match: (match.connection_id, match.role)).items()
