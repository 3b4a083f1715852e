-- Several users may have one e-mail address: it is no key.

ALTER TABLE provisioned_emails DROP CONSTRAINT pk_provisioned_emails;
ALTER TABLE provisioned_emails ADD CONSTRAINT pk_provisioned_emails PRIMARY KEY (organization, address, user_id);
