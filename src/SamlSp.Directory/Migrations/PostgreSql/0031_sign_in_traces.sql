-- What became of sign-in attempts. Rows without an organization (an empty name) are attempts that proved nobody's.

CREATE TABLE sign_in_traces (
    reference text NOT NULL,
    organization text NOT NULL,
    organization_name text,
    at bigint NOT NULL,
    hour bigint NOT NULL,
    code text,
    reason text,
    identity_provider_error text,
    user_id text,
    milliseconds double precision NOT NULL,
    content text NOT NULL,
    detail bytea,
    detail_until bigint,
    CONSTRAINT pk_sign_in_traces PRIMARY KEY (reference)
);

CREATE INDEX ix_sign_in_traces_at ON sign_in_traces (at);
CREATE INDEX ix_sign_in_traces_organization_at_reference ON sign_in_traces (organization, at, reference);
CREATE INDEX ix_sign_in_traces_organization_user_id_at ON sign_in_traces (organization, user_id, at);
CREATE INDEX ix_sign_in_traces_organization_code_at ON sign_in_traces (organization, code, at);
CREATE INDEX ix_sign_in_traces_detail_until ON sign_in_traces (detail_until);
