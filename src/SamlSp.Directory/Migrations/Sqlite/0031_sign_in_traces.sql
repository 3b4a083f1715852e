-- What became of sign-in attempts. Rows without an organization (an empty name) are attempts that proved nobody's.

CREATE TABLE sign_in_traces (
    reference TEXT NOT NULL,
    organization TEXT NOT NULL,
    organization_name TEXT,
    at INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    code TEXT,
    reason TEXT,
    identity_provider_error TEXT,
    user_id TEXT,
    milliseconds REAL NOT NULL,
    content TEXT NOT NULL,
    detail BLOB,
    detail_until INTEGER,
    CONSTRAINT pk_sign_in_traces PRIMARY KEY (reference)
);

CREATE INDEX ix_sign_in_traces_at ON sign_in_traces (at);
CREATE INDEX ix_sign_in_traces_organization_at_reference ON sign_in_traces (organization, at, reference);
CREATE INDEX ix_sign_in_traces_organization_user_id_at ON sign_in_traces (organization, user_id, at);
CREATE INDEX ix_sign_in_traces_organization_code_at ON sign_in_traces (organization, code, at);
CREATE INDEX ix_sign_in_traces_detail_until ON sign_in_traces (detail_until);
