# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What must be in QuickBooks before a document can go there."""

from odoo import api, models
from odoo.tools import SQL

from ..lib import outcomes
from ..lib.problems import Place
from ..lib.sent import SEND
from .quickbooks_job import OPEN_STATES, grouped_by_type
from .quickbooks_job_settle import PARTY_TYPES


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    @api.model
    def _plan(self, connection, limit=5000, singly=False):
        """Have jobs wait for what theirs depend on, and queue that; return how many.

        Works on many documents at once, so that what goes first fills whole batches.
        """
        jobs = self._head(connection, SQL("NOT planned"), SQL("id"), limit)
        if singly:
            jobs._plan_singly(connection)
        else:
            jobs._plan_these(connection)
        self.env.execute_query(
            SQL("UPDATE quickbooks_job SET planned = true WHERE id = ANY(%s)", jobs.ids)
        )
        self.invalidate_model(["planned"])
        return len(jobs)

    def _plan_these(self, connection):
        for (model, object_type), group in grouped_by_type(self):
            records = self.env[model].browse(group.mapped("res_id")).exists()
            records -= group._set_held_back(connection, object_type, records)
            records -= group._plan_documents(connection, records)
            self._plan_parties(connection, object_type, group, records)

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
        self._set_waiting(
            {
                job: self.browse(party_jobs[partner_of[job.res_id]])
                for job in jobs
                if partner_of.get(job.res_id) in party_jobs
            }
        )

    # -- documents that must be there first ----------------------------------------

    def _plan_documents(self, connection, records):
        """Have these jobs wait for the documents that theirs name.

        A document on its way is waited for also where QuickBooks has it already: it
        may come to another amount by then. One that nobody has sent is queued.

        :return: the records whose job waits, or has failed for want of a document
        """
        needed = records._qb_needed_documents()
        documents = self.env["account.move"].union(*needed.values())
        if not documents:
            return records.browse()
        there = set(documents._qb_objects_of(connection.ids).mapped("res_id"))
        queued = self._open_by_record(connection, documents)
        missing = documents.filtered(
            lambda document: document.id not in there and document.id not in queued
        )
        kept = self._kept_here(connection, missing)
        free = missing.filtered(lambda document: document.id not in kept)
        if free:
            free._qb_enqueue()
            queued = self._open_by_record(connection, documents)
        waiting, stopped = {}, records.browse()
        for job in self.filtered(lambda job: needed.get(job.res_id)):
            firsts = needed[job.res_id]
            problem = next((kept[d.id] for d in firsts if d.id in kept), None)
            if problem:
                job._set_problem(problem)
                stopped += job._record()
            elif before := [queued[d.id] for d in firsts if d.id in queued]:
                waiting[job] = self.browse().union(*before)._last()
                stopped += job._record()
        self._set_waiting(waiting)
        return stopped

    @api.model
    def _open_by_record(self, connection, records):
        """The open jobs of records for a connection: ``{record id: jobs}``."""
        jobs = self.search(
            [
                ("connection_id", "=", connection.id),
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("state", "in", OPEN_STATES),
            ]
        )
        return jobs.grouped("res_id")

    def _last(self):
        """The job to wait for: one that has failed, or the one that goes last.

        They go in the order in which they were queued. When the last has gone the
        others mostly have, too; a document that is claimed too early is planned once
        more.
        """
        failed = self.filtered(lambda job: job.state == "failed")
        return (failed or self).sorted("id")[-1]

    @api.model
    def _kept_here(self, connection, documents):
        """Why some documents do not go to QuickBooks: ``{document id: problem}``."""
        found = {}

        def keep(kept, reason):
            for each in kept:
                place = Place(each._name, each.id, each.display_name)
                found[each.id] = outcomes.first_kept_here(reason, place)

        connections = self.env["quickbooks.connection"]
        outgoing = documents._qb_outgoing()
        keep(documents - documents.browse().concat(*outgoing.values()), "draft")
        for object_type, group in outgoing.items():
            for company, ours in group.grouped(group._qb_company).items():
                if connections._outbound(company.id)["id"] != connection.id:
                    keep(ours, "elsewhere")
                    continue
                free = ours._qb_sendable(company)
                keep(ours - free, "suppressed")
                held = free._qb_held_back(connection, object_type, connection._rules())
                for each in free.filtered(lambda each, held=held: each.id in held):
                    keep(each, held[each.id].code)
        return found

    @api.model
    def _set_waiting(self, waiting):
        """Have jobs wait for others: ``{job: the job before it}``."""
        if not waiting:
            return
        self.env.cr.execute_values(
            "UPDATE quickbooks_job SET depends_on_id = waits.first_id"
            " FROM (VALUES %s) AS waits(id, first_id)"
            " WHERE quickbooks_job.id = waits.id",
            [(job.id, first.id) for job, first in waiting.items()],
            page_size=len(waiting),
        )
        self.invalidate_model(["depends_on_id"])
        # Whoever waits for what has failed before needs somebody as well.
        firsts = self.union(*waiting.values())
        failed = (firsts | firsts._awaited()).filtered(
            lambda job: job.state == "failed"
        )
        if failed:
            failed._dependents()._set_record_status("failed")

    def _release_dependents(self, planned=True):
        """Jobs that waited for these may go.

        What waits for a document that has come out otherwise in QuickBooks goes on
        waiting.

        :param planned: False where something did not arrive and must be planned anew;
            what takes something back needs no plan
        """
        over = self.filtered(
            lambda job: job.state != "failed" or job.object_type in PARTY_TYPES
        )
        if not over:
            return
        self.env.execute_query(
            SQL(
                "UPDATE quickbooks_job SET depends_on_id = NULL,"
                " planned = %s OR operation <> %s"
                " WHERE depends_on_id = ANY(%s) RETURNING id",
                planned,
                SEND,
                over.ids,
            )
        )
        self.invalidate_model(["depends_on_id", "planned"])
