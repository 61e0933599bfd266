# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the Web Connector writes into QWCLog.txt, in its form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

_CLASSES = {
    "ProcessRequestXML": "RequestProcessor",
    "updateWS": "WebServiceManager",
}


def writer(write: Callable[[str], object]) -> Callable[[str, str], None]:
    """What to give a Web Connector as `tell`.

    :param write: gets each line
    """

    def tell(source: str, text: str) -> None:
        now = f"{datetime.now(UTC):%Y%m%d.%H:%M:%S} UTC"
        kind = _CLASSES.get(source, "SOAPWebService")
        write(f"{now}\t: QBWebConnector.{kind}.{source}() : {text}")

    return tell
