# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A stand-in for QuickBooks behind the Web Connector."""

from quickbooks_simulator.desktop.hresult import HResult

PATH = "C:\\Books\\Lone Star.qbw"
HOST = (
    '<?xml version="1.0" ?><QBXML><QBXMLMsgsRs>'
    '<HostQueryRs statusCode="0"><HostRet><Country>CA</Country>'
    "<SupportedQBXMLVersion>2.0</SupportedQBXMLVersion>"
    "<SupportedQBXMLVersion>13.0</SupportedQBXMLVersion>"
    "<SupportedQBXMLVersion>9.1</SupportedQBXMLVersion>"
    "</HostRet></HostQueryRs></QBXMLMsgsRs></QBXML>"
)


class OpenFile:
    """QuickBooks with a company file open, which says what the test wants it to say.

    :ivar answers: to what comes next, qbXML or errors
    :ivar asked: what the server has sent
    :ivar processed: that and what the Web Connector itself has asked
    """

    path = PATH

    def __init__(self):
        self.answers = []
        self.asked = []
        self.sessions = []
        self.processed = []

    def begin_session(self):
        self.sessions.append("begun")

    def end_session(self):
        self.sessions.append("ended")

    def process(self, request):
        self.processed.append(request)
        if "HostQueryRq" in request or "DataExtAdd" in request:
            return HOST
        self.asked.append(request)
        answer = self.answers.pop(0) if self.answers else f"answer to {request}"
        if isinstance(answer, HResult):
            raise answer
        return answer
