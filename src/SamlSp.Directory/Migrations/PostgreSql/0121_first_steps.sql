-- First steps of an organization that an owner does not need.

CREATE TABLE skipped_steps (
    organization text NOT NULL,
    step text NOT NULL,
    at bigint NOT NULL,
    actor text NOT NULL,
    CONSTRAINT pk_skipped_steps PRIMARY KEY (organization, step)
);
