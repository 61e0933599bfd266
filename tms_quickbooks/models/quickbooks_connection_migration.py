# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Moving an Odoo company to another QuickBooks company, and back."""

from datetime import datetime

from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.tools import format_date

from .quickbooks_connection import OPEN_STATES

# Of the app at Intuit, which the next connection uses as well.
APP_FIELDS = ("client_id", "client_secret_sealed")


class QuickbooksConnection(models.Model):
    """A connection that was moved away from is archived with all its links: what was
    sent through it stays known, and nothing more goes that way."""

    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    active = fields.Boolean(
        default=True,
        readonly=True,
        copy=False,
        help="Archived: the company has moved to another QuickBooks company, and this"
        " one is kept for reference.",
    )
    moved_to_id = fields.Many2one(
        "quickbooks.connection",
        string="Moved to",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    moved_from_id = fields.Many2one(
        "quickbooks.connection",
        string="Moved from",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    moved_on = fields.Date(
        string="Cut-over",
        readonly=True,
        copy=False,
        help="Documents dated before belong to this QuickBooks company, later ones to"
        " the one it was moved to.",
    )
    undo_data = fields.Json(groups=fields.NO_ACCESS, copy=False)
    migration_text = fields.Char(compute="_compute_migration_text")
    can_undo_migration = fields.Boolean(compute="_compute_can_undo_migration")

    @api.depends("undo_data")
    def _compute_can_undo_migration(self):
        for connection in self:
            connection.can_undo_migration = bool(connection.sudo().undo_data)

    @api.depends("active", "moved_to_id", "moved_on", "moved_from_id", "cutoff_date")
    @api.depends_context("lang")
    def _compute_migration_text(self):
        for connection in self:
            if not connection.active:
                connection.migration_text = self.env._(
                    "The company has moved to %(name)s with what is dated %(date)s and"
                    " later. The links and numbers of this QuickBooks company are kept"
                    " for reference.",
                    name=connection.moved_to_id.name,
                    date=format_date(self.env, connection.moved_on),
                )
            elif connection.moved_from_id:
                connection.migration_text = self.env._(
                    "It follows %(name)s with what is dated %(date)s and later.",
                    name=connection.moved_from_id.name,
                    date=format_date(self.env, connection.cutoff_date),
                )
            else:
                connection.migration_text = False

    def write(self, vals):
        """After the sign-in a migration cannot be undone: things may have been sent."""
        if vals.get("state") == "connected":
            vals = {**vals, "undo_data": False}
        result = super().write(vals)
        if "active" in vals:
            self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_moved(self):
        moved = self.filtered(lambda c: c.moved_from_id or c.moved_to_id)
        if moved:
            raise UserError(
                self.env._(
                    "%(names)s is part of a migration. Undo the migration instead.",
                    names=", ".join(moved.mapped("name")),
                )
            )

    # -- what counts for a company -------------------------------------------------

    @api.model
    @tools.ormcache("company_id")
    def _current_id(self, company_id):
        """The connection whose links count: the open one, or the one that was open
        last. What was moved away from is history."""
        known = self.sudo().search(
            [("company_id", "=", company_id), ("realm_id", "!=", False)]
        )
        latest = known.sorted(
            lambda c: (c.state in OPEN_STATES, c.connected_at or datetime.min, c.id)
        )
        return latest[-1:].id

    @api.model
    def _current_ids(self):
        """The ids of the connections whose links count for the current companies; a
        branch may write into the books of its head office."""
        companies = self.env.companies.sudo().parent_ids
        found = (self._current_id(company.id) for company in companies)
        return [connection_id for connection_id in found if connection_id]

    def _check_may_sign_in(self):
        """:raises UserError: for what the company has moved away from"""
        if self and not self.active:
            raise UserError(
                self.env._(
                    "%(company)s has moved to %(name)s. To go back to %(file)s, open"
                    " %(name)s and choose Move to Another QuickBooks Company.",
                    company=self.company_id.name,
                    name=self.moved_to_id.name,
                    file=self.company_file or self.name,
                )
            )
        return super()._check_may_sign_in()

    def action_view_links(self):
        """What is known of this QuickBooks company."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tms_quickbooks.action_quickbooks_object"
        )
        action["domain"] = [
            ("connection_id", "=", self.id),
            ("res_model", "!=", False),
        ]
        action["context"] = {"active_test": False}
        return action

    # -- moving --------------------------------------------------------------------

    def _migrate(self, cutoff, target=None, provider=None):
        """Leave this QuickBooks company to history and begin with another one.

        Documents dated before the cut-over stay as they are. Those from then on count
        as not sent; what was sent or waited of them follows with one click, when its
        products and customers are matched with the new company's.

        :param target: an archived connection to go back to; a new one otherwise
        :param provider: the kind of QuickBooks of a new one, by default the same
        :return: the connection to connect
        :raises UserError: while an answer of QuickBooks is to come
        """
        self.ensure_one()
        self._check_manager()
        source = self.sudo()
        source._lock()  # nobody signs in or renews a token meanwhile
        source._check_answers_known()
        companies = source._companies()
        undo = {
            "source": source._undo_vals(),
            "target": {},
            "at": self.env.cr.now().isoformat(),
        }
        if self.state in OPEN_STATES:
            self.action_disconnect()
        if target:
            target = target.sudo()
            undo["target"] = target._undo_vals()
        else:
            target = source._copy_for(provider or source.provider)
        undo["jobs"] = source._cancel_jobs()
        undo["moves"] = source._reset_moves(target, cutoff, companies)
        undo["payments"] = source._reset_payments(target, cutoff, companies)
        undo["partners"] = source._reset_partners(target, companies)
        target.write(
            {
                "active": True,
                "name": source.name,
                "cutoff_date": cutoff,
                "moved_from_id": source.id,
                "moved_to_id": False,
                "moved_on": False,
                "undo_data": undo,
                "following": source._following(undo["moves"], cutoff),
            }
        )
        source.write(
            {
                "active": False,
                "name": self.env._(
                    "%(name)s (until %(date)s)",
                    name=source.name,
                    date=format_date(self.env, cutoff),
                ),
                "moved_to_id": target.id,
                "moved_on": cutoff,
                "undo_data": False,
            }
        )
        for connection in (self, target.with_env(self.env)):
            connection.message_post(
                body=self.env._(
                    "%(company)s moves from %(old)s to another QuickBooks company,"
                    " with what is dated %(date)s and later.",
                    company=source.company_id.name,
                    old=source.company_file or source.name,
                    date=format_date(self.env, cutoff),
                )
            )
        return target.with_env(self.env)

    def _copy_for(self, provider):
        """A connection with the same settings, for another QuickBooks company.

        :param provider: the kind of QuickBooks it is in
        """
        self.ensure_one()
        vals = {"name": self.name, "provider": provider}
        if provider == self.provider:
            vals |= {name: self[name] for name in APP_FIELDS}
        if provider == "desktop":
            # Another company file is somewhere else, and takes no files.
            vals |= {"company_file_path": False, "file_push": "none"}
        return self.copy(vals)

    def _check_answers_known(self):
        """Not asked of a company that nobody can sign in to any more.

        :raises UserError: where a document may or may not be in QuickBooks, and the
            answer is still to come
        """
        unknown = self._unanswered_jobs()
        if unknown and self.state == "connected":
            raise UserError(
                self.env._(
                    "%(count)s documents are on their way to QuickBooks and no answer"
                    " is known, for example %(name)s. Wait for the answers, or choose"
                    " Look in QuickBooks for those documents, before you move.",
                    count=len(unknown),
                    name=unknown[0].record_name,
                )
            )

    def _undo_vals(self):
        """What a migration changes of a connection, as it was before."""
        self.ensure_one()
        return {
            "active": self.active,
            "name": self.name,
            "cutoff_date": fields.Date.to_string(self.cutoff_date),
            "moved_from_id": self.moved_from_id.id,
            "moved_to_id": self.moved_to_id.id,
            "moved_on": fields.Date.to_string(self.moved_on),
        }

    def action_undo_migration(self):
        """Bring back the connection that was moved away from, as long as nobody has
        signed in for the new one; a new sign-in for the old one is needed."""
        self.ensure_one()
        self._check_manager()
        target = self.sudo()
        target._lock()
        undo = target.undo_data
        if not undo:
            raise UserError(
                self.env._(
                    "There is no migration to undo: %(name)s has been signed in for,"
                    " and documents may have been sent. Move back with Move to Another"
                    " QuickBooks Company.",
                    name=self.name,
                )
            )
        source = target.moved_from_id.with_env(self.env)
        target._cancel_jobs()
        target._restore_moves(undo["moves"], undo["at"])
        target._restore_documents(
            self.env["account.payment"], undo.get("payments", {}), undo["at"]
        )
        target._restore_partners(undo["partners"], undo["at"])
        source.sudo()._restore_jobs(undo["jobs"])
        source.sudo().write(undo["source"])
        if undo["target"]:
            target.write({**undo["target"], "undo_data": False, "following": False})
        else:
            target.moved_from_id = False
            target.unlink()
        source.message_post(body=self.env._("The migration was undone."))
        return source._form_action()
