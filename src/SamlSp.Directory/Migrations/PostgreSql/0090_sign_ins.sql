-- Counts changes of an organization's session policies, so that a session is not added by a policy that was replaced in the meantime.

CREATE TABLE policy_versions (
    organization text NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT pk_policy_versions PRIMARY KEY (organization)
);
