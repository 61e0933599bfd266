-- The state of a company file. Objects keep what was sent of them as JSON; what is
-- searched or summed stands in columns beside it.
CREATE TABLE IF NOT EXISTS setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Customers, vendors, items, accounts and all other lists. key is what must be unique
-- in its space; an inactive object keeps it. Balances are cents in the object's own
-- currency, moments seconds since 1970.
CREATE TABLE IF NOT EXISTS list_object (
    id INTEGER PRIMARY KEY,
    list_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    space TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    full_name TEXT NOT NULL,
    full_key TEXT NOT NULL,
    parent INTEGER REFERENCES list_object (id),
    active INTEGER NOT NULL DEFAULT 1,
    edit_sequence INTEGER NOT NULL,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    balance INTEGER NOT NULL DEFAULT 0,
    total_balance INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS list_object_key ON list_object (space, key);
CREATE INDEX IF NOT EXISTS list_object_name ON list_object (full_key, kind);
CREATE INDEX IF NOT EXISTS list_object_kind ON list_object (kind, modified);
CREATE INDEX IF NOT EXISTS list_object_parent
    ON list_object (parent) WHERE parent IS NOT NULL;

-- open is what is still to be settled, or still to be used of a credit or payment;
-- total and open are cents in the currency of the party. A payment that is deposited
-- lies in the bank with others; its amount is fixed.
CREATE TABLE IF NOT EXISTS txn (
    id INTEGER PRIMARY KEY,
    txn_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    ref_number TEXT NOT NULL,
    ref_key TEXT NOT NULL,
    party INTEGER NOT NULL REFERENCES list_object (id),
    account INTEGER NOT NULL REFERENCES list_object (id),
    date TEXT NOT NULL,
    total INTEGER NOT NULL,
    open INTEGER NOT NULL,
    edit_sequence INTEGER NOT NULL,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    void INTEGER NOT NULL DEFAULT 0,
    deposited INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS txn_kind ON txn (kind, modified);
CREATE INDEX IF NOT EXISTS txn_number ON txn (kind, ref_key);
CREATE INDEX IF NOT EXISTS txn_party ON txn (party);

-- How much of what settles an invoice or a bill: money of a payment (credit is 0), or a
-- credit, used in a payment or, where payment is the target itself, in the invoice.
CREATE TABLE IF NOT EXISTS settlement (
    payment INTEGER NOT NULL REFERENCES txn (id),
    target INTEGER NOT NULL REFERENCES txn (id),
    credit INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    discount INTEGER NOT NULL DEFAULT 0,
    discount_account TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (payment, target, credit)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS settlement_target ON settlement (target);
CREATE INDEX IF NOT EXISTS settlement_credit ON settlement (credit) WHERE credit <> 0;

CREATE TABLE IF NOT EXISTS deleted (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    name TEXT NOT NULL,
    created INTEGER NOT NULL,
    deleted INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS deleted_kind ON deleted (kind, deleted);

-- Custom fields (owner 0) and applications' own fields; line is empty outside lines.
CREATE TABLE IF NOT EXISTS extension_def (
    id INTEGER NOT NULL,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    objects TEXT NOT NULL,
    PRIMARY KEY (owner, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS extension (
    object TEXT NOT NULL,
    line TEXT NOT NULL,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (object, line, owner, name)
) WITHOUT ROWID;

-- What was answered to message sets with an id, to be told again.
CREATE TABLE IF NOT EXISTS message_set (
    id TEXT PRIMARY KEY,
    checksum TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS message (
    message_set TEXT NOT NULL REFERENCES message_set (id),
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    request_id TEXT,
    code INTEGER,
    text TEXT,
    recovery TEXT,
    PRIMARY KEY (message_set, place)
) WITHOUT ROWID;
