# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The QuickBooks section that every synchronised record shows."""

from odoo import api, fields, models


class QuickbooksSyncMixin(models.AbstractModel):
    """The section is written once, as views of the mixin, and becomes part of the
    records' own views when these are read. Whoever extends the mixin's views extends
    the section of every record.
    """

    _inherit = "quickbooks.sync.mixin"

    # External ids of the views that get the section; views made from them have it too.
    _qb_section_views = ()
    # External id of a form view of the model: what stands on its page below the rest.
    _qb_page_view = None

    qb_shown = fields.Boolean(
        string="Has to Do with QuickBooks", compute="_compute_qb_shown"
    )
    qb_can_send = fields.Boolean(
        string="Can Be Sent to QuickBooks", compute="_compute_qb_shown"
    )
    qb_withheld = fields.Char(
        string="Why It Stays Here",
        compute="_compute_qb_shown",
        help="The users' own rule that keeps it out of QuickBooks.",
    )

    def _qb_concerned(self):
        """Those of these records that can have a counterpart in QuickBooks at all."""
        return self

    def _qb_type(self):
        """The type of QuickBooks object one record becomes, or None where it is not a
        matter of the record alone."""
        return None

    def _qb_switched_off(self):
        """Those of a type that the connection is told not to send."""
        connections = self.env["quickbooks.connection"]

        def is_off(record):
            object_type = record._qb_type()
            outbound = object_type and connections._outbound(
                self._qb_company(record).id
            )
            return outbound and object_type in outbound["rules"].off

        return self.filtered(is_off)

    @api.depends("qb_status")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_qb_shown(self):
        concerned = self._qb_concerned()
        switched_off = self._qb_switched_off()
        for record in self:
            record.qb_shown = record in concerned and (
                (record.qb_connected and record not in switched_off)
                or record.qb_status != "not_synced"
            )
            queues, problems = [], []
            if record.qb_shown and record.qb_status in ("not_synced", "outdated"):
                queues, problems = record._qb_queues()
            record.qb_can_send = any(records for *_where, records in queues)
            record.qb_withheld = (
                False
                if record.qb_can_send or not problems
                else self.env["quickbooks.connection"]._explain(problems[0])
            )

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        root = view
        while root.inherit_id:
            root = root.inherit_id
        if root.xml_id in self._qb_section_views:
            section = self.env.ref(f"tms_quickbooks.view_quickbooks_sync_{view_type}")
            section = section.sudo()._get_combined_arch()
            if view_type == "form" and self._qb_page_view:
                own = self.env.ref(self._qb_page_view).sudo()._get_combined_arch()
                section.find(".//page[@name='quickbooks']").extend(own)
            _MERGE[view_type](arch, section)
        return arch, view


def _merge_form(form, section):
    """Buttons into the header, the banners above the sheet, pages into the notebook."""
    header = form.find("header")
    if header is None:
        header = section.makeelement("header")
        form.insert(0, header)
    status = header.find("field")
    for button in section.find("header"):
        if status is None:
            header.append(button)
        else:
            status.addprevious(button)
    sheet = form.find("sheet")
    for banner in section.findall("div"):
        sheet.addprevious(banner)
    next(sheet.iter("notebook")).extend(section.iter("page"))


def _merge_list(rows, section):
    """Buttons into the header, columns at the end."""
    header = rows.find("header")
    if header is None:
        header = section.makeelement("header")
        rows.insert(0, header)
    header.extend(section.find("header"))
    rows.extend(section.findall("field"))


def _merge_search(search, section):
    """Filters behind the others but before the dates, groupings among the groupings."""
    groupings = search.find("group")
    if groupings is None:
        groupings = section.makeelement("group")
        search.append(groupings)
    groupings.extend(section.find("group"))
    dates = search.find("filter[@date]")
    for part in section.xpath("separator | filter"):
        (groupings if dates is None else dates).addprevious(part)


_MERGE = {"form": _merge_form, "list": _merge_list, "search": _merge_search}
