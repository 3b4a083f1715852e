-- API tokens that sessions give: under their hash, with the session's ID encrypted under the token.

CREATE TABLE token_families (
    id TEXT NOT NULL,
    organization TEXT NOT NULL,
    organization_name TEXT NOT NULL,
    session TEXT NOT NULL,
    user_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    CONSTRAINT pk_token_families PRIMARY KEY (id)
);

CREATE TABLE tokens (
    hash TEXT NOT NULL,
    organization TEXT NOT NULL,
    family_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    sealed_session TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    redirect_uri TEXT,
    code_challenge TEXT,
    CONSTRAINT pk_tokens PRIMARY KEY (hash),
    CONSTRAINT fk_tokens_token_families FOREIGN KEY (family_id) REFERENCES token_families (id) ON DELETE CASCADE
);

CREATE INDEX ix_token_families_expires_at ON token_families (expires_at);
CREATE INDEX ix_tokens_expires_at ON tokens (expires_at);
CREATE INDEX ix_tokens_family_id ON tokens (family_id);
