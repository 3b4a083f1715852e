-- Settings and session policies as they were before and after each change, so that a change can be seen and put back. Without secrets.

CREATE TABLE settings_history (
    number INTEGER NOT NULL CONSTRAINT pk_settings_history PRIMARY KEY AUTOINCREMENT,
    organization TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    secrets_changed INTEGER NOT NULL,
    packed_before BLOB,
    packed_after BLOB
);

CREATE INDEX ix_settings_history_organization_number ON settings_history (organization, number);
