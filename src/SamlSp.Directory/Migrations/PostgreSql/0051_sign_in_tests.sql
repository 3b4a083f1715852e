-- Sign-ins by which owners try settings that are not saved. What they found is encrypted: it holds claims' values.

CREATE TABLE sign_in_tests (
    id text NOT NULL,
    organization text NOT NULL,
    session text NOT NULL,
    actor text NOT NULL,
    settings text NOT NULL,
    secrets text,
    return_url text NOT NULL,
    created_at bigint NOT NULL,
    result text,
    CONSTRAINT pk_sign_in_tests PRIMARY KEY (id)
);

CREATE INDEX ix_sign_in_tests_created_at ON sign_in_tests (created_at);
