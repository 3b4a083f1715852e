-- Organizations that are kept here rather than in the configuration, and changes of other kinds than the end of a session.

CREATE TABLE organizations (
    organization TEXT NOT NULL,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    secrets TEXT,
    issuer TEXT,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by TEXT NOT NULL,
    CONSTRAINT pk_organizations PRIMARY KEY (organization)
);

-- The issuer tells organizations apart, whichever node is asked to save first.
CREATE UNIQUE INDEX ix_organizations_issuer ON organizations (issuer);

ALTER TABLE changes ADD COLUMN kind TEXT NOT NULL DEFAULT 'SessionEnded';
ALTER TABLE changes ADD COLUMN subject TEXT NOT NULL DEFAULT '';
