-- Sign-ins by which owners try settings that are not saved. What they found is encrypted: it holds claims' values.

CREATE TABLE sign_in_tests (
    id TEXT NOT NULL,
    organization TEXT NOT NULL,
    session TEXT NOT NULL,
    actor TEXT NOT NULL,
    settings TEXT NOT NULL,
    secrets TEXT,
    return_url TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    result TEXT,
    CONSTRAINT pk_sign_in_tests PRIMARY KEY (id)
);

CREATE INDEX ix_sign_in_tests_created_at ON sign_in_tests (created_at);
