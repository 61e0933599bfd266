# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The structure of qbXML: which elements come in which order, and how often.

A request that breaks it stops QuickBooks before anything of its set is done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from lxml import etree

from . import xsd
from .hresult import PARSE_ERROR, HResult

ENVELOPE = "QBXMLMsgsRq"
# continueOnError and stopOnError; the schema knows rollbackOnError too, and QuickBooks
# does not.
_ON_ERROR = ("continueOnError", "stopOnError")
_ITERATION = {"iterator", "iteratorID"}
_TOKEN = re.compile(
    r"\$(?P<block>\w+)|(?P<name>\w+)(?P<mark>[!*+]|\{\d+,\d+\})?(?::(?P<kind>\S+))?"
    r"|(?P<sign>[()|])(?P<often>[*+?])?"
)
_INCLUDED = "IncludeRetElement*:50"
_REFERENCE = "ListID:id FullName:{}"


@dataclass(frozen=True)
class Field:
    """One element of a block.

    :ivar kind: the kind of its value, see :mod:`values`; empty when it is a block
    :ivar block: the name of its block; empty when it is a value
    :ivar choices: the values it may have, where they are counted
    :ivar repeated: it may come more than once
    """

    kind: str = ""
    block: str = ""
    choices: tuple[str, ...] = ()
    repeated: bool = False


@dataclass(frozen=True)
class Block:
    """An element with elements in it.

    :ivar fields: by name, in their order
    :ivar pattern: matches the names of its elements, a blank after each
    """

    fields: dict[str, Field]
    pattern: re.Pattern


def check_request(xml: str | bytes) -> etree._Element:
    """Read a message set and check its structure.

    Lengths and formats of values are no matter of structure: the one request with a
    wrong value fails, see :mod:`values`.

    :return: its QBXMLMsgsRq
    :raises HResult: 0x80040400, QuickBooks would not touch it
    """
    envelope = _envelope(xml)
    for request in envelope:
        _check_attributes(request)
        check(request, request.tag)
    xsd.check(envelope.getparent())
    return envelope


def _envelope(xml):
    content = xml.encode() if isinstance(xml, str) else xml
    if not content.isascii():
        raise _refused("Characters beyond ASCII must be decimal references.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=False,
        huge_tree=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _refused(str(error)) from None
    if root.getroottree().docinfo.doctype:
        raise _refused("There is a document type.")
    instruction = root.getprevious()
    if instruction is None or instruction.target != "qbxml":
        raise _refused("There is no qbxml version before QBXML.")
    if root.tag != "QBXML" or len(root) != 1 or root[0].tag != ENVELOPE:
        raise _refused(f"QBXML must hold one {ENVELOPE}.")
    _check_text(root)
    if root[0].get("onError") not in _ON_ERROR:
        raise _refused(f"onError is one of {', '.join(_ON_ERROR)}.")
    allowed = {"onError", "newMessageSetID", "oldMessageSetID", "responseData"}
    _check_names(root[0], allowed)
    return root[0]


def version(envelope: etree._Element) -> tuple[int, int]:
    """The version of qbXML a message set was written in.

    :raises HResult: it is no number
    """
    text = envelope.getparent().getprevious().text or ""
    found = re.search(r"""version\s*=\s*["'](\d+)\.(\d+)["']""", text)
    if not found:
        raise _refused(f"{text} names no version.")
    return int(found[1]), int(found[2])


def _check_attributes(request):
    allowed = {"requestID"}
    if request.tag.endswith("QueryRq"):
        if request.tag in _choices()["Iterated"]:
            allowed |= _ITERATION
        if request.tag not in _choices()["Single"]:
            allowed.add("metaData")
    _check_names(request, allowed)
    if request.get("iterator") not in (None, "Start", "Continue", "Stop"):
        raise _refused("iterator is Start, Continue or Stop.")


def _check_names(element, allowed):
    unknown = set(element.attrib) - allowed
    if unknown:
        raise _refused(f"{element.tag} has no attribute {min(unknown)}.")


def check(element: etree._Element, name: str) -> None:
    """Check an element and all in it against a block.

    :raises HResult: it has not that structure
    """
    its_block = block(name)
    if its_block is None:
        raise _refused(f"{name} is not known.")
    _check_text(element)
    names = "".join(f"{child.tag} " for child in element)
    if not its_block.pattern.fullmatch(names):
        raise _refused(f"{element.tag}: {_misfit(element, its_block)}")
    for child in element:
        field = its_block.fields[child.tag]
        if field.block:
            check(child, field.block)
        elif len(child):
            raise _refused(f"{child.tag} holds no elements.")


def _check_text(element):
    texts = [element.text, *(child.tail for child in element)]
    if any(text and not text.isspace() for text in texts):
        raise _refused(f"There is text among the elements of {element.tag}.")


def _misfit(element, its_block) -> str:
    """The likeliest reason, for the log."""
    order = {name: place for place, name in enumerate(its_block.fields)}
    last = -1
    for child in element:
        place = order.get(child.tag)
        if place is None:
            return f"{child.tag} does not belong there."
        if place < last:
            return f"{child.tag} comes too late."
        last = place
    return "an element is missing, or there is one too many."


@cache
def block(name: str) -> Block | None:
    """The block of that name; None where there is none."""
    text = _text(name)
    if text is None:
        return None
    fields: dict[str, Field] = {}
    pattern = []
    for token in _tokens(text):
        if token["sign"]:
            sign = token["sign"].replace("(", "(?:")
            pattern.append(sign + (token["often"] or ""))
            continue
        mark = {None: "?", "!": ""}.get(token["mark"], token["mark"])
        pattern.append(f"(?:{token['name']} ){mark}")
        fields.setdefault(token["name"], _field(token))
    return Block(fields, re.compile("".join(pattern)))


def _tokens(text):
    for token in _TOKEN.finditer(text):
        if token["block"]:
            yield from _tokens(_requests()[token["block"]])
        else:
            yield token


def _field(token) -> Field:
    kind = token["kind"] or token["name"]
    repeated = token["mark"] not in (None, "!")
    if kind.startswith("ref") or kind in _requests():
        return Field(block=kind, repeated=repeated)
    choices = _choices().get(kind) or tuple(kind.split("|"))
    if len(choices) > 1 or kind in _choices():
        return Field(kind="choice", choices=choices, repeated=repeated)
    return Field(kind=kind, repeated=repeated)


def _text(name):
    if name in _requests():
        return _requests()[name]
    if name.startswith("ref"):
        return _REFERENCE.format(name[3:] or "text")
    if name.endswith(("AddRq", "ModRq")) and name[:-2] in _requests():
        return f"{name[:-2]}! {_INCLUDED}"
    return None


@cache
def _requests() -> dict[str, str]:
    return {name: text for name, text in _read("requests.txt") if " " not in name}


@cache
def _choices() -> dict[str, tuple[str, ...]]:
    return {
        name.removesuffix(" is one of"): tuple(text.split())
        for name, text in _read("requests.txt")
        if name.endswith(" is one of")
    }


@cache
def _answers() -> dict[str, tuple[str, ...]]:
    return {name: tuple(text.split()) for name, text in _read("answers.txt")}


def answer_order(name: str) -> tuple[str, ...]:
    """The elements of an answer's element, in their order; empty where any will do."""
    return _answers().get(name, ())


def _read(file: str) -> list[tuple[str, str]]:
    content = resources.files(__package__).joinpath(file).read_text("utf-8")
    blocks = re.sub(r"^#.*\n", "", content, flags=re.MULTILINE).split("\n\n")
    pairs = (text.strip().partition("\n") for text in blocks if text.strip())
    return [(name, " ".join(rest.split())) for name, _line, rest in pairs]


def _refused(detail: str) -> HResult:
    return HResult(PARSE_ERROR, detail)
