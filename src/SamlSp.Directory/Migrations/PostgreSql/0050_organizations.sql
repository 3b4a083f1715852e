-- Organizations that are kept here rather than in the configuration, and changes of other kinds than the end of a session.

CREATE TABLE organizations (
    organization text NOT NULL,
    name text NOT NULL,
    settings text NOT NULL,
    secrets text,
    issuer text,
    revision integer NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    updated_by text NOT NULL,
    CONSTRAINT pk_organizations PRIMARY KEY (organization)
);

-- The issuer tells organizations apart, whichever node is asked to save first.
CREATE UNIQUE INDEX ix_organizations_issuer ON organizations (issuer);

ALTER TABLE changes ADD COLUMN kind text NOT NULL DEFAULT 'SessionEnded';
ALTER TABLE changes ADD COLUMN subject text NOT NULL DEFAULT '';
