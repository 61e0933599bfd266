# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a comparison keeps of what it has found, and why it is so."""

from odoo import api, models
from odoo.tools import SQL

from ..lib import comparison as rules
from ..lib.comparison import Kind
from ..lib.objects import PAYMENTS, applied
from .quickbooks_job import OPEN_STATES


class QuickbooksComparisonLine(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.comparison.line"

    # -- from the comparison -------------------------------------------------------

    @api.model
    def _add_differing(self, part, found):
        """:param found: pairs of ``Shown`` and ``Finding``"""
        if not found:
            return
        waiting = self._on_their_way(part, [shown for shown, _finding in found])
        names = self._party_names(part, found)
        stays = self._are_payments_kept_apart(part)
        vals = []
        for shown, finding in found:
            standing, note = "open", None
            if shown.record.id in waiting:
                standing, note = "waiting", rules.ON_ITS_WAY
            elif finding.kind == Kind.BALANCE and stays:
                standing, note = "apart", rules.PAYMENTS_STAY
            elif finding.kind == Kind.BALANCE and part.type not in PAYMENTS:
                note = rules.PAID_OTHERWISE
            elif finding.kind == Kind.STATUS and not shown.here.is_booked:
                note = rules.NOT_POSTED_HERE
            ours, theirs = finding.ours, finding.theirs
            if finding.kind == Kind.PARTY:
                ours = names.get(ours, ours)
                theirs = self._name_there(part, shown, names)
            vals.append(
                {
                    **self._vals_here(part, shown.record, shown.here),
                    **self._vals_there(shown),
                    "kind": finding.kind.value,
                    "ours": ours,
                    "theirs": theirs,
                    "delta": finding.delta or 0,
                    "standing": standing,
                    "note": note and [note.as_data()],
                }
            )
        self.create(vals)

    @api.model
    def _add_missing_here(self, part, shown):
        """What belongs to nothing here.

        :param shown: list of ``Shown`` without record
        :return: the ids of what stays there, by the users' settings
        """
        if not shown:
            return set()
        why = self._why_not_here(part, [each.state for each in shown])
        names = self._names_of(part, [each.there.party for each in shown])
        vals, apart = [], set()
        for each in shown:
            state = each.state
            standing, note = why[state.qb_id]
            if standing == "apart":
                apart.add(state.qb_id)
            vals.append(
                {
                    **self._vals_there(each),
                    "comparison_id": part.comparison_id.id,
                    "type": part.type,
                    "kind": Kind.MISSING_HERE.value,
                    "number": each.there.number,
                    "date": each.there.date,
                    "party": self._name_there(part, each, names),
                    "currency": each.there.currency,
                    "theirs": f"{each.there.total:f}",
                    "delta": each.there.total,
                    "standing": standing,
                    "note": note and [note.as_data()],
                }
            )
        self.create(vals)
        return apart

    @api.model
    def _add_missing_there(self, part, records, sides):
        """What nothing in QuickBooks belongs to.

        :return: the ids of the records that stay here, by the users' will
        """
        if not records:
            return set()
        connection = part._connection()
        held = records._qb_held_back(connection, part.type, connection._rules())
        jobs = self._open_jobs(part, records)
        vals, apart = [], set()
        for record in records:
            standing, note = "open", []
            if record.qb_status == "suppressed":
                standing, note = "apart", [rules.SUPPRESSED]
            elif record.id in held:
                standing, note = "apart", [held[record.id].text]
            elif record.id in jobs:
                failed = jobs[record.id].state == "failed"
                problem = failed and jobs[record.id]._problem()
                standing = "open" if failed else "waiting"
                note = [problem.text if problem else rules.ON_ITS_WAY]
            if standing == "apart":
                apart.add(record.id)
            side = sides[record.id]
            vals.append(
                {
                    **self._vals_here(part, record, side),
                    "kind": Kind.MISSING_THERE.value,
                    "ours": f"{side.total:f}",
                    "delta": -side.total,
                    "standing": standing,
                    "note": [message.as_data() for message in note] or False,
                }
            )
        self.create(vals)
        return apart

    @api.model
    def _add_lost(self, part, qb_ids):
        """What was in QuickBooks once, and is not any more."""
        connection = part._connection()
        records = self.env["quickbooks.object"]._records_of(
            connection, [(part.type, qb_id) for qb_id in qb_ids]
        )
        of_model = part._model().concat(*records.values())
        sides = of_model._qb_sides(connection, part.type)
        self.create(
            [
                {
                    **self._vals_here(part, record, sides[record.id]),
                    "qb_id": qb_id,
                    "gone": True,
                    "kind": Kind.MISSING_THERE.value,
                    "ours": f"{sides[record.id].total:f}",
                    "delta": -sides[record.id].total,
                    "note": [rules.DELETED_THERE.as_data()],
                }
                for (_type, qb_id), record in records.items()
                if sides[record.id].is_booked
            ]
        )

    def _vals_here(self, part, record, side):
        return {
            "comparison_id": part.comparison_id.id,
            "type": part.type,
            "res_model": record._name,
            "res_id": record.id,
            "number": record.display_name,
            "date": side.date,
            "party": record.partner_id.commercial_partner_id.display_name,
            "currency": side.currency,
        }

    def _vals_there(self, shown):
        return {
            "qb_id": shown.state.qb_id,
            "version": shown.before and shown.before.version,
            "raw": shown.state.raw,
        }

    # -- why they differ -----------------------------------------------------------

    def _on_their_way(self, part, shown):
        """The ids of those of the records whose change is on its way already."""
        connection = part._connection()
        records = part._model().concat(*{each.record for each in shown})
        jobs = self._open_jobs(part, records)
        coming = self.env["quickbooks.change"]._standing_of(
            connection, part.type, [each.state for each in shown]
        )
        return {key for key, job in jobs.items() if job.state != "failed"} | {
            each.record.id
            for each in shown
            if coming.get(each.state.qb_id, ("", None))[0] == "waiting"
        }

    def _open_jobs(self, part, records):
        """``{record id: its open job}``."""
        jobs = self.env["quickbooks.job"].search(
            [
                ("connection_id", "=", part._connection().id),
                ("object_type", "=", part.type),
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("state", "in", OPEN_STATES),
            ]
        )
        return {job.res_id: job for job in jobs}

    def _party_names(self, part, found):
        """Names for the ids of customers and vendors that differ."""
        return self._names_of(
            part,
            [
                qb_id
                for _shown, finding in found
                if finding.kind == Kind.PARTY
                for qb_id in (finding.ours, finding.theirs)
            ],
        )

    def _names_of(self, part, qb_ids):
        """``{id: name}`` of the customers or vendors of a type's documents."""
        party_type = part._model()._qb_party_type(part.type)
        rows = self.env["quickbooks.object"]._rows_of(
            part._connection(),
            {(party_type, qb_id) for qb_id in qb_ids if qb_id},
            SQL("full_name"),
        )
        return {key[1]: name for key, (name,) in rows.items()}

    def _are_payments_kept_apart(self, part):
        """Whether the payments of these documents go neither way, by the settings: then
        balances differ because they are to."""
        connection = part._connection()
        paid_by = "Payment" if part.type in ("Invoice", "CreditMemo") else "BillPayment"
        return (
            part.type not in PAYMENTS
            and paid_by in connection._rules().off
            and not connection._pulls(paid_by)
        )

    def _why_not_here(self, part, states):
        """How what belongs to nothing here stands:
        ``{QuickBooks id: (standing, Message or None)}``."""
        connection = part._connection()
        changes = self.env["quickbooks.change"]
        known = self.env["quickbooks.object"]._noticed(connection, states)
        here = {key for key, before in known.items() if before.bound}
        here |= changes._awaited(connection, states)
        owners = changes._owners(connection, states)
        # Sent from here, and lost from sight.
        ours = changes._found_owners(owners)
        lost = [state for state in states if (state.type, state.qb_id) in ours]
        changes._queue(connection, lost, "comparison")
        changes._take_marked(connection, owners)
        before = changes._standing_of(connection, part.type, states)
        found = {}
        for state in states:
            if (state.type, state.qb_id) in owners:
                why = before.get(state.qb_id, ("waiting", rules.ON_ITS_WAY))
            elif state.qb_id in before:
                why = before[state.qb_id]
            elif not connection._pulls(state.type):
                why = "apart", rules.NOT_BROUGHT
            elif state.type in PAYMENTS and here.isdisjoint(applied(state)):
                why = "apart", rules.SETTLES_NOTHING_HERE
            else:
                why = "open", None
            found[state.qb_id] = why
        return found

    def _name_there(self, part, shown, names):
        """The customer or vendor of what QuickBooks shows; it may be new there."""
        if shown.there.party in names:
            return names[shown.there.party]
        provider = part._connection()._provider()
        party = provider.documents.document(part.type, shown.state.raw).party
        return party.name if party else ""
