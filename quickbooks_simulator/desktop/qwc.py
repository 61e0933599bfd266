# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The file by which a web application introduces itself to the Web Connector.

Rules and numbers: Intuit's QBWC Programmer's Guide, chapter 4 and appendix A.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

_REQUIRED = (
    "AppName",
    "AppID",
    "AppURL",
    "AppDescription",
    "AppSupport",
    "UserName",
    "OwnerID",
    "FileID",
    "QBType",
)
# What an element may hold; None stands for any text.
_ELEMENTS = {
    **dict.fromkeys(_REQUIRED),
    **dict.fromkeys(("AppDisplayName", "AppUniqueName", "CertURL", "Scheduler")),
    "AuthFlags": r"0x[0-9A-Fa-f]+",
    "IsReadOnly": "true|false",
    "Notify": "true|false",
    "PersonalDataPref": "pdpNotNeeded|pdpOptional|pdpRequired",
    "QBType": "QBFS|QBPOS",
    "Style": "Document|DocWrapped|RPC",
    "UnattendedModePref": "umpOptional|umpRequired",
}
_GUID = re.compile(r"\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")
_SCHEDULES = {"RunEveryNMinutes": 60, "RunEveryNSeconds": 1}


class Refused(Exception):
    """The Web Connector does not take the file.

    :ivar code: its number for that, for example ``QBWC1010``
    """

    def __init__(self, code: str, message: str):
        self.code = code
        super().__init__(f"{code}: {message}")


@dataclass(frozen=True)
class Application:
    """A web application as the Web Connector knows it.

    :ivar seconds: between two updates; 0 without a schedule
    :ivar elements: all that the file says, by name
    """

    name: str
    url: str
    support: str
    user: str
    owner_id: str
    file_id: str
    seconds: int
    elements: dict[str, str]


def read(path: str | Path) -> Application:
    """An application from its file.

    :raises Refused: as the Web Connector refuses it
    :raises OSError: the file cannot be read
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(Path(path).read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        raise Refused("QBWC1039", f"The file is not well-formed: {error.msg}") from None
    if root.tag != "QBWCXML":
        raise Refused("QBWC1039", "The file does not begin with QBWCXML.")
    elements = {child.tag: (child.text or "").strip() for child in root}
    _check_elements(elements)
    _check_addresses(elements["AppURL"], elements["AppSupport"])
    return Application(
        elements["AppName"],
        elements["AppURL"],
        elements["AppSupport"],
        elements["UserName"],
        elements["OwnerID"],
        elements["FileID"],
        _schedule(root),
        elements,
    )


def _check_elements(elements: dict[str, str]) -> None:
    for name in _REQUIRED:
        if not elements.get(name) and not (name == "AppID" and name in elements):
            raise Refused("QBWC1039", f"{name} is missing.")
    for name, text in elements.items():
        if name not in _ELEMENTS:
            raise Refused("QBWC1039", f"{name} is not known.")
        allowed = _ELEMENTS[name]
        if allowed and not re.fullmatch(allowed, text):
            raise Refused("QBWC1039", f"{name} cannot be '{text}'.")
    for name in ("OwnerID", "FileID"):
        if not _GUID.fullmatch(elements[name]):
            raise Refused("QBWC1039", f"{name} is no GUID.")


def _check_addresses(url: str, support: str) -> None:
    hosts = [urlsplit(address).hostname or "" for address in (url, support)]
    for host, code in zip(hosts, ("QBWC1001", "QBWC1002"), strict=True):
        if not host or _is_number(host):
            raise Refused(code, f"'{host}' is not the name of a server.")
    if hosts[0] != "localhost" and urlsplit(url).scheme != "https":
        raise Refused("QBWC1010", "AppURL has to begin with https.")
    if hosts[0] != hosts[1]:
        raise Refused("QBWC1000", "AppURL and AppSupport are of different servers.")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _schedule(root) -> int:
    # The first of several counts.
    found = [child for child in root.iterfind("Scheduler/*") if child.tag in _SCHEDULES]
    if not found:
        return 0
    if not re.fullmatch(r"\s*[1-9]\d*\s*", found[0].text or ""):
        raise Refused("QBWC1039", f"{found[0].tag} is no number.")
    return int(found[0].text) * _SCHEDULES[found[0].tag]
