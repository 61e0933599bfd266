# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The Web Connector's calls read, and answered as it wants them."""

import io
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from lxml import etree
from zeep import Transport
from zeep.wsdl import Document

from quickbooks_simulator.desktop.hostile import METHODS, SOAP_11, SOAP_12, call
from tms_quickbooks.lib.desktop import soap

INTUIT = Path(__file__).resolve().parents[3] / "shared/schemas/QBWebConnectorSvc.wsdl"
# As a Web Connector 2.2 on Windows has sent it.
CAPTURED = (
    b'<?xml version="1.0" encoding="utf-8"?><soap:Envelope'
    b' xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"'
    b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    b' xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>'
    b'<serverVersion xmlns="http://developer.intuit.com/" />'
    b"</soap:Body></soap:Envelope>"
)


def answered(method, value, namespace=SOAP_11):
    """The answer's root, and the element with the result."""
    root = etree.fromstring(
        soap.answer(soap.read(call(method, namespace).encode()), value)
    )
    assert root.tag == f"{{{namespace}}}Envelope"
    [[response]] = root
    assert response.tag == f"{{http://developer.intuit.com/}}{method}Response"
    [result] = response
    assert result.tag == f"{{http://developer.intuit.com/}}{method}Result"
    return result


def refused(body, *words, content_type=""):
    with pytest.raises(soap.Malformed) as caught:
        soap.read(body if isinstance(body, bytes) else body.encode(), content_type)
    for word in words:
        assert word in str(caught.value)
    return caught.value


# -- the description ---------------------------------------------------------------


@pytest.mark.skipif(
    not INTUIT.is_file(), reason="Intuit's description is not in ../shared/schemas"
)
def test_the_description_keeps_intuits_contract():
    """Operations, parameters with types and order, actions, bindings."""

    def contract(path):
        found = {}
        for binding in Document(str(path), Transport()).bindings.values():
            for operation in binding.all().values():
                found[type(binding).__name__, operation.name] = (
                    operation.soapaction,
                    operation.style,
                    binding.transport,
                    operation.input.body.signature(),
                    operation.output.body.signature(),
                    _types(operation.input.body),
                    _types(operation.output.body),
                )
        return found

    ours = contract(soap.WSDL)
    assert len(ours) == 16  # eight methods in two versions of SOAP
    assert ours == contract(INTUIT)


def _types(element):
    """Names, types and how often, down to the leaves."""
    return [
        (
            child.qname.text,
            child.type.qname.text if child.type.qname is not None else None,
            child.min_occurs,
            child.max_occurs,
            child.nillable,
            _types(child) if hasattr(child.type, "elements") else (),
        )
        for name, child in element.type.elements
    ]


def test_the_description_is_served_with_the_address_of_the_server(tmp_path):
    address = "https://books.example.com/quickbooks/webconnector?db=a&b"
    path = tmp_path / "served.wsdl"
    path.write_bytes(soap.description(address))
    [service] = Document(str(path), Transport()).services.values()
    addresses = {port.binding_options["address"] for port in service.ports.values()}
    assert addresses == {address}
    assert len(service.ports) == 2


def test_the_methods_are_the_eight_of_the_web_connector():
    assert soap.methods() == set(METHODS)


# -- calls -------------------------------------------------------------------------


def test_a_captured_call():
    read = soap.read(CAPTURED, "text/xml; charset=utf-8")
    assert (read.method, read.params, read.version) == (
        "serverVersion",
        {},
        soap.SOAP_11,
    )


@pytest.mark.parametrize("namespace", [SOAP_11, SOAP_12])
@pytest.mark.parametrize("method", METHODS)
def test_every_method_in_both_versions(method, namespace):
    given = {name: f" <{name}> & é " for name in METHODS[method]}
    given |= {name: "13" for name in given if name.endswith("Vers")}
    read = soap.read(call(method, namespace, **given).encode())
    assert read.method == method
    assert read.version.namespace == namespace
    numbers = {name: 13 for name in given if name.endswith("Vers")}
    assert list(read.params.items()) == list((given | numbers).items())


def test_what_is_left_out_is_empty():
    body = call("sendRequestXML").replace("<qbXMLCountry></qbXMLCountry>", "")
    body = body.replace("<qbXMLMajorVers></qbXMLMajorVers>", "<qbXMLMajorVers/>")
    body = body.replace(
        "<ticket>",
        '<ticket xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true">',
    )
    read = soap.read(body.encode())
    assert read.params == {
        "ticket": "",
        "strHCPResponse": "",
        "strCompanyFileName": "",
        "qbXMLCountry": "",
        "qbXMLMajorVers": 0,
        "qbXMLMinorVers": 0,
    }


def test_a_parameter_by_another_name_is_left_out():
    for method in ("clientVersion", "getLastError", "closeConnection"):
        [name] = METHODS[method]
        body = call(method, **{name: "x"}).replace(name, name.upper())
        assert soap.read(body.encode()).params == {name: ""}


def test_another_order_and_what_is_not_described_do_no_harm():
    body = call("connectionError", ticket="T", hresult="0x80040408")
    ticket = "<ticket>T</ticket>"
    body = body.replace(ticket, "<more>1</more>").replace(
        "<message></message>", f"<message>M</message>{ticket}"
    )
    assert soap.read(body.encode()).params == {
        "ticket": "T",
        "hresult": "0x80040408",
        "message": "M",
    }


def test_an_answer_of_quickbooks_arrives_as_it_is():
    answer = '<?xml version="1.0" ?>\n<QBXML><Name>M&#252;ller & S&amp;n</Name></QBXML>'
    for given in (escape(answer), f"<![CDATA[{answer}]]>"):
        body = call("receiveResponseXML").replace("<response>", f"<response>{given}")
        assert soap.read(body.encode()).params["response"] == answer


def test_an_answer_of_many_megabytes_arrives():
    answer = "<Name>Müller</Name>" * 600_000
    body = call("receiveResponseXML", response=answer).encode()
    assert len(body) > 12 * 10**6
    assert soap.read(body).params["response"] == answer


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("utf-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("windows-1252", "windows-1252"),
        ("iso-8859-1", "iso-8859-1"),
    ],
)
def test_encodings(declared, codec):
    body = call("clientVersion", strVersion="é")
    declaration = f'<?xml version="1.0" encoding="{declared}"?>'
    assert soap.read((declaration + body).encode(codec)).params["strVersion"] == "é"


def test_the_media_type_names_the_encoding_where_the_document_does_not():
    body = call("clientVersion", strVersion="é").encode("windows-1252")
    read = soap.read(body, 'text/xml; charset="Windows-1252"')
    assert read.params["strVersion"] == "é"
    refused(body, "encoding")


# -- what is no call ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '<!DOCTYPE a [<!ENTITY b "c">]>'),
        ('<?xml version="1.0"?>', "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>"),
        ("<!-- a -->", "<!DOCTYPE a>"),
        ("\ufeff", "<!DOCTYPE a>"),
        ("", "<?xml-stylesheet href='a'?>"),
    ],
)
def test_document_types_and_processing_instructions_are_refused(before, after):
    refused(f"{before}{after}{call('serverVersion')}", "no XML")


def test_document_types_in_other_encodings_are_refused():
    body = f"<!DOCTYPE a>{call('serverVersion')}"
    for codec in ("utf-16", "utf-16-le", "utf-16-be"):
        refused(body.encode(codec), "no XML")
    refused(f'<?xml version="1.0" encoding="utf-7"?>{body}', "encoding")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "x",
        "<a/>",
        "{}",
        call("serverVersion").replace("developer.intuit", "example"),
        call("serverVersion").replace("serverVersion", "getServerVersion"),
        call("serverVersion").replace("Body", "Corps"),
        call("serverVersion").replace("</soap:Body>", "<a/></soap:Body>"),
        call("serverVersion")[:-1],
        call("getLastError").replace("<ticket>", "<ticket>&unknown;"),
        call("getLastError").replace("<ticket>", "<ticket>&#0;"),
        call("getLastError").replace("<ticket>", "<ticket><b>x</b>"),
        call("sendRequestXML", qbXMLMajorVers="thirteen"),
        call("sendRequestXML", qbXMLMajorVers="1" * 400),
    ],
)
def test_other_bodies_are_refused(body):
    fault = etree.fromstring(soap.fault(refused(body)))
    assert fault.findtext(".//faultcode") == "soap:Client"


def test_a_fault_in_soap_1_2():
    body = call("serverVersion", SOAP_12).replace("serverVersion", "unlink")
    fault = etree.fromstring(soap.fault(refused(body, "no such method")))
    assert fault.tag == f"{{{SOAP_12}}}Envelope"
    assert fault.findtext(".//{*}Code/{*}Value") == "soap:Sender"
    assert "no such method" in fault.findtext(".//{*}Reason/{*}Text")


def test_a_fault_quotes_nothing():
    secret = "kx7-password"
    for body in (
        call("authenticate", strPassword=secret).replace("</strPassword>", ""),
        call("sendRequestXML", qbXMLMajorVers=secret),
        call("authenticate", strPassword=secret).replace("authenticate", secret),
    ):
        assert secret.encode() not in soap.fault(refused(body))


def test_numbers_that_are_none_leave_no_word_in_the_log(caplog):
    caplog.set_level("DEBUG")
    refused(call("sendRequestXML", qbXMLMajorVers="kx7-password"))
    typed = call("authenticate", strPassword="kx7-password").replace(
        "<strPassword>",
        '<strPassword xmlns:i="http://www.w3.org/2001/XMLSchema-instance"'
        ' i:type="x:int" xmlns:x="http://www.w3.org/2001/XMLSchema">',
    )
    assert soap.read(typed.encode()).params["strPassword"] == "kx7-password"
    assert "kx7" not in caplog.text


# -- bodies ------------------------------------------------------------------------


def test_a_body_is_read_in_pieces():
    body = call("receiveResponseXML", response="x" * (2 * soap.LONGEST_CALL)).encode()
    sizes = []

    def read(size):
        sizes.append(size)
        return stream.read(size)

    stream = io.BytesIO(body)
    assert soap.read_body(read) == body
    assert max(sizes) <= soap.CHUNK


def test_only_an_answer_of_quickbooks_may_be_large():
    body = call(
        "sendRequestXML", ticket="T", strHCPResponse="x" * 2 * soap.LONGEST_CALL
    )
    stream = io.BytesIO(body.encode())
    with pytest.raises(soap.TooLarge) as caught:
        soap.read_body(stream.read)
    assert caught.value.call.method == "sendRequestXML"
    assert caught.value.call.params["ticket"] == "T"
    # So that the caller, who is still writing, comes to read what is answered.
    assert not stream.read()


def test_an_answer_beyond_the_limit_is_refused_with_its_ticket(monkeypatch):
    monkeypatch.setattr(soap, "LONGEST_ANSWER", 3 * soap.LONGEST_CALL)
    for namespace, codec in ((SOAP_11, "utf-8"), (SOAP_12, "utf-16")):
        body = call(
            "receiveResponseXML",
            namespace,
            ticket="T",
            response="x" * (4 * soap.LONGEST_CALL),
        )
        with pytest.raises(soap.TooLarge) as caught:
            soap.read_body(io.BytesIO(body.encode(codec)).read)
        assert caught.value.call.params["ticket"] == "T"
        assert caught.value.call.version.namespace == namespace


def test_a_large_body_that_is_no_call():
    with pytest.raises(soap.Malformed, match="too large"):
        soap.read_body(io.BytesIO(b"x" * (2 * soap.LONGEST_CALL)).read)


# -- answers -----------------------------------------------------------------------


@pytest.mark.parametrize("namespace", [SOAP_11, SOAP_12])
def test_texts_numbers_and_lists(namespace):
    assert answered("serverVersion", "é <&>", namespace).text == "é <&>"
    assert answered("receiveResponseXML", -1, namespace).text == "-1"
    strings = answered("authenticate", ["T", ""], namespace)
    assert [child.tag for child in strings] == [
        "{http://developer.intuit.com/}string"
    ] * 2
    assert [child.text or "" for child in strings] == ["T", ""]


def test_an_empty_text_is_an_empty_element():
    for method in ("clientVersion", "sendRequestXML", "getLastError"):
        result = answered(method, "")
        assert (result.text or "", dict(result.attrib)) == ("", {})


def test_characters_that_xml_does_not_know_are_left_out():
    assert answered("getLastError", "a\x00\x1b\ufffeb\n💥").text == "ab\n💥"
