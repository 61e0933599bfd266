# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What must be in QuickBooks before a document can go there."""

from odoo import api, models
from odoo.tools import SQL

from .quickbooks_job import OPEN_STATES, grouped_by_type


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    @api.model
    def _plan(self, connection, limit=5000):
        """Give waiting documents the parties they depend on; return how many.

        Works on many documents at once, so that their parties fill whole batches.
        """
        jobs = self._head(connection, SQL("NOT planned"), SQL("id"), limit)
        for (model, object_type), group in grouped_by_type(jobs):
            records = self.env[model].browse(group.mapped("res_id")).exists()
            records -= group._set_held_back(connection, object_type, records)
            self._plan_parties(connection, object_type, group, records)
        self.env.execute_query(
            SQL("UPDATE quickbooks_job SET planned = true WHERE id = ANY(%s)", jobs.ids)
        )
        self.invalidate_model(["planned"])
        return len(jobs)

    def _set_held_back(self, connection, object_type, records):
        """Fail those that the users' own rules keep here, before anybody is made in
        QuickBooks for them; return their records."""
        held = records._qb_held_back(connection, object_type, connection._rules())
        for job in self.filtered(lambda job: job.res_id in held):
            job._set_problem(held[job.res_id])
        return records.filtered(lambda record: record.id in held)

    @api.model
    def _plan_parties(self, connection, object_type, jobs, records):
        party_type = records._qb_party_type(object_type)
        if not party_type:
            return
        partner_of = records._qb_partner_ids()
        bound = self.env["quickbooks.object"]._bound(
            connection, party_type, "res.partner", set(partner_of.values())
        )
        self.env["res.partner"]._qb_send_outdated(connection, list(bound))
        missing = set(partner_of.values()) - bound.keys()
        open_jobs = self.search(
            [
                ("connection_id", "=", connection.id),
                ("res_model", "=", "res.partner"),
                ("object_type", "=", party_type),
                ("res_id", "in", list(missing)),
                ("state", "in", OPEN_STATES),
            ]
        )
        party_jobs = {job.res_id: job.id for job in open_jobs}
        partners = self.env["res.partner"].browse(sorted(missing - party_jobs.keys()))
        kept_out = partners._qb_kept_out(connection, party_type)
        for job in jobs:
            if problem := kept_out.get(partner_of.get(job.res_id)):
                job._set_problem(problem)
        partners = partners.filtered(lambda partner: partner.id not in kept_out)
        party_jobs |= self._enqueue(
            connection.id, connection.company_id.id, party_type, partners
        )
        partners._qb_set_status(connection.company_id, "pending")
        waits = [
            (job.id, party_jobs[partner_of[job.res_id]])
            for job in jobs
            if partner_of.get(job.res_id) in party_jobs
        ]
        if waits:
            self.env.cr.execute_values(
                "UPDATE quickbooks_job SET depends_on_id = waits.party_job_id"
                " FROM (VALUES %s) AS waits(id, party_job_id)"
                " WHERE quickbooks_job.id = waits.id",
                waits,
                page_size=len(waits),
            )
            self.invalidate_model(["depends_on_id"])
            # Whoever waits for a customer that failed before needs somebody as well.
            failed = open_jobs.filtered(lambda job: job.state == "failed")
            failed._dependents()._set_record_status("failed")
