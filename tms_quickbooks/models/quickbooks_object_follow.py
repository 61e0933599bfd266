# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What becomes of bound records when QuickBooks changes its side of the binding."""

from collections import namedtuple

from odoo import api, models
from odoo.tools import SQL

from ..lib import outcomes
from ..lib.problems import Place

Known = namedtuple("Known", "qb_id name active res_model res_id")


class QuickbooksObject(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.object"

    @api.model
    def _known(self, connection, object_type, qb_ids):
        """Those of these ids that are known here, as list of `Known`."""
        rows = self.env.execute_query(
            SQL(
                "SELECT qb_id, name, active, res_model, res_id FROM quickbooks_object"
                " WHERE connection_id = %s AND type = %s AND qb_id = ANY(%s)",
                connection.id,
                object_type,
                list(qb_ids),
            )
        )
        return [Known(*row) for row in rows]

    @api.model
    def _learn(self, connection, object_type, states):
        """Store a page of a list; tell bound records what has changed about them."""
        before = {
            known.qb_id: known
            for known in self._known(connection, object_type, [s.qb_id for s in states])
            if known.res_model
        }
        self._store(connection, states)
        lines = {}
        for state in states:
            known = before.get(state.qb_id)
            line = known and self._change_line(known, state)
            if line:
                lines.setdefault(known.res_model, {})[known.res_id] = line
        for model, bodies in lines.items():
            records = self.env[model].browse(bodies).exists()
            records._message_log_batch(
                {record.id: bodies[record.id] for record in records}
            )

    def _change_line(self, known, state):
        """What the record's chatter says about a change in QuickBooks, if anything."""
        if known.active and not state.active:
            return self.env._(
                "Made inactive in QuickBooks: %(name)s. Nothing can be sent for it"
                " until it is active again there.",
                name=state.name,
            )
        if state.active and not known.active:
            return self.env._("Active again in QuickBooks: %(name)s.", name=state.name)
        if known.name != state.name:
            return self.env._(
                "Renamed in QuickBooks: %(name)s, formerly %(former)s.",
                name=state.name,
                former=known.name,
            )
        return None

    @api.model
    def _lose(self, connection, object_type, qb_ids, survivors):
        """Objects were deleted in QuickBooks or merged into others there.

        :param survivors: ``{id: ObjectState}`` of those whose survivor is known
        """
        self._store(connection, survivors.values())
        for qb_id in sorted(qb_ids):
            lost = self._find(connection, object_type, qb_id)
            record = lost._record()
            self._unbind(connection, object_type, qb_id)
            if record is None:
                continue
            survivor = survivors.get(qb_id)
            key = survivor and (object_type, survivor.qb_id)
            heir = self._find(connection, *key) if key else self.browse()
            owner = heir._record()
            if owner:
                self._contest(connection, lost, heir, record, owner)
            elif heir:
                self._store(connection, [survivor], {key: record})
                record._message_log(
                    body=self.env._(
                        "Merged in QuickBooks: %(former)s is %(name)s there now.",
                        former=lost.name,
                        name=heir.name,
                    )
                )
            else:
                record._qb_restore_status(connection.company_id)
                record._message_log(
                    body=self.env._(
                        "Not in QuickBooks any more: %(name)s was deleted there or"
                        " merged. With the next document it is made anew; suppress it"
                        " if it should not be.",
                        name=lost.name,
                    )
                )

    @api.model
    def _lose_documents(self, connection, deleted):
        """Documents were deleted in QuickBooks: here they are not sent any more.

        One that is to be sent or taken back finds out by itself.

        :param deleted: list of ``ObjectState``
        """
        keys = {(state.type, state.qb_id) for state in deleted}
        found = self.search(
            [
                ("connection_id", "=", connection.id),
                ("qb_id", "in", [qb_id for _type, qb_id in keys]),
                ("res_model", "!=", False),
            ]
        ).filtered(lambda each: (each.type, each.qb_id) in keys)
        for lost in found:
            record = lost._record()
            if record is None or self.env["quickbooks.job"]._open_by_record(
                connection, record
            ):
                continue
            self._unbind(connection, lost.type, lost.qb_id)
            record._qb_restore_status(connection.company_id)
            record._message_log(
                body=self.env._(
                    "Deleted in QuickBooks: %(number)s. Send it again to have it made"
                    " anew there, or suppress it.",
                    number=lost.number or lost.name or lost.qb_id,
                )
            )

    def _contest(self, connection, lost, heir, record, owner):
        """Two contacts are one in QuickBooks now: a person has to say what they are.

        Until then documents of the one without a binding wait, and say for what.
        """
        problem = outcomes.merged_away(
            lost.name,
            heir.name,
            owner.display_name,
            Place(record._name, record.id, record.display_name),
        )
        jobs = self.env["quickbooks.job"]
        job_ids = jobs._enqueue(
            connection.id, connection.company_id.id, lost.type, record
        )
        jobs.browse(job_ids.values())._set_problem(problem)
        record._message_log(body=connection._explain(problem))

    @api.model
    def _witnesses(self, connection, object_type, qb_ids):
        """A transaction of each of these customers or vendors, as far as we know one.

        Whoever it belongs to now has taken the place of a merged one.

        :return: ``{transaction type: {transaction id: customer or vendor id}}``
        """
        kinds, key = {
            "Customer": (("Invoice", "CreditMemo"), "customer_id"),
            "Vendor": (("Bill", "VendorCredit"), "vendor_id"),
        }.get(object_type, ((), ""))
        if not kinds or not qb_ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (details ->> %(key)s)
                       type, qb_id, details ->> %(key)s
                  FROM quickbooks_object
                 WHERE connection_id = %(connection)s AND type = ANY(%(kinds)s)
                   AND details ->> %(key)s = ANY(%(ids)s)
                   AND NOT COALESCE(gone, FALSE)
                 ORDER BY details ->> %(key)s, id DESC
                """,
                key=key,
                connection=connection.id,
                kinds=list(kinds),
                ids=list(qb_ids),
            )
        )
        witnesses = {}
        for kind, transaction_id, party_id in rows:
            witnesses.setdefault(kind, {})[transaction_id] = party_id
        return witnesses
