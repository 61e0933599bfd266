# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


def uninstall_hook(env):
    """Remove the connections' cron records, which no data file of ours knows."""
    connections = env["quickbooks.connection"].search([])
    crons = connections.cron_id
    env.cr.execute("UPDATE quickbooks_connection SET cron_id = NULL")
    connections.invalidate_recordset(["cron_id"])
    crons.unlink()
