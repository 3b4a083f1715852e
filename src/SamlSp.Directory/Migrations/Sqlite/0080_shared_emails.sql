-- Several users may have one e-mail address: it is no key.

CREATE TABLE new_provisioned_emails (
    organization TEXT NOT NULL,
    address TEXT NOT NULL,
    user_id TEXT NOT NULL,
    CONSTRAINT pk_provisioned_emails PRIMARY KEY (organization, address, user_id),
    CONSTRAINT fk_provisioned_emails_users FOREIGN KEY (organization, user_id) REFERENCES users (organization, id) ON DELETE CASCADE
);
INSERT INTO new_provisioned_emails (organization, address, user_id) SELECT organization, address, user_id FROM provisioned_emails;
DROP TABLE provisioned_emails;
ALTER TABLE new_provisioned_emails RENAME TO provisioned_emails;
CREATE INDEX ix_provisioned_emails_organization_user_id ON provisioned_emails (organization, user_id);
