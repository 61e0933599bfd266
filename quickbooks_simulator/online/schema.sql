-- The state of the simulator. Objects are kept as the JSON text the API answers
-- with; what is searched or summed stands in columns beside it.
CREATE TABLE IF NOT EXISTS setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS company (
    realm TEXT PRIMARY KEY,
    profile TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS member (
    user TEXT NOT NULL,
    realm TEXT NOT NULL REFERENCES company (realm),
    PRIMARY KEY (user, realm)
) WITHOUT ROWID;

-- Moments are seconds since 1970 on the simulator's clock.
CREATE TABLE IF NOT EXISTS authorization_code (
    code TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    realm TEXT NOT NULL,
    scope TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    expires REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS grants (
    id INTEGER PRIMARY KEY,
    user TEXT NOT NULL,
    realm TEXT NOT NULL,
    scope TEXT NOT NULL,
    hard_expires REAL NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS token (
    value TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('access', 'refresh')),
    grant_id INTEGER NOT NULL REFERENCES grants (id),
    issued REAL NOT NULL,
    expires REAL NOT NULL,
    replaced INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS token_of_grant ON token (grant_id, kind);

CREATE TABLE IF NOT EXISTS sequence (
    realm TEXT NOT NULL,
    name TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (realm, name)
) WITHOUT ROWID;

-- name is the DisplayName or Name, full_name what references to the object show.
-- name_key is what must be unique within name_space; a deactivated object keeps it.
-- party is the customer or vendor; total and balance are cents, created and updated
-- milliseconds since 1970.
CREATE TABLE IF NOT EXISTS object (
    realm TEXT NOT NULL,
    entity TEXT NOT NULL,
    id INTEGER NOT NULL,
    sync_token INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    name_space TEXT,
    name_key TEXT,
    name TEXT,
    full_name TEXT,
    parent INTEGER,
    doc_number TEXT,
    party INTEGER,
    date TEXT,
    total INTEGER,
    balance INTEGER,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    updated_by TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (realm, entity, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS object_name
    ON object (realm, name_space, name_key) WHERE name_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS object_number
    ON object (realm, entity, doc_number) WHERE doc_number IS NOT NULL AND deleted = 0;
CREATE INDEX IF NOT EXISTS object_listed ON object (realm, entity, name, deleted, active);
CREATE INDEX IF NOT EXISTS object_party ON object (realm, entity, party);
CREATE INDEX IF NOT EXISTS object_updated ON object (realm, entity, updated);
CREATE INDEX IF NOT EXISTS object_parent
    ON object (realm, entity, parent) WHERE parent IS NOT NULL;

-- How much of one transaction settles another, in cents.
CREATE TABLE IF NOT EXISTS settlement (
    realm TEXT NOT NULL,
    payment_entity TEXT NOT NULL,
    payment_id INTEGER NOT NULL,
    target_entity TEXT NOT NULL,
    target_id INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (realm, payment_entity, payment_id, target_entity, target_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS settlement_target
    ON settlement (realm, target_entity, target_id);

CREATE TABLE IF NOT EXISTS file (
    realm TEXT NOT NULL,
    attachable INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (realm, attachable)
) WITHOUT ROWID;

-- Answers to requests that carried a requestid; bid is empty outside a batch.
CREATE TABLE IF NOT EXISTS replay (
    realm TEXT NOT NULL,
    requestid TEXT NOT NULL,
    bid TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (realm, requestid, bid)
) WITHOUT ROWID;

-- Where an application is told of a company's changes.
CREATE TABLE IF NOT EXISTS webhook (
    realm TEXT PRIMARY KEY REFERENCES company (realm),
    url TEXT NOT NULL,
    verifier TEXT NOT NULL,
    format TEXT NOT NULL
) WITHOUT ROWID;

-- A change that is in no notification yet; deleted is the Id that a merge ended.
CREATE TABLE IF NOT EXISTS event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    realm TEXT NOT NULL,
    entity TEXT NOT NULL,
    number INTEGER NOT NULL,
    operation TEXT NOT NULL,
    deleted INTEGER,
    happened INTEGER NOT NULL
);

-- What the application has not acknowledged yet; due is in seconds since 1970.
CREATE TABLE IF NOT EXISTS notification (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    events INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL,
    status INTEGER
);
