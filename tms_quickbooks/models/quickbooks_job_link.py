# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The outbox while somebody links contacts to what is in QuickBooks already."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib import references
from .quickbooks_job_queue import PRIORITY_PARTY

# What keeps a document here until its customer or carrier is linked, for the first time
# or to another one than QuickBooks has no longer.
ABOUT_MATCH = ("rule.not_linked", *references.CODES)


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    @api.model
    def _hold(self, connection, object_type, partners):
        """Keep the worker away from these contacts until the transaction ends.

        A place in the outbox is taken for each contact that has none, and given back
        at once: whoever wants to queue the contact meanwhile waits at the unique index.
        The jobs that are there are touched and not only locked, so that a worker that
        looked at the books before starts over instead of creating whom it did not see.

        :return: the open jobs of these contacts
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO quickbooks_job (
                    connection_id, company_id, object_type, operation, res_model,
                    res_id, state, priority, generation, write_date)
                SELECT %(connection)s, %(company)s, %(type)s, 'send', %(model)s,
                       partner.id, 'pending', %(priority)s, 0, %(now)s
                  FROM unnest(%(ids)s::int[]) AS partner(id)
                 ORDER BY partner.id
                ON CONFLICT (connection_id, res_model, res_id, object_type)
                      WHERE state IN ('pending', 'sent', 'failed')
                DO UPDATE SET write_date = excluded.write_date
                RETURNING id, generation = 0
                """,
                connection=connection.id,
                company=connection.company_id.id,
                type=object_type,
                model=partners._name,
                priority=PRIORITY_PARTY,
                now=fields.Datetime.now(),
                ids=partners.ids,
            )
        )
        self.env.execute_query(
            SQL(
                "DELETE FROM quickbooks_job WHERE id = ANY(%s) RETURNING id",
                [job_id for job_id, is_place in rows if is_place],
            )
        )
        self.invalidate_model()
        return self.browse([job_id for job_id, is_place in rows if not is_place])

    @api.model
    def _set_aliases(self, names):
        """Names to use in QuickBooks where the own is taken: ``{job id: name}``."""
        if names:
            self.env.cr.execute_values(
                "UPDATE quickbooks_job SET alias = names.alias"
                " FROM (VALUES %s) AS names(id, alias)"
                " WHERE quickbooks_job.id = names.id AND request_id IS NULL",
                list(names.items()),
                page_size=len(names),
            )
            self.invalidate_model(["alias"])

    def _go_on_linked(self, connection):
        """The contacts of these jobs are in QuickBooks now: no name is looked for any
        more, what failed starts again, and what is not to be changed is done."""
        waiting = self | self._dependents()
        unchanged = self.filtered(
            lambda job: job.object_type in connection._rules().unchanged
        )
        unchanged._set_cancelled()
        rest = self - unchanged
        rest.write({"lookup": False, "alias": False})
        for object_type, jobs in rest.grouped("object_type").items():
            failed = jobs.filtered(lambda job: job.state == "failed")
            self._enqueue(
                connection.id,
                connection.company_id.id,
                object_type,
                self.env["res.partner"].browse(failed.mapped("res_id")),
                changed=False,
            )
        (waiting - unchanged)._set_record_status("pending")
        connection._wake()

    @api.model
    def _retry_unlinked(self, connection, partners):
        """Try again what was kept here because these contacts were not linked.

        :return: the jobs that are tried again
        """
        held_back = self.search(
            [
                ("connection_id", "=", connection.id),
                ("state", "=", "failed"),
                ("problem_code", "in", ABOUT_MATCH),
            ]
        ).filtered(
            lambda job: job._is_about_match(problem := job._problem())
            and problem.place.id in partners._ids
        )
        held_back.action_retry()
        return held_back

    @api.model
    def _is_about_match(self, problem):
        """Whether a problem is solved by choosing who a contact is in QuickBooks."""
        about = problem.code.startswith("match.") or problem.code in ABOUT_MATCH
        place = problem.place
        return about and place is not None and place.model == "res.partner"

    def _partners(self):
        """The contacts of these jobs of customers and vendors."""
        return self.env["res.partner"].browse(self.mapped("res_id"))
