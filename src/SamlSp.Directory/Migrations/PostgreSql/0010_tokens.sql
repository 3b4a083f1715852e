-- API tokens that sessions give: under their hash, with the session's ID encrypted under the token.

CREATE TABLE token_families (
    id text NOT NULL,
    organization text NOT NULL,
    organization_name text NOT NULL,
    session text NOT NULL,
    user_id text NOT NULL,
    client_id text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    ended_at bigint,
    CONSTRAINT pk_token_families PRIMARY KEY (id)
);

CREATE TABLE tokens (
    hash text NOT NULL,
    organization text NOT NULL,
    family_id text NOT NULL,
    kind text NOT NULL,
    sealed_session text NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint,
    redirect_uri text,
    code_challenge text,
    CONSTRAINT pk_tokens PRIMARY KEY (hash),
    CONSTRAINT fk_tokens_token_families FOREIGN KEY (family_id) REFERENCES token_families (id) ON DELETE CASCADE
);

CREATE INDEX ix_token_families_expires_at ON token_families (expires_at);
CREATE INDEX ix_tokens_expires_at ON tokens (expires_at);
CREATE INDEX ix_tokens_family_id ON tokens (family_id);
