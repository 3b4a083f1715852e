-- Org units that were made here, with the policies that were set at run time. Those of the configuration are not in here.

CREATE TABLE org_units (
    organization text NOT NULL,
    path_lower text NOT NULL,
    path text NOT NULL,
    description text,
    reauthentication text,
    frequency bigint,
    method text,
    created_at bigint NOT NULL,
    created_by text NOT NULL,
    CONSTRAINT pk_org_units PRIMARY KEY (organization, path_lower)
);

-- The org unit whose policy set a session's end.
ALTER TABLE sessions ADD COLUMN policy_from text;

-- Whether several factors were used: a policy that asks for them later ends the others.
ALTER TABLE sessions ADD COLUMN multiple_factors boolean NOT NULL DEFAULT false;
