# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The Web Connector's calls, taken apart, and the answers to them.

``webconnector.wsdl`` is the one definition: zeep reads the calls and writes the answers
by it, in SOAP 1.1 as the Web Connector speaks it and in SOAP 1.2. What comes in is
anybody's, so it is looked at before any parser builds something of it.
"""

from __future__ import annotations

import functools
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from zeep import Settings, Transport
from zeep import exceptions as zeep_exceptions
from zeep.wsdl import Document
from zeep.xsd.valueobjects import CompoundValue

NAMESPACE = "http://developer.intuit.com/"
WSDL = Path(__file__).with_name("webconnector.wsdl")

# Bytes of a whole call. The answers of QuickBooks come in `receiveResponseXML` and have
# megabytes; what it tells of itself at the start of a session has some kilobytes.
LONGEST_ANSWER = 64 * 2**20
LONGEST_CALL = 2**20
# Read on without keeping it, so that the caller, who is still writing, gets to read
# what is answered.
LONGEST_DISCARDED = 4 * LONGEST_ANSWER
CHUNK = 2**16
# The method is named in the first bytes, after the envelope's namespaces.
HEAD = 4096

# A call has an envelope, a body, a method and at most six parameters, with a few names
# of namespaces. More, or longer ones, is somebody who wants memory.
MOST_TAGS = 200
LONGEST_TAG = 4096

_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "iso-8859-1",
    "latin1": "iso-8859-1",
    "windows-1252": "windows-1252",
    "cp1252": "windows-1252",
}
_BOMS = (
    (BOM_UTF8, "utf-8"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(r"\s*<\?xml\s[^<>]*\?>")
_DECLARED = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._-]+)""", re.IGNORECASE)
# The only tags that SOAP needs: no document type, so that there are no entities, and no
# processing instruction (SOAP 1.1, section 3).
_TAG = re.compile(r"""</?[A-Za-z_][^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*)*>""")
_ENCLOSED = {"<!--": "-->", "<![CDATA[": "]]>"}
_NUMBER = re.compile(r"\s*[+-]?\d{1,9}\s*")
# XML 1.0 has no such characters.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of SOAP: its namespace, its binding in the description, its media
    type."""

    namespace: str
    binding: str
    content_type: str


SOAP_11 = Version(
    "http://schemas.xmlsoap.org/soap/envelope/", "WebConnectorSoap", "text/xml"
)
SOAP_12 = Version(
    "http://www.w3.org/2003/05/soap-envelope",
    "WebConnectorSoap12",
    "application/soap+xml",
)
VERSIONS = (SOAP_11, SOAP_12)


class Malformed(Exception):
    """No call of the Web Connector. The text says why and quotes nothing of it."""

    def __init__(self, reason: str, version: Version = SOAP_11):
        super().__init__(reason)
        self.version = version


class TooLarge(Exception):
    """A call beyond all measure, and who made it as far as that was read."""

    def __init__(self, call: Call):
        super().__init__(f"The call of {call.method} is too large.")
        self.call = call


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its method and its parameters, all of them, in the description's
    order. Text that is left out is ""; a number that is left out is 0."""

    version: Version
    method: str
    params: dict[str, str | int]


# -- reading -----------------------------------------------------------------------


def read_body(read: Callable[[int], bytes]) -> bytes:
    """The body of a request, as far as a call may reach.

    :param read: ``function(size)`` that gives up to so many bytes, none at the end
    :raises TooLarge: when there is more
    :raises Malformed: when there is more, and nothing says what it is
    """
    body = bytearray()
    limit = None
    while chunk := read(CHUNK):
        body += chunk
        if len(body) <= LONGEST_CALL:
            continue
        if limit is None:
            limit = LONGEST_ANSWER if _is_answer(body) else LONGEST_CALL
        if len(body) > limit:
            _discard(read)
            raise _too_large(bytes(body[:HEAD]))
    return bytes(body)


def _is_answer(body):
    # In UTF-16 every other byte is a zero.
    return b"receiveResponseXML" in body[: 2 * HEAD].replace(b"\0", b"")


def _discard(read):
    left = LONGEST_DISCARDED
    while left > 0 and (chunk := read(CHUNK)):
        left -= len(chunk)


def _too_large(head):
    head = head.replace(b"\0", b"").decode("ascii", "replace")
    version = SOAP_12 if SOAP_12.namespace in head else SOAP_11
    named = re.search(rf"<(?:\w+:)?({'|'.join(methods())})\b", head)
    if not named:
        return Malformed("This is too large for a call of the Web Connector.", version)
    ticket = re.search(r"<(?:\w+:)?ticket\s*>([^<>&]{0,200})<", head)
    params = {name: kind() for name, kind in _parameters(named[1]).items()}
    if ticket and "ticket" in params:
        params["ticket"] = ticket[1]
    return TooLarge(Call(version, named[1], params))


def read(body: bytes, content_type: str = "") -> Call:
    """Take a call apart.

    :param content_type: of the request; it may name the encoding
    :raises Malformed: when it is not a call of a method of ours
    """
    envelope = _parsed(_decoded(body, content_type))
    version = next(
        (v for v in VERSIONS if envelope.tag == f"{{{v.namespace}}}Envelope"), None
    )
    if not version:
        raise Malformed("This is no SOAP envelope.")
    bodies = envelope.findall(f"{{{version.namespace}}}Body")
    if len(bodies) != 1 or len(bodies[0]) != 1:
        raise Malformed("The SOAP body does not hold one call.", version)
    called = etree.QName(bodies[0][0])
    if called.namespace != NAMESPACE or called.localname not in methods():
        raise Malformed("There is no such method here.", version)
    return Call(version, called.localname, _values(envelope, bodies[0][0], version))


def _decoded(body, content_type):
    """The text of a body. Its encoding is told by its first bytes, its declaration or
    the media type, in this order (XML 1.0, appendix F)."""
    encoding = next((name for bom, name in _BOMS if body.startswith(bom)), None)
    if not encoding and body[1:2] == b"\0":
        encoding = "utf-16-le"
    if not encoding and body[:1] == b"\0":
        encoding = "utf-16-be"
    if not encoding:
        declaration = _DECLARATION.match(body[:200].decode("latin-1"))
        told = declaration and _DECLARED.search(declaration[0])
        told = told or _CHARSET.search(content_type)
        encoding = _ENCODINGS.get(told[1].lower()) if told else "utf-8"
    if not encoding:
        raise Malformed("This encoding is not known here.")
    try:
        return body.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise Malformed("This is not in the encoding that it claims.") from None


def _parsed(text):
    """The root of a document that is safe to build."""
    if found := _DECLARATION.match(text, 0, HEAD):
        text = text[found.end() :]
    _check_tags(text)
    # Texts of more than 10 MB are "huge" for libxml2.
    parser = etree.XMLParser(
        huge_tree=True, no_network=True, resolve_entities=False, remove_comments=True
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        raise Malformed("This is no well-formed XML.") from None


def _check_tags(text):
    """
    :raises Malformed: for other tags than a call has
    """
    count, at = 0, text.find("<")
    while at >= 0:
        mark = next((m for m in _ENCLOSED if text.startswith(m, at)), None)
        if mark:
            end = text.find(_ENCLOSED[mark], at + len(mark))
        else:
            tag = _TAG.match(text, at, at + LONGEST_TAG)
            end = tag.end() if tag else -1
        count += 1
        if end < 0 or count > MOST_TAGS:
            raise Malformed("This is no XML, or has other tags than a call has.")
        at = text.find("<", end)


def _values(envelope, call, version):
    """The parameters as the description has them."""
    types = _parameters(call.tag.removeprefix(f"{{{NAMESPACE}}}"))
    for element in call.iter():
        # A type that the caller chooses is not the description's.
        element.attrib.clear()
        if element.getparent() is call and len(element):
            raise Malformed("A parameter holds tags that are not escaped.", version)
        if types.get(etree.QName(element).localname) is int and not _NUMBER.fullmatch(
            element.text or "0"
        ):
            raise Malformed("A number is not a number.", version)
    message = _operation(version, etree.QName(call).localname).input
    try:
        found = message.deserialize(envelope)
    except (zeep_exceptions.Error, ValueError, TypeError, LookupError):
        raise Malformed(
            "The parameters are not those of the method.", version
        ) from None
    # zeep hands out a single parameter by itself, unless there is more in the call.
    is_single = len(types) == 1 and not isinstance(found, CompoundValue)
    given = {next(iter(types)): found} if is_single else found
    return {name: given[name] or kind() for name, kind in types.items()}


# -- answering ---------------------------------------------------------------------


def answer(call: Call, value: str | int | list[str]) -> bytes:
    """The answer to a call: an element for every text, an empty one too.

    The Web Connector stumbles over an element that is left out or nil.
    """
    if isinstance(value, list):
        value = {"string": [_printable(text) for text in value]}
    elif isinstance(value, str):
        value = _printable(value)
    message = _operation(call.version, call.method).output
    content = message.serialize(**{f"{call.method}Result": value}).content
    return _bytes(content)


def fault(error: Malformed) -> bytes:
    """What is answered to what is no call."""
    namespace = error.version.namespace
    envelope = etree.Element(f"{{{namespace}}}Envelope", nsmap={"soap": namespace})
    body = etree.SubElement(envelope, f"{{{namespace}}}Body")
    told = etree.SubElement(body, f"{{{namespace}}}Fault")
    if error.version is SOAP_11:
        etree.SubElement(told, "faultcode").text = "soap:Client"
        etree.SubElement(told, "faultstring").text = str(error)
    else:
        code = etree.SubElement(told, f"{{{namespace}}}Code")
        etree.SubElement(code, f"{{{namespace}}}Value").text = "soap:Sender"
        reason = etree.SubElement(told, f"{{{namespace}}}Reason")
        text = etree.SubElement(reason, f"{{{namespace}}}Text")
        text.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
        text.text = str(error)
    return _bytes(envelope)


def description(address: str) -> bytes:
    """The description of the service at an address."""
    root = etree.fromstring(WSDL.read_bytes())
    for place in root.iterfind(".//{*}port/{*}address"):
        place.set("location", address)
    return _bytes(root)


def _printable(text):
    return _FORBIDDEN.sub("", text)


def _bytes(root):
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


# -- the description ---------------------------------------------------------------


@functools.cache
def _definition():
    # Tolerant: what is in another order, or more than is described, is let be.
    settings = Settings(strict=False, xsd_ignore_sequence_order=True)
    return Document(str(WSDL), Transport(), settings=settings)


def _operation(version, method):
    return _definition().bindings[f"{{{NAMESPACE}}}{version.binding}"].get(method)


@functools.cache
def methods() -> frozenset[str]:
    """The names of all methods."""
    binding = _definition().bindings[f"{{{NAMESPACE}}}{SOAP_11.binding}"]
    return frozenset(operation.name for operation in binding.all().values())


@functools.cache
def _parameters(method):
    """The names of a method's parameters in their order, and whether each is text or
    a number."""
    elements = _operation(SOAP_11, method).input.body.type.elements
    return {
        name: int if element.type.name == "int" else str for name, element in elements
    }
