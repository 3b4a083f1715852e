-- Who accepted which version of an organization's terms of service, when.

CREATE TABLE terms_acceptances (
    organization TEXT NOT NULL,
    user_id TEXT NOT NULL,
    version TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    CONSTRAINT pk_terms_acceptances PRIMARY KEY (organization, user_id, version),
    CONSTRAINT fk_terms_acceptances_users FOREIGN KEY (organization, user_id) REFERENCES users (organization, id) ON DELETE CASCADE
);
