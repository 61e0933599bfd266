# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import tables
from ..models.told import tell
from .quickbooks_mapping_names import SourceNames, TargetNames

COLUMNS = ("kind", "scope", "source_name", "object_id")
NEEDED = {"kind", "source_name", "object_id"}
# How many refused lines the page shows; the file has them all.
SHOWN = 20
# What a cell may be cut to in a sentence.
CELL = 60


class QuickbooksMappingFile(models.TransientModel):
    """The mapping as a table for a spreadsheet: exported, and imported again.

    Names are looked up for all lines at once: the number of queries does not depend
    on the number of lines.
    """

    _name = "quickbooks.mapping.file"
    _description = "QuickBooks Mapping as a Table"

    connection_id = fields.Many2one(
        "quickbooks.connection",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env["quickbooks.mapping"]._page_connections()[:1],
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    file = fields.Binary(attachment=False)
    filename = fields.Char()
    only_whole = fields.Boolean(
        string="Only If Every Line Is Good",
        default=True,
        help="Otherwise good lines are imported, and you get a file with the others.",
    )
    state = fields.Selection(
        [("choose", "Choose"), ("done", "Done")], default="choose", readonly=True
    )
    imported_count = fields.Integer(readonly=True)
    left_count = fields.Integer(readonly=True)
    refused_count = fields.Integer(readonly=True)
    refused_text = fields.Text(readonly=True)
    refused_file = fields.Binary(attachment=False, readonly=True)
    refused_filename = fields.Char(readonly=True)

    # -- to a spreadsheet ----------------------------------------------------------

    @api.model
    def _export(self, connection):
        """A download of all rows of a connection."""
        Mapping = self.env["quickbooks.mapping"]
        rows = Mapping.search([("connection_id", "=", connection.id)])
        kinds = dict(Mapping._fields["kind"]._description_selection(self.env))
        lines = [
            (
                kinds[row.kind],
                row.scope,
                row.source_name if row.source else "",
                row.object_id.display_name or "",
            )
            for row in rows
        ]
        made = self.create(
            {
                "connection_id": connection.id,
                "filename": "quickbooks-mapping.csv",
                "file": base64.b64encode(tables.write_csv([self._header(), *lines])),
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{made.id}/file/{made.filename}"
            "?download=true",
            "target": "download",
        }

    def _header(self):
        """The names of the columns in the user's language."""
        labels = self.env["quickbooks.mapping"].fields_get(COLUMNS, ["string"])
        labels["source_name"]["string"] = self.env._("In Odoo")
        return [labels[name]["string"] for name in COLUMNS]

    # -- from a spreadsheet --------------------------------------------------------

    def action_import(self):
        """Read the file, map what can be mapped, and say what became of each line."""
        self.ensure_one()
        self.check_access("write")
        Mapping = self.env["quickbooks.mapping"]
        Mapping.check_access("write")
        self.connection_id.check_access("read")
        rows = self._read()
        columns = self._columns(rows[0])
        good, left, refused = self._judge(rows, columns)
        if refused and self.only_whole:
            good = {}
        if good:
            self._write_mapping(good)
            self.connection_id.sudo()._message_log(
                body=self.env._(
                    "Mapping imported from %(file)s: %(count)s lines.",
                    file=self.filename or "",
                    count=len(good),
                ),
                author_id=self.env.user.partner_id.id,
            )
        self._keep_result(rows, good, left, refused)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Mapping"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _read(self):
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        try:
            return tables.read_table(base64.b64decode(self.file))
        except tables.TableError as error:
            raise UserError(tell(self.env, error.message)) from error

    def _columns(self, header):
        """``{column: position}`` by the names in the first line."""
        labels = dict(zip(COLUMNS, self._header(), strict=True))
        english = self.with_context(lang="en_US")
        labels_en = dict(zip(COLUMNS, english._header(), strict=True))
        columns = {}
        for position, cell in enumerate(header):
            for name in COLUMNS:
                names = {name, labels[name].casefold(), labels_en[name].casefold()}
                if cell.casefold() in names:
                    columns.setdefault(name, position)
        if not NEEDED <= columns.keys():
            raise UserError(
                self.env._(
                    "The first line must name the columns: %(columns)s. Export the"
                    " mapping to get such a file.",
                    columns=", ".join(labels[name] for name in COLUMNS),
                )
            )
        return columns

    def _judge(self, rows, columns):
        """What to do with each line.

        :return: ``{(kind, source key): object id}``, the number of lines without a
            target, and ``{line number: sentence}``
        """
        lines = []
        for number, row in enumerate(rows[1:], start=2):
            cells = {
                name: tables.plain(row[position]) if position < len(row) else ""
                for name, position in columns.items()
            }
            if any(cells.values()):
                lines.append((number, cells))
        kinds = self._words("kind")
        scopes = self._words("source")
        for _number, cells in lines:
            cells["kind_key"] = kinds.get(cells["kind"].casefold())
            cells["model"] = scopes.get(cells.get("scope", "").casefold())
        sources = SourceNames(self.connection_id, lines)
        targets = TargetNames(self.connection_id)
        good, first_line, left, refused = {}, {}, 0, {}
        for number, cells in lines:
            if cells["kind_key"] and not cells["object_id"]:
                left += 1
                continue
            source, target, sentence = self._line(cells, sources, targets)
            key = (cells["kind_key"], source)
            if not sentence and key in first_line:
                sentence = self.env._(
                    "“%(name)s” is mapped in line %(line)s already.",
                    name=cells["source_name"] or cells["kind"],
                    line=first_line[key],
                )
            if sentence:
                refused[number] = sentence
            else:
                first_line[key] = number
                good[key] = target
        return good, left, refused

    def _words(self, field):
        """``{word of the user or of English: key}`` of a selection."""
        found = {}
        for env in (self.env(context={**self.env.context, "lang": "en_US"}), self.env):
            selection = env["quickbooks.mapping"]._fields[field]
            for key, label in selection._description_selection(env):
                found[label.casefold()] = found[key] = key
        return found

    def _line(self, cells, sources, targets):
        """(source key, object id, sentence) of one line; the sentence if it is bad."""
        kind = cells["kind_key"]
        if not kind:
            return (
                "",
                None,
                self.env._(
                    "“%(kind)s” is no kind of mapping. There are: %(kinds)s.",
                    kind=cells["kind"][:CELL],
                    kinds=", ".join(
                        label
                        for _key, label in self.env["quickbooks.mapping"]
                        ._fields["kind"]
                        ._description_selection(self.env)
                    ),
                ),
            )
        name = cells["source_name"]
        found = sources.find(kind, cells["model"], name)
        if len(found) != 1:
            sentence = (
                self.env._(
                    "Odoo has %(count)s records called “%(name)s”. Write its code, its"
                    " complete name, or what it is in the column For.",
                    count=len(found),
                    name=name[:CELL],
                )
                if found
                else self.env._(
                    "Odoo has nothing called “%(name)s” that can be mapped as"
                    " %(kind)s.",
                    name=name[:CELL],
                    kind=cells["kind"],
                )
            )
            return "", None, sentence
        [source] = found
        target, sentence = self._target(cells, targets)
        return source, target, sentence

    def _target(self, cells, targets):
        """(object id, sentence) of a line."""
        name = cells["object_id"]
        found = targets.find(cells["kind_key"], name)
        if len(found) == 1:
            return found[0], ""
        said = {"name": name[:CELL], "kind": cells["kind"], "count": len(found)}
        if found:
            return None, self.env._(
                "QuickBooks has %(count)s entries called “%(name)s”. Write the full"
                " name (Parent:Child) or the number.",
                **said,
            )
        if targets.is_inactive(cells["kind_key"], name):
            return None, self.env._("“%(name)s” is inactive in QuickBooks.", **said)
        if targets.is_of_another_type(name):
            return None, self.env._(
                "“%(name)s” in QuickBooks cannot be used as %(kind)s.", **said
            )
        return None, self.env._(
            "QuickBooks has nothing called “%(name)s”. Update from QuickBooks if it is"
            " new.",
            **said,
        )

    def _write_mapping(self, good):
        """Map all good lines in one statement."""
        connection = self.connection_id
        now = fields.Datetime.now()
        Mapping = self.env["quickbooks.mapping"]
        Mapping.flush_model()
        self.env.cr.execute_values(
            """
            INSERT INTO quickbooks_mapping (
                connection_id, company_id, kind, source, object_id, use_count,
                create_uid, create_date, write_uid, write_date)
            VALUES %s
            ON CONFLICT (connection_id, kind, (COALESCE(source, ''))) DO UPDATE SET
                object_id = excluded.object_id, accepted_at = NULL,
                replaced_id = NULL, write_uid = excluded.write_uid,
                write_date = excluded.write_date
            """,
            [
                (
                    connection.id,
                    connection.company_id.id,
                    kind,
                    source or None,
                    target,
                    0,
                    self.env.uid,
                    now,
                    self.env.uid,
                    now,
                )
                for (kind, source), target in good.items()
            ],
            page_size=len(good),
        )
        Mapping.invalidate_model()
        Mapping.sudo()._restate(connection)

    def _keep_result(self, rows, good, left, refused):
        sentences = [
            self.env._("Line %(line)s: %(sentence)s", line=line, sentence=sentence)
            for line, sentence in refused.items()
        ]
        if len(sentences) > SHOWN:
            more = len(sentences) - SHOWN
            sentences[SHOWN:] = [
                self.env._("%(count)s more are in the file.", count=more)
            ]
        table = [[*rows[0], self.env._("Reason")]]
        table += [[*rows[line - 1], text] for line, text in refused.items()]
        self.write(
            {
                "state": "done",
                "imported_count": len(good),
                "left_count": left,
                "refused_count": len(refused),
                "refused_text": "\n".join(sentences),
                "refused_file": bool(refused)
                and base64.b64encode(tables.write_csv(table)),
                "refused_filename": "refused-lines.csv",
                "file": False,
            }
        )

    def action_again(self):
        """Back to choosing a file."""
        self.ensure_one()
        self.check_access("write")
        self.state = "choose"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Mapping"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
