-- First steps of an organization that an owner does not need.

CREATE TABLE skipped_steps (
    organization TEXT NOT NULL,
    step TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    CONSTRAINT pk_skipped_steps PRIMARY KEY (organization, step)
);
