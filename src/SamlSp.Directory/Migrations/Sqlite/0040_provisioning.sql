-- What the provisioning service knows of people, its groups, and the secrets that it authenticates with.

CREATE TABLE provisioned_users (
    organization TEXT NOT NULL,
    user_id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    user_name_lower TEXT NOT NULL,
    document TEXT NOT NULL,
    CONSTRAINT pk_provisioned_users PRIMARY KEY (organization, user_id),
    CONSTRAINT fk_provisioned_users_users FOREIGN KEY (organization, user_id) REFERENCES users (organization, id) ON DELETE CASCADE
);

CREATE TABLE provisioned_emails (
    organization TEXT NOT NULL,
    address TEXT NOT NULL,
    user_id TEXT NOT NULL,
    CONSTRAINT pk_provisioned_emails PRIMARY KEY (organization, address),
    CONSTRAINT fk_provisioned_emails_users FOREIGN KEY (organization, user_id) REFERENCES users (organization, id) ON DELETE CASCADE
);

CREATE TABLE provisioned_groups (
    organization TEXT NOT NULL,
    id TEXT NOT NULL,
    external_id TEXT,
    display_name TEXT NOT NULL,
    display_name_lower TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT pk_provisioned_groups PRIMARY KEY (organization, id)
);

CREATE TABLE provisioned_members (
    organization TEXT NOT NULL,
    group_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    CONSTRAINT pk_provisioned_members PRIMARY KEY (organization, group_id, user_id),
    CONSTRAINT fk_provisioned_members_provisioned_groups FOREIGN KEY (organization, group_id) REFERENCES provisioned_groups (organization, id) ON DELETE CASCADE,
    CONSTRAINT fk_provisioned_members_users FOREIGN KEY (organization, user_id) REFERENCES users (organization, id) ON DELETE CASCADE
);

CREATE TABLE provisioning_credentials (
    organization TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    hash TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    last_used_at INTEGER,
    CONSTRAINT pk_provisioning_credentials PRIMARY KEY (organization, id)
);

CREATE UNIQUE INDEX ix_provisioned_users_organization_user_name_lower ON provisioned_users (organization, user_name_lower);
CREATE INDEX ix_provisioned_emails_organization_user_id ON provisioned_emails (organization, user_id);
CREATE UNIQUE INDEX ix_provisioned_groups_organization_external_id ON provisioned_groups (organization, external_id);
CREATE UNIQUE INDEX ix_provisioned_groups_organization_display_name_lower ON provisioned_groups (organization, display_name_lower);
CREATE INDEX ix_provisioned_members_organization_user_id_group_id ON provisioned_members (organization, user_id, group_id);
CREATE UNIQUE INDEX ix_provisioning_credentials_organization_hash ON provisioning_credentials (organization, hash);
