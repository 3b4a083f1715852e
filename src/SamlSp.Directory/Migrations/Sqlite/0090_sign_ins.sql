-- Counts changes of an organization's session policies, so that a session is not added by a policy that was replaced in the meantime.

CREATE TABLE policy_versions (
    organization TEXT NOT NULL CONSTRAINT pk_policy_versions PRIMARY KEY,
    version INTEGER NOT NULL
);
