# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The one door to the Accounting API of QuickBooks Online.

python-quickbooks knows the endpoints; everything that goes over the wire passes
through ``process_request`` here, which adds what the library leaves out: time-outs,
the record of each call, and errors typed by what to do next.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

import requests
from quickbooks import QuickBooks
from quickbooks.exceptions import QuickbooksException

from ..problems import QuickBooksError, problem_of_network
from .errors import error_of_exception, error_of_response, faults_in
from .pace import PACE, Pace
from .render_files import FileBody

USER_AGENT = "tms_quickbooks"
MINOR_VERSION = 75

# Seconds to connect, and between two pieces of an answer. QuickBooks itself gives up
# after 120 seconds (Intuit: limits and throttles), so that a call cut off here has
# surely ended there.
TIMEOUT = (10, 125)

# A batch is repeated, not carried out again, when its request id comes back; longer
# ids do not fit (Intuit: batch reference).
MAX_REQUEST_ID = 36


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it was made; redact the texts before keeping them.

    ``path`` is relative to the API's address. ``status`` is None when no answer came.
    ``started`` is an aware time in UTC.
    """

    method: str
    path: str
    request_id: str
    request_body: bytes
    status: int | None
    response_text: str
    intuit_tid: str
    started: datetime
    duration_ms: int


class _Bearer(requests.auth.AuthBase):
    """Our token, and never what a .netrc file says for the host."""

    def __init__(self, access_token: str):
        self._access_token = access_token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._access_token}"
        return request


class Client(QuickBooks):
    """Calls to one QuickBooks company with one access token.

    Every method raises ``QuickBooksError`` when the call does not succeed. Numbers
    with a fraction come back as Decimals. ``api_url`` ends in "/v3"; ``on_call`` is
    told of every call, also of those that failed. ``pace`` keeps the limit of calls
    by the second.
    """

    def __new__(
        cls, api_url, realm, access_token, session=None, on_call=None, pace=PACE
    ):
        return super().__new__(
            cls, company_id=realm, minorversion=MINOR_VERSION, use_decimal=True
        )

    def __init__(
        self,
        api_url: str,
        realm: str,
        access_token: str,
        session: requests.Session | None = None,
        on_call: Callable[[Call], None] | None = None,
        pace: Pace = PACE,
    ):
        self.session = session or requests.Session()
        self._api_url = api_url.rstrip("/")
        self._auth = _Bearer(access_token)
        self._on_call = on_call
        self._pace = pace

    @property
    def api_url(self) -> str:
        return self._api_url

    # -- what we ask -------------------------------------------------------------------

    def batch(self, body: bytes, request_id: str) -> dict[str, Any]:
        """Send up to 30 operations at once; the answer holds one result for each.

        The same ``request_id`` with the same operations repeats the first answer and
        does nothing twice (Intuit: batch reference).
        """
        if not 0 < len(request_id) <= MAX_REQUEST_ID:
            raise ValueError(f"a request id has 1 to {MAX_REQUEST_ID} characters")
        return self.post(self._url("batch"), body, request_id=request_id)

    def upload(
        self, metadata: str, content: BinaryIO, request_id: str
    ) -> dict[str, Any]:
        """Send a file; the answer is read with ``read_files.upload_result``.

        ``content`` is an open file, read from its beginning. The same ``request_id``
        with the same file makes the same bytes.
        """
        body = FileBody(metadata, content, request_id)
        return self.make_request(
            "POST",
            self._url("upload"),
            body,
            content_type=body.content_type,
            request_id=request_id,
        )

    def query(self, statement: str) -> dict[str, Any]:
        """The answer to a query in QuickBooks' own query language."""
        return super().query(statement.encode("utf-8"))

    def queries(self, statements: Mapping[str, str]) -> dict[str, Any]:
        """The answers to up to 30 queries in one call, by the keys of the statements.

        Together they bring at most 1000 objects (Intuit: batch reference). The answer
        is read with ``read.query_results``. It carries no request id: what only reads
        may be asked twice.
        """
        items = [{"bId": key, "Query": each} for key, each in statements.items()]
        body = json.dumps({"BatchItemRequest": items}).encode()
        return self.post(self._url("batch"), body)

    def pages(
        self, entity: str, where: str = "", page: int = 1000, start: int = 1
    ) -> Iterator[list[dict[str, Any]]]:
        """All objects of a kind, ``page`` (at most 1000) at a time.

        ``where`` is a condition without its WHERE; ``start`` counts from 1.
        """
        condition = f" WHERE {where}" if where else ""
        while True:
            answer = self.query(
                f"SELECT * FROM {entity}{condition}"
                f" ORDERBY Id STARTPOSITION {start} MAXRESULTS {page}"
            )
            found = _part(answer, "QueryResponse").get(entity, [])
            if found:
                yield found
            if len(found) < page:
                return
            start += page

    def cdc(self, types: Iterable[str], since: datetime) -> dict[str, Any]:
        """What has changed since an aware time, to be read with ``cdc.changed``.

        QuickBooks looks back for 30 days, and shows at most 1000 objects (Intuit:
        change data capture).
        """
        stamp = since.isoformat(timespec="seconds")
        return super().change_data_capture(",".join(types), stamp)

    def company_info(self) -> dict[str, Any]:
        """The company: its names, country and plan."""
        return self.read("CompanyInfo", self.company_id)

    def preferences(self) -> dict[str, Any]:
        """The company's switches: numbering, taxes, currencies, closed books."""
        return _part(self.get(self._url("preferences")), "Preferences")

    # pylint: disable-next=method-required-super; this is no Odoo model
    def read(self, entity: str, id: str) -> dict[str, Any]:
        """One object as it is now."""
        return _part(self.get_single_object(entity, id), entity)

    def _url(self, resource: str) -> str:
        return f"{self.api_url}/company/{self.company_id}/{resource}"

    # -- how it goes over the wire -----------------------------------------------------

    def make_request(self, *args, **kwargs) -> dict[str, Any]:
        try:
            return super().make_request(*args, **kwargs)
        except QuickbooksException:
            # Faults never get here. What does is JSON that was cut off; its text, which
            # the library puts into its exception, belongs in no traceback.
            raise QuickBooksError(
                problem_of_network("unreadable"), outcome_known=False
            ) from None

    def process_request(
        self, request_type, url, headers="", params="", data=""
    ) -> requests.Response:
        """Make one call; return the answer if it is a success.

        QuickBooks also reports faults, such as a lapsed subscription (6190), in
        answers that say 200.
        """
        self._pace.wait(self.company_id)
        started, clock = datetime.now(UTC), time.monotonic()
        response = None
        try:
            response = self.session.request(
                request_type,
                url,
                headers={**(headers or {}), "User-Agent": USER_AGENT},
                params=params,
                data=data,
                auth=self._auth,
                timeout=TIMEOUT,
                allow_redirects=False,
            )
            # Intuit sends UTF-8 and does not always say so.
            response.encoding = "utf-8"
        except requests.RequestException as error:
            raise error_of_exception(error) from error
        finally:
            if self._on_call:
                self._on_call(
                    Call(
                        method=request_type,
                        path=url.removeprefix(self.api_url),
                        request_id=(params or {}).get("requestid", ""),
                        request_body=_as_bytes(data),
                        started=started,
                        duration_ms=round((time.monotonic() - clock) * 1000),
                        **_answer(response),
                    )
                )
        if response.status_code != requests.codes.ok or not _is_answer(response.text):
            raise error_of_response(response)
        return response


def _answer(response: requests.Response | None) -> dict[str, Any]:
    """What a call's record keeps of the answer, if there was one."""
    if response is None:
        return {"status": None, "response_text": "", "intuit_tid": ""}
    return {
        "status": response.status_code,
        "response_text": response.text,
        "intuit_tid": response.headers.get("intuit_tid", ""),
    }


def _is_answer(text: str) -> bool:
    """Whether the body is a JSON object that is not a fault as a whole.

    A batch that succeeded may well hold the faults of some of its items.
    """
    mentions_fault = '"Fault"' in text or '"fault"' in text
    return text.lstrip().startswith("{") and not (mentions_fault and faults_in(text))


def _as_bytes(data: Any) -> bytes:
    if isinstance(data, bytes):
        return data
    return data.encode("utf-8") if isinstance(data, str) else b""


def _part(answer: dict[str, Any], key: str) -> dict[str, Any]:
    part = answer.get(key)
    if not isinstance(part, dict):
        raise QuickBooksError(problem_of_network("unreadable"))
    return part
