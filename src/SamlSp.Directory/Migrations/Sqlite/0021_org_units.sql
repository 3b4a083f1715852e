-- Org units that were made here, with the policies that were set at run time. Those of the configuration are not in here.

CREATE TABLE org_units (
    organization TEXT NOT NULL,
    path_lower TEXT NOT NULL,
    path TEXT NOT NULL,
    description TEXT,
    reauthentication TEXT,
    frequency INTEGER,
    method TEXT,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    CONSTRAINT pk_org_units PRIMARY KEY (organization, path_lower)
);

-- The org unit whose policy set a session's end.
ALTER TABLE sessions ADD COLUMN policy_from TEXT;

-- Whether several factors were used: a policy that asks for them later ends the others.
ALTER TABLE sessions ADD COLUMN multiple_factors INTEGER NOT NULL DEFAULT 0;
