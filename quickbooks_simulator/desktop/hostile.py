# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What may arrive at the address of a service besides the Web Connector's calls.

Good calls, broken at random from a seed: bytes changed, lost and swapped, other
encodings than told, and what XML has to offer to whoever wants to read files, reach
other servers or fill the memory.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from . import service

INTUIT = service.NAMESPACE
SOAP_11 = service.ENVELOPE
SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"

# Put together by entities alone: no body has it as it stands here.
EXPANDED = "Lone-Prairie-Wolf"
_ENTITIES = (
    '<!ENTITY one "Lone-"><!ENTITY two "&one;Prairie-"><!ENTITY three "&two;Wolf">'
)
_LAUGHS = '<!ENTITY l0 "ha">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
)

_XINCLUDE = "http://www.w3.org/2001/XInclude"

# The names of the parameters, by method.
METHODS = {method: names for method, (names, _result) in service.METHODS.items()}

_ANSWER = (
    '<?xml version="1.0" ?><QBXML><QBXMLMsgsRs><CustomerAddRs requestID="1"'
    ' statusCode="0" statusSeverity="Info" statusMessage="Status OK"><CustomerRet>'
    "<ListID>80000001-1422671082</ListID><EditSequence>1422671082</EditSequence>"
    "<Name>Jean-S&#233;bastien</Name></CustomerRet></CustomerAddRs></QBXMLMsgsRs></QBXML>"
)


@dataclass(frozen=True, slots=True)
class Body:
    """One request: its bytes, its media type, and what was done to them."""

    content: bytes
    content_type: str
    deeds: tuple[str, ...]


def bodies(count: int, seed: int, secret_file: str = "/etc/passwd") -> Iterator[Body]:
    """So many requests, the same ones for the same seed.

    :param secret_file: what external entities ask for
    """
    chance = random.Random(seed)
    for _ in range(count):
        yield _body(chance, secret_file)


def call(method: str, namespace: str = SOAP_11, **values: str) -> str:
    """A good call. A parameter that is not given is empty."""
    inner = "".join(
        f"<{name}>{escape(values.get(name, ''))}</{name}>" for name in METHODS[method]
    )
    return (
        f'<soap:Envelope xmlns:soap="{namespace}"><soap:Body>'
        f'<{method} xmlns="{INTUIT}">{inner}</{method}>'
        "</soap:Body></soap:Envelope>"
    )


def _body(chance, secret_file):
    text = _good(chance)
    deeds = chance.choices(_TEXT_DEEDS, k=chance.choice((0, 1, 1, 1, 2)))
    for deed in deeds:
        text = deed(chance, text, secret_file)
    encode = chance.choices(_ENCODERS, weights=(30, 3, 3, 1, 1, 2))[0]
    content, content_type = encode(chance, text)
    spoil = chance.choices(_BYTE_DEEDS, k=chance.choice((0, 0, 0, 0, 1)))
    for deed in spoil:
        content = deed(chance, content)
    if chance.random() < 0.1:
        content_type = chance.choice(_MEDIA_TYPES)
    names = tuple(deed.__name__.strip("_") for deed in (*deeds, encode, *spoil))
    return Body(content, content_type, names)


def _good(chance):
    values = {
        "ticket": _word(chance),
        "strUserName": _word(chance),
        "strPassword": _word(chance),
        "strVersion": "2.3.0.215",
        "strHCPResponse": chance.choice(("", _ANSWER)),
        "strCompanyFileName": r"C:\Books\Lone Star Freight.QBW",
        "qbXMLCountry": "US",
        "qbXMLMajorVers": "13",
        "qbXMLMinorVers": "0",
        "response": chance.choice(("", _ANSWER, _ANSWER * 20)),
        "hresult": chance.choice(("", "0x80040400", "0x80040408")),
        "message": chance.choice(("", "Could not start QuickBooks.")),
    }
    method = chance.choice(list(METHODS))
    return call(method, chance.choice((SOAP_11, SOAP_11, SOAP_12)), **values)


def _word(chance):
    letters = "abcXYZ019-_{}é💥'\"&<>% \t\n"
    return "".join(chance.choices(letters, k=chance.choice((0, 1, 36, 36, 300))))


# -- what is done to the text ------------------------------------------------------


def _entities(chance, text, secret_file):
    external = chance.choice(
        (
            "",
            f'<!ENTITY three SYSTEM "file://{secret_file}">',
            '<!ENTITY three SYSTEM "http://127.0.0.1:9/entity">',
            f'<!ENTITY % more SYSTEM "file://{secret_file}"> %more;',
        )
    )
    reference = chance.choice(("&three;", "&l9;", '<a b="&three;"/>', '<a b="&l9;"/>'))
    doctype = f"<!DOCTYPE soap [{external}{_ENTITIES}{_LAUGHS}]>"
    return doctype + _in_a_value(chance, text, reference)


def _doctype(chance, text, secret_file):
    return chance.choice(
        (
            f'<!DOCTYPE soap SYSTEM "file://{secret_file}">{text}',
            f'<!DOCTYPE soap PUBLIC "-//a" "http://127.0.0.1:9/a.dtd">{text}',
            f"<!-- a --><!DOCTYPE soap>{text}",
            f"{text}<!DOCTYPE soap>",
        )
    )


def _references(chance, text, secret_file):
    return _in_a_value(
        chance,
        text,
        chance.choice(
            (
                "&three;",
                "&#0;",
                "&#xFFFF;",
                "&#x110000;",
                "&#55357;",
                "&",
                "&amp",
                "%a;",
            )
        ),
    )


def _markup(chance, text, secret_file):
    return _in_a_value(
        chance,
        text,
        chance.choice(
            (
                "<![CDATA[<a>&b;]]>",
                "<![CDATA[",
                "]]>",
                "<!-- comment -->",
                "<!--",
                "<?php echo 1 ?>",
                "<a/>",
                "<a>" * 300,
                "<a>" * 300 + "</a>" * 300,
                f"<include xmlns='{_XINCLUDE}' href='{secret_file}'/>",
                "\x00",
                "\x1b",
                "\ufffe",
                "x" * 100_000,
                "💥" * 1_000,
            )
        ),
    )


_MANY_ATTRIBUTES = " ".join(f'a{n}="1"' for n in range(5_000))
_LONG_ATTRIBUTE = f'a="{"x" * 20_000}"'


def _attributes(chance, text, secret_file):
    attribute = chance.choice(
        (
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"',
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:int"'
            ' xmlns:xs="http://www.w3.org/2001/XMLSchema"',
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="a:b"',
            'href="#1"',
            'id="1" href="#1"',
            'a="1" a="2"',
            "a=1",
            'xmlns=""',
            'xmlns:soap="other"',
            _MANY_ATTRIBUTES,
            _LONG_ATTRIBUTE,
        )
    )
    ends = [at for at, letter in enumerate(text) if letter == ">"]
    at = chance.choice(ends) if ends else 0
    return f"{text[:at]} {attribute}{text[at:]}"


def _other_names(chance, text, secret_file):
    old, new = chance.choice(
        (
            (INTUIT, "http://developer.intuit.com"),
            (INTUIT, ""),
            (SOAP_11, SOAP_12),
            (SOAP_11, "http://example.com/"),
            ("Body", "body"),
            ("Envelope", "Envelop"),
            ("ticket", "Ticket"),
            ("authenticate", "authenticated"),
            ("serverVersion", "__class__"),
            ("getLastError", "unlink"),
            ("closeConnection", "getInteractiveURL"),
            ("soap:", ""),
            ("Vers>13", "Vers>thirteen"),
            ("Vers>0", "Vers>99999999999999999999"),
            ("Vers>0", "Vers>-0.5e3"),
            ("strPassword", "strUserName"),
        )
    )
    return text.replace(old, new)


def _twice(chance, text, secret_file):
    start, end = _slice(chance, text)
    return text[:end] + text[start:end] + text[end:]


def _without(chance, text, secret_file):
    start, end = _slice(chance, text)
    return text[:start] + text[end:]


def _cut_off(chance, text, secret_file):
    return text[: chance.randrange(len(text) + 1)]


def _two_calls(chance, text, secret_file):
    return chance.choice(
        (text + text, text.replace("</soap:Body>", "<a/></soap:Body>"))
    )


def _header(chance, text, secret_file):
    header = chance.choice(
        (
            "<soap:Header/>",
            '<soap:Header><a soap:mustUnderstand="1">&three;</a></soap:Header>',
            "<soap:Header>" * 50,
        )
    )
    return text.replace("<soap:Body>", f"{header}<soap:Body>", 1)


_TEXT_DEEDS = (
    *(_entities, _doctype, _references, _markup, _attributes, _other_names),
    *(_twice, _without, _cut_off, _two_calls, _header),
)


def _in_a_value(chance, text, piece):
    """Put a piece behind one of the tags."""
    ends = [at + 1 for at, letter in enumerate(text) if letter == ">"]
    at = chance.choice(ends) if ends else 0
    return text[:at] + piece + text[at:]


def _slice(chance, text):
    return sorted(chance.randrange(len(text) + 1) for _ in range(2))


# -- how it is encoded -------------------------------------------------------------


def _in_utf_8(chance, text):
    declaration = chance.choice(("", '<?xml version="1.0" encoding="utf-8"?>'))
    return (declaration + text).encode(errors="replace"), "text/xml; charset=utf-8"


def _in_utf_16(chance, text):
    codec = chance.choice(("utf-16", "utf-16-le", "utf-16-be"))
    return text.encode(codec, "replace"), "text/xml; charset=utf-16"


def _in_windows_1252(chance, text):
    told = chance.choice(("windows-1252", "utf-8", "iso-8859-1", "us-ascii"))
    text = f'<?xml version="1.0" encoding="{told}"?>{text}'
    return text.encode("windows-1252", "replace"), "text/xml"


def _in_an_unknown_encoding(chance, text):
    told = chance.choice(("utf-7", "cp037", "ebcdic", "x-user", "base64", "idna", "é"))
    text = f'<?xml version="1.0" encoding="{told}"?>{text}'
    return text.encode(errors="replace"), "text/xml"


def _told_otherwise(chance, text):
    told = chance.choice(("utf-7", "utf-16", "rot13", "zlib", "..", ""))
    return text.encode(errors="replace"), f"text/xml; charset={told}"


def _with_a_mark(chance, text):
    mark = chance.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    return mark + text.encode(errors="replace"), "text/xml"


_ENCODERS = (
    *(_in_utf_8, _in_utf_16, _in_windows_1252, _in_an_unknown_encoding),
    *(_told_otherwise, _with_a_mark),
)


# -- what is done to the bytes -----------------------------------------------------


def _flipped(chance, content):
    content = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8)) if content else 0):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def _lost(chance, content):
    start, end = _slice(chance, content)
    return content[:start] + content[end:]


def _inserted(chance, content):
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.randbytes(chance.choice((1, 2, 16))) + content[at:]


def _nothing(chance, content):
    return chance.choice((b"", b"\0", b"<", b" \n", b"\x1f\x8b\x08"))


_BYTE_DEEDS = (_flipped, _flipped, _inserted, _inserted, _lost, _nothing)

_MEDIA_TYPES = (
    *("", "application/json", "application/x-www-form-urlencoded", "text/plain"),
    *("multipart/form-data", "multipart/form-data; boundary=a", "multipart/related"),
    *("application/soap+xml", "application/octet-stream", "text/xml; charset=;;"),
)
