-- Each organization's last good identity provider metadata, for a start without network.

CREATE TABLE identity_provider_metadata (
    organization TEXT NOT NULL,
    organization_name TEXT NOT NULL,
    source TEXT NOT NULL,
    document BLOB NOT NULL,
    read_at INTEGER NOT NULL,
    keys TEXT NOT NULL,
    withdrawn_keys TEXT NOT NULL,
    keys_changed_at INTEGER,
    CONSTRAINT pk_identity_provider_metadata PRIMARY KEY (organization)
);
