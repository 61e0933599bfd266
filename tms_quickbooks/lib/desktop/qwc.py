# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The configuration file with which the Web Connector learns of this server.

Elements and their rules: Web Connector Programmer's Guide, chapter 4. The order is
free. There is no password in it: somebody enters that in the Web Connector.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

MEDIA_TYPE = "application/x-qwc"

# Who we are in all company files, at all times: the Web Connector stores the file id
# under it, and QuickBooks the permission.
OWNER_ID = "{8f0d2b1e-6c1a-4a53-9a5e-d2a7c4b0f3e6}"

# The Web Connector shows the name in a column, and the guide advises 80 characters for
# the description.
LONGEST_NAME, LONGEST_DESCRIPTION = 50, 80


@dataclass(frozen=True, slots=True)
class Application:
    """What one connection is to the Web Connector.

    :param key: by which a file that is added again replaces the earlier one
    :param name: what people see there
    :param url: the address of the service; its page for people is there as well
    :param file_id: a GUID in braces, one for each company file
    :param every: minutes between two runs
    :param unattended: whether QuickBooks has to permit runs while it is closed
    """

    key: str
    name: str
    description: str
    url: str
    user: str
    file_id: str
    every: int
    unattended: bool


def render(application: Application) -> bytes:
    """The file."""
    root = etree.Element("QBWCXML")
    for tag, text in (
        ("AppName", application.name[:LONGEST_NAME].strip()),
        # Intuit gives ids to applications that it sells; it may be empty.
        ("AppID", ""),
        ("AppUniqueName", application.key),
        ("AppDescription", application.description[:LONGEST_DESCRIPTION].strip()),
        ("AppURL", application.url),
        # Has to be of the same domain and to answer without a login (QBWC1000, 1003).
        ("AppSupport", application.url),
        ("UserName", application.user),
        ("OwnerID", OWNER_ID),
        ("FileID", application.file_id),
        ("QBType", "QBFS"),
        ("IsReadOnly", "false"),
        ("Style", "Document"),
        ("UnattendedModePref", f"ump{_preference(application.unattended)}"),
        # Tax ids of vendors are personal data to QuickBooks.
        ("PersonalDataPref", "pdpOptional"),
    ):
        etree.SubElement(root, tag).text = text
    schedule = etree.SubElement(root, "Scheduler")
    etree.SubElement(schedule, "RunEveryNMinutes").text = str(application.every)
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _preference(is_required):
    return "Required" if is_required else "Optional"
