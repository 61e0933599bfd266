# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Intuit's XML schema as a judge of our JSON.

QuickBooks Online takes the same objects as XML and as JSON. The schema describes the
XML, so a JSON object is first written as XML: elements in the schema's order, and
"value" of a reference as its text.
"""

from decimal import Decimal
from functools import cached_property
from pathlib import Path

from lxml import etree

SCHEMA_FOLDER = (
    Path(__file__).resolve().parents[3] / "shared" / "schemas" / "quickbooks-online"
)
NAMESPACE = "http://schema.intuit.com/finance/v3"
XS = "{http://www.w3.org/2001/XMLSchema}"


class IntuitSchema:
    KINDS = (
        "Customer",
        "Vendor",
        "Item",
        "Invoice",
        "CreditMemo",
        "Bill",
        "VendorCredit",
        "Payment",
        "BillPayment",
    )

    def __init__(self, folder=SCHEMA_FOLDER):
        self._folder = folder

    @cached_property
    def _schema(self):
        # Finance.xsd has the types; the elements of the REST service need schemas
        # that Intuit does not publish with it, so they are declared here.
        elements = "".join(
            f'<xs:element name="{kind}" type="{kind}"/>' for kind in self.KINDS
        )
        text = (
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"'
            f' xmlns="{NAMESPACE}" targetNamespace="{NAMESPACE}"'
            ' elementFormDefault="qualified">'
            f'<xs:include schemaLocation="Finance.xsd"/>{elements}</xs:schema>'
        )
        base = (self._folder / "elements.xsd").as_uri()
        return etree.XMLSchema(etree.fromstring(text, base_url=base))

    @cached_property
    def _types(self):
        return {
            type_.get("name"): type_
            for path in self._folder.glob("*.xsd")
            for type_ in etree.parse(path).getroot().iterfind(f"{XS}complexType")
        }

    def errors(self, kind, data):
        """What the schema has against an object; "" when nothing."""
        element = self._element(kind, kind, data)
        # A fresh tree, so that line numbers in the messages are right.
        tree = etree.fromstring(etree.tostring(element, pretty_print=True))
        if self._schema.validate(tree):
            return ""
        return "\n".join(f"{e.line}: {e.message}" for e in self._schema.error_log)

    def _element(self, name, type_name, value):
        element = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={None: NAMESPACE})
        type_ = self._types.get(type_name)
        if type_ is None:
            element.text = _text(value)
            return element
        rest = dict(value)
        if type_.find(f"{XS}simpleContent") is not None:
            element.text = rest.pop("value")
        attributes, children = self._parts(type_)
        for child, child_type in children.items():
            if child not in rest:
                continue
            members = rest.pop(child)
            for member in members if isinstance(members, list) else [members]:
                element.append(self._element(child, child_type, member))
        for attribute in attributes & set(rest):
            element.set(attribute, _text(rest.pop(attribute)))
        assert not rest, f"{type_name} has no {sorted(rest)}"
        return element

    def _parts(self, type_):
        """The attributes, and the elements in order, base types first."""
        attributes, children = set(), {}
        extension = type_.find(f".//{XS}extension")
        if extension is not None and extension.get("base") in self._types:
            attributes, children = self._parts(self._types[extension.get("base")])
        for attribute in type_.iter(f"{XS}attribute"):
            attributes.add(attribute.get("name"))
        for child in type_.iter(f"{XS}element"):
            if child.get("name"):
                children[child.get("name")] = child.get("type")
        return attributes, children


def _text(value):
    """A value as XML writes it: unlike JSON, it knows no numbers with exponents."""
    match value:
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)
