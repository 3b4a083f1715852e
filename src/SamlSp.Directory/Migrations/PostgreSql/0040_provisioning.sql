-- What the provisioning service knows of people, its groups, and the secrets that it authenticates with.

CREATE TABLE provisioned_users (
    organization text NOT NULL,
    user_id text NOT NULL,
    user_name text NOT NULL,
    user_name_lower text NOT NULL,
    document text NOT NULL,
    CONSTRAINT pk_provisioned_users PRIMARY KEY (organization, user_id),
    CONSTRAINT fk_provisioned_users_users FOREIGN KEY (organization, user_id) REFERENCES users (organization, id) ON DELETE CASCADE
);

CREATE TABLE provisioned_emails (
    organization text NOT NULL,
    address text NOT NULL,
    user_id text NOT NULL,
    CONSTRAINT pk_provisioned_emails PRIMARY KEY (organization, address),
    CONSTRAINT fk_provisioned_emails_users FOREIGN KEY (organization, user_id) REFERENCES users (organization, id) ON DELETE CASCADE
);

CREATE TABLE provisioned_groups (
    organization text NOT NULL,
    id text NOT NULL,
    external_id text,
    display_name text NOT NULL,
    display_name_lower text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    CONSTRAINT pk_provisioned_groups PRIMARY KEY (organization, id)
);

CREATE TABLE provisioned_members (
    organization text NOT NULL,
    group_id text NOT NULL,
    user_id text NOT NULL,
    CONSTRAINT pk_provisioned_members PRIMARY KEY (organization, group_id, user_id),
    CONSTRAINT fk_provisioned_members_provisioned_groups FOREIGN KEY (organization, group_id) REFERENCES provisioned_groups (organization, id) ON DELETE CASCADE,
    CONSTRAINT fk_provisioned_members_users FOREIGN KEY (organization, user_id) REFERENCES users (organization, id) ON DELETE CASCADE
);

CREATE TABLE provisioning_credentials (
    organization text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    hash text NOT NULL,
    created_by text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    last_used_at bigint,
    CONSTRAINT pk_provisioning_credentials PRIMARY KEY (organization, id)
);

CREATE UNIQUE INDEX ix_provisioned_users_organization_user_name_lower ON provisioned_users (organization, user_name_lower);
CREATE INDEX ix_provisioned_emails_organization_user_id ON provisioned_emails (organization, user_id);
CREATE UNIQUE INDEX ix_provisioned_groups_organization_external_id ON provisioned_groups (organization, external_id);
CREATE UNIQUE INDEX ix_provisioned_groups_organization_display_name_lower ON provisioned_groups (organization, display_name_lower);
CREATE INDEX ix_provisioned_members_organization_user_id_group_id ON provisioned_members (organization, user_id, group_id);
CREATE UNIQUE INDEX ix_provisioning_credentials_organization_hash ON provisioning_credentials (organization, hash);
