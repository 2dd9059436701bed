-- Every resource is one JSON document; what lists and look-ups need is in document_keys.
CREATE TABLE IF NOT EXISTS documents (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (account, kind, id)
);
CREATE INDEX IF NOT EXISTS documents_in_order ON documents (account, kind, seq);

CREATE TABLE IF NOT EXISTS document_keys (
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (account, kind, name, value, seq)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS document_keys_of ON document_keys (seq);

-- The API log: one row a request, in the order in which they were settled.
CREATE TABLE IF NOT EXISTS requests (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    time TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    query TEXT NOT NULL,
    headers TEXT NOT NULL,
    body TEXT,
    status INTEGER,
    response TEXT,
    milliseconds REAL NOT NULL,
    request_id TEXT NOT NULL
);

-- One row an event and endpoint: what is still to be sent, and when (on the sandbox's clock).
CREATE TABLE IF NOT EXISTS outgoing (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    event_id TEXT NOT NULL,
    webhook_id TEXT NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 1,
    due REAL NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'sent', 'dropped', 'given_up'))
);
CREATE INDEX IF NOT EXISTS outgoing_due ON outgoing (state, due);

-- Every attempt that was made.
CREATE TABLE IF NOT EXISTS attempts (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    time TEXT NOT NULL,
    event_id TEXT NOT NULL,
    event_type TEXT NOT NULL,
    webhook_id TEXT NOT NULL,
    url TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    status INTEGER,
    response TEXT NOT NULL,
    error TEXT NOT NULL,
    milliseconds REAL NOT NULL
);

-- What happens by itself later: a pending capture that fails, a review that ends.
CREATE TABLE IF NOT EXISTS jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    due REAL NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS jobs_due ON jobs (due);

CREATE TABLE IF NOT EXISTS settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
