# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An application at work on a simulated company file, for the tests.

Where Intuit's schema is at hand, every request and every answer is held against it.
"""

from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from quickbooks_simulator.desktop import LONE_STAR, CompanyFile

SCHEMA = Path(__file__).parents[3] / "shared/schemas/qbxml-13.0/qbxmlops130.xsd"
# Status codes the facts give to values that the schema does not let through either.
VALUE_CODES = {
    "3000",
    "3010",
    "3020",
    "3040",
    "3045",
    "3050",
    "3060",
    "3065",
    "3070",
    "3110",
}


def message_set(requests, *, on_error="continueOnError", version="13.0", **ids):
    """The text of a message set."""
    attributes = "".join(f' {name}="{value}"' for name, value in ids.items())
    return (
        f'<?xml version="1.0" encoding="utf-8"?><?qbxml version="{version}"?>'
        f'<QBXML><QBXMLMsgsRq onError="{on_error}"{attributes}>{requests}'
        "</QBXMLMsgsRq></QBXML>"
    )


def xml(tag, content=None, **attributes):
    """An element out of text, dictionaries and lists."""
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{written}>{_content(content)}</{tag}>"


def _content(content):
    if content is None:
        return ""
    if isinstance(content, dict):
        return "".join(_elements(name, value) for name, value in content.items())
    return escape(str(content)).encode("ascii", "xmlcharrefreplace").decode()


def _elements(name, value):
    several = value if isinstance(value, list) else [value]
    return "".join(xml(name, each) for each in several)


def named(name):
    """A reference by name."""
    return {"FullName": name}


def by_id(list_id):
    """A reference by id."""
    return {"ListID": list_id}


class Answer:
    """The answer to one request."""

    def __init__(self, element):
        self.element = element
        self.code = element.get("statusCode")
        self.severity = element.get("statusSeverity")
        self.text = element.get("statusMessage")

    def __getitem__(self, path):
        """The text at a path in the first object told of; None without it."""
        return self.element.findtext(f"*/{path}")

    def all(self, path):
        """The texts at a path in all objects told of."""
        return [element.text for element in self.element.iterfind(f"*/{path}")]

    def get(self, name):
        return self.element.get(name)

    @property
    def names(self):
        return [element.tag for element in self.element]


class Answers(list):
    """The answers to a message set, and what is said of the set."""

    def __init__(self, text):
        self.text = text
        root = etree.fromstring(text.encode())[0]
        self.set_id = root.get("newMessageSetID")
        self.set_code = root.get("messageSetStatusCode")
        super().__init__(map(Answer, root))

    @property
    def codes(self):
        return [answer.code for answer in self]


class Desk:
    """An application and the company file it works on."""

    def __init__(self, company=LONE_STAR, state=None):
        self.company = CompanyFile(state, company)

    def send(self, *requests, **options):
        """Have a message set done."""
        text = message_set("".join(requests), **options)
        answers = Answers(self.company.process(text))
        judge(answers.text)
        if not VALUE_CODES & set(answers.codes):
            judge(text)
        return answers

    def do(self, name, content=None, **attributes):
        """Have one request done."""
        [answer] = self.send(xml(f"{name}Rq", content, **attributes))
        return answer

    def add(self, kind, **content):
        return self.do(f"{kind}Add", {f"{kind}Add": content})

    def mod(self, kind, **content):
        return self.do(f"{kind}Mod", {f"{kind}Mod": content})

    def added(self, kind, **content):
        """Add something that must be taken; its id."""
        answer = self.add(kind, **content)
        assert answer.code == "0", answer.text
        return answer["ListID"] or answer["TxnID"]

    def invoice(self, amount="100.00", customer="Amarillo Beef Packers", **content):
        """An invoice with one line; its TxnID."""
        line = {"ItemRef": named("Linehaul"), "Amount": amount}
        content = {"CustomerRef": named(customer), **content}
        return self.added("Invoice", **content, InvoiceLineAdd=line)

    def bill(self, amount="100.00", vendor="Big Rig Carriers LLC", **content):
        """A bill with one line; its TxnID."""
        line = {"AccountRef": named("Purchased Transportation"), "Amount": amount}
        content = {"VendorRef": named(vendor), **content}
        return self.added("Bill", **content, ExpenseLineAdd=line)

    def read(self, kind, txn_id, **content):
        """A transaction as it is now."""
        answer = self.do(f"{kind}Query", {"TxnID": txn_id, **content})
        assert answer.code == "0", answer.text
        return answer

    def balance(self, name):
        """What a customer owes, or is owed to a vendor, without its jobs."""
        [party] = [
            party
            for party in self.company.parties("Customer", "Vendor")
            if party.full_name == name
        ]
        return party.balance


@cache
def _schema():
    return etree.XMLSchema(etree.parse(SCHEMA))


def judge(text):
    """What goes and what comes is qbXML, as far as Intuit's schema can tell."""
    if SCHEMA.is_file():
        _schema().assertValid(etree.fromstring(text.encode()))
