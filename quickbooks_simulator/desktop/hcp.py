# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the Web Connector asks and notes in a company file for itself.

HCP is Intuit's name for the answers to HostQuery, CompanyQuery and PreferencesQuery
that the first sendRequestXML of an update carries. An application knows its company
file again by the FileID, which the Web Connector keeps in the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

# Every QuickBooks understands it; the newest one it does is not known yet.
_OLDEST = (2, 0)
_MACHINE = "LOCKED:SIMULATOR:631234599990000223"


@dataclass(frozen=True)
class Host:
    """QuickBooks as the server is told about it.

    :ivar response: of all three queries
    :ivar country: of the edition, for example ``US``
    :ivar version: the newest qbXML it speaks
    """

    response: str
    country: str
    version: tuple[int, int]


def host(company, owner_id: str) -> Host:
    """Ask QuickBooks.

    :param owner_id: GUID of the application whose notes in the company are wanted
    :raises HResult: QuickBooks does not answer
    """
    product = etree.fromstring(
        company.process(_message(_OLDEST, "<HostQueryRq/>")).encode()
    ).find(".//HostRet")
    versions = [
        tuple(map(int, re.search(r"(\d+)\.(\d+)$", text).groups()))
        for text in product.itertext("SupportedQBXMLVersion")
    ]
    owner = f"<OwnerID>{owner_id}</OwnerID>" if owner_id else ""
    queries = (
        '<HostQueryRq requestID="0"/>'
        f'<CompanyQueryRq requestID="1">{owner}</CompanyQueryRq>'
        '<PreferencesQueryRq requestID="2"/>'
    )
    version = max(versions)
    return Host(
        company.process(_message(version, queries)),
        product.findtext("Country"),
        version,
    )


def register(company, owner_id: str, file_id: str) -> None:
    """Note in a company file which one it is to this application.

    A file that has such a note keeps it.

    :param file_id: GUID of the file, out of the .qwc
    :raises HResult: QuickBooks does not answer
    """
    version = host(company, owner_id).version
    for name, value in (("FileID", file_id), ("AppLock", _MACHINE)):
        definition = (
            f"<DataExtDefAddRq><DataExtDefAdd><OwnerID>{owner_id}</OwnerID>"
            f"<DataExtName>{name}</DataExtName><DataExtType>STR255TYPE</DataExtType>"
            "<AssignToObject>Company</AssignToObject>"
            "</DataExtDefAdd></DataExtDefAddRq>"
        )
        note = (
            f"<DataExtAddRq><DataExtAdd><OwnerID>{owner_id}</OwnerID>"
            f"<DataExtName>{name}</DataExtName>"
            "<OtherDataExtType>Company</OtherDataExtType>"
            f"<DataExtValue>{value}</DataExtValue></DataExtAdd></DataExtAddRq>"
        )
        # Refused where it is there already.
        company.process(_message(version, definition + note))


def _message(version: tuple[int, int], requests: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<?qbxml version="{version[0]}.{version[1]}"?>'
        '<QBXML><QBXMLMsgsRq onError="continueOnError">'
        f"{requests}</QBXMLMsgsRq></QBXML>"
    )
