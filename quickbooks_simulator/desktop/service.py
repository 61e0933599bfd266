# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A web service as the Web Connector's proxy calls it: .NET's SOAP 1.1, strictly read.

The contract is Intuit's QBWebConnectorSvc.wsdl. The proxy follows no redirect, unpacks
nothing, keeps no cookie, and takes an absent result for a null reference.
"""

from __future__ import annotations

import re
from http.cookiejar import DefaultCookiePolicy
from xml.sax.saxutils import escape

import requests
from lxml import etree
from requests.adapters import HTTPAdapter

NAMESPACE = "http://developer.intuit.com/"
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
# What System.Web.Services waits unless told; Intuit does not say what QBWC does.
_SECONDS = 100
_LARGEST_INT = 2**31
# The parameters in their order, and how the result is read.
METHODS = {
    "serverVersion": ((), "text"),
    "clientVersion": (("strVersion",), "text"),
    "authenticate": (("strUserName", "strPassword"), "texts"),
    "sendRequestXML": (
        (
            "ticket",
            "strHCPResponse",
            "strCompanyFileName",
            "qbXMLCountry",
            "qbXMLMajorVers",
            "qbXMLMinorVers",
        ),
        "text",
    ),
    "receiveResponseXML": (("ticket", "response", "hresult", "message"), "number"),
    "connectionError": (("ticket", "hresult", "message"), "text"),
    "getLastError": (("ticket",), "text"),
    "closeConnection": (("ticket",), "text"),
}
# Numbers of the guide's appendix A; those of other methods are not known.
_CODES = {
    "GET": "QBWC1048",
    "clientVersion": "QBWC1046",
    "authenticate": "QBWC1012",
    "receiveResponseXML": "QBWC1042",
}


class Broken(Exception):
    """The Web Connector cannot go on with this update.

    :ivar code: its number for that, for example ``QBWC1012``, where one is known
    """

    def __init__(self, method: str, message: str):
        self.code = _CODES.get(method, "")
        super().__init__(f"{self.code} {method} failed: {message}".strip())


class Service:
    """The methods of a web service on the other side of the internet.

    :param url: AppURL
    :param address: this machine's address, where it has several
    """

    def __init__(self, url: str, address: str = ""):
        self._url = url
        self._session = requests.Session()
        # A proxy of this machine has nothing to do with its loopback address.
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers = {
            "User-Agent": "Mozilla/4.0 (compatible; MSIE 6.0; "
            "MS Web Services Client Protocol 4.0.30319.42000)",
            # Without it the library below asks for packed answers, which .NET does not.
            "Accept-Encoding": "identity",
        }
        if address:
            for scheme in ("http://", "https://"):
                self._session.mount(scheme, _FromAddress(address))

    def close(self) -> None:
        """Let the connections go."""
        self._session.close()

    def call(self, method: str, *values) -> str | int | list[str] | None:
        """What the method returns.

        :param method: one of those of the contract, or ``GET``
        :param values: of all its parameters, in their order
        :raises Broken: no answer, or one the proxy does not understand
        """
        if method == "GET":
            return self._look()
        return self._call(method, values)

    def _look(self) -> None:
        """Whether somebody answers there: the first thing of every update."""
        answer = self._request("GET", "GET")
        if answer.status_code != requests.codes.ok:
            raise Broken(
                "GET",
                "Unable to verify the web server's certificate: "
                f"HTTP status {answer.status_code} for {self._url}",
            )

    def _call(self, method, values):
        names, kind = METHODS[method]
        parameters = zip(names, values, strict=True)
        answer = self._request(
            method,
            "POST",
            data=_message(method, parameters).encode(),
            headers={
                "Content-Type": "text/xml; charset=utf-8",
                "SOAPAction": f'"{NAMESPACE}{method}"',
                "Expect": "100-continue",
            },
        )
        try:
            return _READERS[kind](_result(method, answer))
        except _NotUnderstood as error:
            raise Broken(method, str(error)) from None

    def _request(self, method, verb, **options) -> requests.Response:
        try:
            return self._session.request(
                verb, self._url, timeout=_SECONDS, allow_redirects=False, **options
            )
        except requests.RequestException as error:
            raise Broken(method, f"{type(error).__name__}: {error}") from error


class _FromAddress(HTTPAdapter):
    """Calls from one of the addresses of this machine."""

    def __init__(self, address: str):
        self._address = address
        super().__init__()

    def init_poolmanager(self, *arguments, **options):
        super().init_poolmanager(
            *arguments, source_address=(self._address, 0), **options
        )


class _NotUnderstood(Exception):
    """In the words of .NET, which users find in their log."""


# -- messages --------------------------------------------------------------------------


def _message(method: str, parameters) -> str:
    """Byte for byte in the form in which QBWC 2.2 was seen to call."""
    inner = "".join(_element(name, value) for name, value in parameters)
    attribute = f'xmlns="{NAMESPACE}"'
    call = (
        f"<{method} {attribute}>{inner}</{method}>"
        if inner
        else f"<{method} {attribute} />"
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<soap:Envelope xmlns:soap="{ENVELOPE}" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
        f"<soap:Body>{call}</soap:Body></soap:Envelope>"
    )


def _element(name: str, value: str | int) -> str:
    text = escape(str(value), {"\r": "&#xD;"})
    return f"<{name}>{text}</{name}>" if text else f"<{name} />"


# -- answers ---------------------------------------------------------------------------


def _result(method: str, answer: requests.Response):
    """The element that holds the result, or None where it is null."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise _NotUnderstood("Data at the root level is invalid. Line 1, position 1.")
    is_fault = answer.status_code == requests.codes.server_error and kind == "text/xml"
    if answer.status_code != requests.codes.ok and not is_fault:
        raise _NotUnderstood(
            f"The request failed with HTTP status {answer.status_code}: "
            f"{answer.reason}."
        )
    if kind != "text/xml":
        raise _NotUnderstood(
            f"Client found response content type of '{kind}', but expected 'text/xml'."
        )
    body = _body(answer.content)
    content = body[0] if len(body) else None
    if is_fault or content is None or content.tag == f"{{{ENVELOPE}}}Fault":
        texts = () if content is None else content.itertext("faultstring")
        raise _NotUnderstood("".join(texts) or "The server gave no reason.")
    if content.tag != f"{{{NAMESPACE}}}{method}Response":
        return None
    found = content.find(f"{{{NAMESPACE}}}{method}Result")
    return None if found is None or _is_nil(found) else found


def _body(answer: bytes):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        envelope = etree.fromstring(answer, parser)
    except etree.XMLSyntaxError as error:
        raise _NotUnderstood(f"Response is not well-formed XML. {error.msg}.") from None
    if envelope.getroottree().docinfo.internalDTD is not None:
        raise _NotUnderstood("For security reasons DTD is prohibited.")
    body = envelope.find(f"{{{ENVELOPE}}}Body")
    if envelope.tag != f"{{{ENVELOPE}}}Envelope" or body is None:
        raise _NotUnderstood("Possible SOAP version mismatch.")
    return body


def _is_nil(element) -> bool:
    return element.get(_NIL) in ("true", "1")


def _text(element) -> str:
    if element is None:
        raise _NotUnderstood("Object reference not set to an instance of an object.")
    if len(element):
        raise _NotUnderstood("There is an error in XML document: text was expected.")
    return element.text or ""


def _number(element) -> int:
    found = re.fullmatch(r"\s*([+-]?\d+)\s*", "" if element is None else _text(element))
    if not found or not -_LARGEST_INT <= int(found[1]) < _LARGEST_INT:
        raise _NotUnderstood("Input string was not in a correct format.")
    return int(found[1])


def _texts(element) -> list[str]:
    # Elements of another namespace are none of its strings, and are passed over.
    if element is None:
        raise _NotUnderstood("Object reference not set to an instance of an object.")
    strings = element.findall(f"{{{NAMESPACE}}}string")
    return [_text(None if _is_nil(string) else string) for string in strings]


_READERS = {"text": _text, "number": _number, "texts": _texts}
