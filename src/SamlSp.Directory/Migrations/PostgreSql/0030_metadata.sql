-- Each organization's last good identity provider metadata, for a start without network.

CREATE TABLE identity_provider_metadata (
    organization text NOT NULL,
    organization_name text NOT NULL,
    source text NOT NULL,
    document bytea NOT NULL,
    read_at bigint NOT NULL,
    keys text NOT NULL,
    withdrawn_keys text NOT NULL,
    keys_changed_at bigint,
    CONSTRAINT pk_identity_provider_metadata PRIMARY KEY (organization)
);
