# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Message sets: what is done once, and what QuickBooks knows of it afterwards."""

import subprocess
import sys
from pathlib import Path

import pytest

from quickbooks_simulator.desktop import CompanyFile, HResult
from quickbooks_simulator.desktop import message_sets as module

from .desk import Answers, Desk, message_set, named, xml


def customer(name, request_id="1"):
    return xml("CustomerAddRq", {"CustomerAdd": {"Name": name}}, requestID=request_id)


def invoice(request_id="1"):
    line = {"ItemRef": named("Linehaul"), "Amount": "100.00"}
    content = {"CustomerRef": named("Gulf Coast Produce"), "InvoiceLineAdd": line}
    return xml("InvoiceAddRq", {"InvoiceAdd": content}, requestID=request_id)


def names(desk):
    return [each.name for each in desk.company.customers()[3:]]


# -- going on after an error -----------------------------------------------------------


def test_the_others_are_done_all_the_same(desk):
    answers = desk.send(customer("A"), customer("A", "2"), customer("B", "3"))
    assert answers.codes == ["0", "3100", "0"]
    assert names(desk) == ["A", "B"]


def test_or_the_rest_is_left(desk):
    requests = customer("A"), customer("A", "2"), customer("B", "3")
    answers = desk.send(*requests, on_error="stopOnError")
    assert answers.codes == ["0", "3100", "3231"]
    assert answers[2].text == "The request has not been processed."
    assert names(desk) == ["A"]


def test_a_warning_stops_nothing(desk):
    query = xml("CustomerQueryRq", {"FullName": "Nobody"})
    answers = desk.send(query, customer("A"), on_error="stopOnError")
    assert answers.codes == ["500", "0"]


def test_a_refused_request_leaves_nothing_behind(desk):
    payment = {
        "CustomerRef": named("Gulf Coast Produce"),
        "TotalAmount": "10.00",
        "AppliedToTxnAdd": {"TxnID": "FFF-1", "PaymentAmount": "10.00"},
    }
    assert desk.add("ReceivePayment", **payment).code == "3120"
    assert desk.company.transactions() == []


def test_a_refusal_on_demand(desk):
    in_use = "The list element is in use."
    desk.company.refuse("CustomerAdd", 3180, in_use, times=2)
    answers = desk.send(customer("A"), invoice("2"), customer("B"), customer("C"))
    assert answers.codes == ["3180", "0", "3180", "0"]
    assert answers[0].text == in_use
    assert names(desk) == ["C"]


def test_answers_without_objects(desk):
    answers = desk.send(customer("A"), responseData="includeNone")
    assert answers[0].names == []
    assert names(desk) == ["A"]


def test_a_request_can_use_what_one_before_it_made(desk):
    made = invoice().replace("<InvoiceAdd>", '<InvoiceAdd defMacro="TxnID:i">')
    content = {
        "CustomerRef": named("Gulf Coast Produce"),
        "TotalAmount": "100.00",
        "AppliedToTxnAdd": {"TxnID": "", "PaymentAmount": "100.00"},
    }
    payment = xml("ReceivePaymentAddRq", {"ReceivePaymentAdd": content})
    payment = payment.replace("<TxnID>", '<TxnID useMacro="TxnID:i">')
    assert desk.send(made, payment).codes == ["0", "0"]
    assert desk.company.invoices()[0].open == 0
    assert desk.send(payment).codes == ["9100"]


# -- done once -------------------------------------------------------------------------


def test_a_set_with_an_id_is_done_once(desk):
    first = desk.send(customer("A"), invoice("2"), newMessageSetID="s1")
    assert (first.set_id, first.set_code) == ("s1", "0")
    again = desk.send(customer("A"), invoice("2"), newMessageSetID="s1")
    assert (again.set_id, again.set_code) == ("s1", "0")
    assert again.codes == ["0", "0"]
    assert names(desk) == ["A"]
    assert len(desk.company.invoices()) == 1


def test_what_became_of_it_is_told_by_id_and_version(desk):
    first = desk.send(customer("A"), invoice("2"), newMessageSetID="s1")
    added, sold = desk.send(customer("A"), invoice("2"), newMessageSetID="s1")
    assert (added.names, sold.names) == (["ErrorRecovery"], ["ErrorRecovery"])
    assert added["ListID"] == first[0]["ListID"]
    assert added["EditSequence"] == first[0]["EditSequence"]
    assert sold["TxnID"] == first[1]["TxnID"]
    assert sold["TxnNumber"] == first[1]["TxnNumber"]
    assert sold.get("requestID") == "2"


def test_refusals_are_remembered_too(desk):
    first = desk.send(customer("A"), customer("A", "2"), newMessageSetID="s1")
    again = desk.send(customer("A"), customer("A", "2"), newMessageSetID="s1")
    assert again.codes == first.codes == ["0", "3100"]
    assert again[1].text == first[1].text


def test_other_content_under_a_known_id(desk):
    desk.send(customer("A"), newMessageSetID="s1")
    answers = desk.send(customer("B"), newMessageSetID="s1")
    assert answers.set_code == "9001"
    assert list(answers) == []
    assert names(desk) == ["A"]


def test_a_blank_more_is_other_content(desk):
    desk.send(customer("A"), newMessageSetID="s1")
    longer = customer("A").replace("><Name", "> <Name")
    assert desk.send(longer, newMessageSetID="s1").set_code == "9001"


def test_asking_after_a_set_without_its_requests(desk):
    first = desk.send(customer("A"), newMessageSetID="s1")
    answers = desk.send(newMessageSetID="s1", oldMessageSetID="s1")
    assert answers.codes == ["0"]
    assert answers[0]["ListID"] == first[0]["ListID"]


def test_asking_after_a_set_that_never_came(desk):
    answers = desk.send(customer("A"), newMessageSetID="s1", oldMessageSetID="s1")
    assert answers.set_code == "9002"
    assert names(desk) == []


def test_without_an_id_nothing_is_remembered(desk):
    assert desk.send(customer("A")).set_code is None
    assert desk.send(customer("A")).codes == ["3100"]


@pytest.mark.parametrize("name", ["newMessageSetID", "oldMessageSetID"])
def test_how_long_an_id_may_be(desk, name):
    assert desk.send(customer("A"), **{name: "x" * 25}).set_code == "9004"
    assert names(desk) == []
    assert desk.send(customer("A"), **{name: "x" * 24}).set_code != "9004"


def test_a_set_that_cannot_be_kept_is_not_done(desk):
    desk.company.fill_up()
    assert desk.send(customer("A"), newMessageSetID="s1").set_code == "9005"
    assert names(desk) == []
    assert desk.send(customer("A"), newMessageSetID="s1").codes == ["0"]


def test_withdrawals_are_done_once(desk):
    txn_id = desk.send(invoice())[0]["TxnID"]
    content = {"TxnVoidType": "Invoice", "TxnID": txn_id}
    void = xml("TxnVoidRq", content, requestID="1")
    desk.send(void, newMessageSetID="s1")
    again = Answers(desk.company.process(message_set(void, newMessageSetID="s1")))
    assert again.codes == ["0"]
    assert again[0]["TxnID"] == txn_id


# -- forgotten -------------------------------------------------------------------------


def test_the_set_before_is_forgotten_with_the_next_one(desk):
    desk.send(customer("A"), newMessageSetID="s1")
    desk.send(customer("B"), newMessageSetID="s2", oldMessageSetID="s1")
    answers = desk.send(customer("A"), newMessageSetID="s1")
    assert answers.codes == ["3100"]


def test_a_set_can_be_forgotten_alone(desk):
    desk.send(customer("A"), newMessageSetID="s1")
    assert desk.send(oldMessageSetID="s1").set_code == "0"
    assert desk.send(oldMessageSetID="s1").set_code == "600"


def test_all_sets_can_be_forgotten(desk):
    for name in ("s1", "s2"):
        desk.send(customer(name), newMessageSetID=name)
    desk.send(oldMessageSetID="ClearAllMessageSets")
    assert desk.send(oldMessageSetID="s1").set_code == "600"
    assert desk.send(customer("s2"), newMessageSetID="s2").codes == ["3100"]


def test_an_unknown_one_before_does_not_matter(desk):
    answers = desk.send(customer("A"), newMessageSetID="s2", oldMessageSetID="s1")
    assert (answers.set_code, answers.codes) == ("0", ["0"])


# -- breaking down ---------------------------------------------------------------------


def test_what_was_done_before_a_crash_is_known(desk):
    requests = "".join(customer(name, name) for name in "ABC")
    desk.company.crash_after(2)
    with pytest.raises(HResult) as crash:
        desk.company.process(message_set(requests, newMessageSetID="s1"))
    assert crash.value.code == "0x80040402"
    assert names(desk) == ["A", "B"]
    answers = desk.send(requests, newMessageSetID="s1")
    assert answers.codes == ["0", "0", "3231"]
    assert answers[0].names == ["ErrorRecovery"]
    # QuickBooks has not come to the rest, and does not come to it now.
    assert names(desk) == ["A", "B"]


def test_a_crash_ends_the_session(desk):
    page = {"MaxReturned": "1"}
    start = xml("CustomerQueryRq", page, iterator="Start")
    iterator = {"iteratorID": desk.send(start)[0].get("iteratorID")}
    desk.company.crash_after(0)
    with pytest.raises(HResult):
        desk.company.process(message_set("<HostQueryRq/>"))
    going_on = xml("CustomerQueryRq", page, iterator="Continue", **iterator)
    assert desk.send(going_on).codes == ["3391"]


def test_work_and_answer_are_kept_together_or_not_at_all(tmp_path, monkeypatch):
    desk = Desk(state=tmp_path / "books.sqlite")

    def break_down(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, "_note", break_down)
        with pytest.raises(KeyboardInterrupt):
            desk.company.process(message_set(customer("A"), newMessageSetID="s1"))
    desk.company.close()
    desk.company = CompanyFile(tmp_path / "books.sqlite")
    assert names(desk) == []
    assert desk.send(customer("A"), newMessageSetID="s1").codes == ["3231"]


WORK = """
import sys
from quickbooks_simulator.desktop import CompanyFile
print("ready", flush=True)
CompanyFile(sys.argv[1]).process(sys.stdin.read())
"""


def test_a_killed_program_knows_exactly_what_it_has_done(tmp_path):
    state = tmp_path / "books.sqlite"
    many = "".join(customer(f"C{number}", number) for number in range(2_000))
    Desk(state=state).company.close()
    with subprocess.Popen(
        [sys.executable, "-c", WORK, state],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as program:
        program.stdin.write(message_set(many, newMessageSetID="s1").encode())
        program.stdin.close()
        program.stdout.readline()
        desk = Desk(state=state)
        while len(names(desk)) < 10:
            assert program.poll() is None
        program.kill()
    done = names(desk)
    assert 10 <= len(done) < 2_000
    answers = desk.send(many, newMessageSetID="s1")
    assert answers.codes == ["0"] * len(done) + ["3231"] * (2_000 - len(done))


def test_everything_outlives_the_program(tmp_path):
    state = tmp_path / "books.sqlite"
    desk = Desk(state=state)
    first = desk.send(customer("A"), invoice("2"), newMessageSetID="s1")
    desk.company.clock.advance(days=3)
    desk.company.close()
    reopened = Desk(state=state)
    assert names(reopened) == ["A"]
    again = reopened.send(customer("A"), invoice("2"), newMessageSetID="s1")
    assert again[1]["TxnID"] == first[1]["TxnID"]
    later = reopened.company.clock.now() - desk.company.clock.now()
    assert abs(later.total_seconds()) < 60
