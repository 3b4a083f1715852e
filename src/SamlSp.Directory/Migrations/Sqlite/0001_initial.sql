-- People, sessions, used IDs, keys, changes, audit. Instants are ticks (100 ns since 0001-01-01, UTC).
-- organization: the name in lower case; every row of an organization is found by it.

CREATE TABLE audit_entries (
    number INTEGER NOT NULL CONSTRAINT pk_audit_entries PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    organization TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT,
    reference TEXT,
    code TEXT,
    details TEXT
);

CREATE TABLE changes (
    number INTEGER NOT NULL CONSTRAINT pk_changes PRIMARY KEY AUTOINCREMENT,
    session TEXT NOT NULL,
    at INTEGER NOT NULL
);

CREATE TABLE data_protection_keys (
    id TEXT NOT NULL CONSTRAINT pk_data_protection_keys PRIMARY KEY,
    friendly_name TEXT NOT NULL,
    xml TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE sessions (
    reference TEXT NOT NULL CONSTRAINT pk_sessions PRIMARY KEY,
    organization TEXT NOT NULL,
    organization_name TEXT NOT NULL,
    user_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    object_id TEXT NOT NULL,
    user_type TEXT NOT NULL,
    name_id TEXT NOT NULL,
    display_name TEXT,
    org_unit_path TEXT NOT NULL,
    roles TEXT NOT NULL,
    issuer TEXT NOT NULL,
    asserted_name_id TEXT NOT NULL,
    asserted_name_id_format TEXT,
    asserted_name_qualifier TEXT,
    asserted_sp_name_qualifier TEXT,
    session_index TEXT,
    authenticated_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    expires_by TEXT NOT NULL,
    reauthentication_frequency INTEGER,
    ended_at INTEGER,
    ended_by TEXT,
    claims TEXT NOT NULL
);

CREATE TABLE used_ids (
    issuer TEXT NOT NULL,
    id TEXT NOT NULL,
    keep_until INTEGER NOT NULL,
    CONSTRAINT pk_used_ids PRIMARY KEY (issuer, id)
);

CREATE TABLE users (
    organization TEXT NOT NULL,
    id TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    object_id TEXT,
    object_id_lower TEXT,
    external_id TEXT,
    name_id TEXT,
    name_id_lower TEXT,
    original_upn TEXT,
    display_name TEXT,
    mail TEXT,
    mail_lower TEXT,
    user_type TEXT NOT NULL,
    org_unit_path TEXT NOT NULL,
    org_unit_pinned INTEGER NOT NULL,
    suspended INTEGER NOT NULL,
    deleted_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    last_sign_in_at INTEGER,
    attributes TEXT NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (organization, id)
);

CREATE TABLE role_grants (
    organization TEXT NOT NULL,
    user_id TEXT NOT NULL,
    role TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    CONSTRAINT pk_role_grants PRIMARY KEY (organization, user_id, role),
    CONSTRAINT fk_role_grants_users FOREIGN KEY (organization, user_id) REFERENCES users (organization, id) ON DELETE CASCADE
);

CREATE INDEX ix_audit_entries_at ON audit_entries (at);
CREATE INDEX ix_audit_entries_organization_number ON audit_entries (organization, number);
CREATE INDEX ix_sessions_expires_at ON sessions (expires_at);
CREATE INDEX ix_sessions_organization_asserted_name_id ON sessions (organization, asserted_name_id);
CREATE INDEX ix_sessions_organization_session_index ON sessions (organization, session_index);
CREATE INDEX ix_sessions_organization_name_id ON sessions (organization, name_id);
CREATE INDEX ix_sessions_organization_user_id ON sessions (organization, user_id);
CREATE INDEX ix_used_ids_keep_until ON used_ids (keep_until);
CREATE UNIQUE INDEX ix_users_organization_external_id ON users (organization, external_id);
CREATE INDEX ix_users_organization_mail_lower ON users (organization, mail_lower);
CREATE UNIQUE INDEX ix_users_organization_name_id_lower ON users (organization, name_id_lower);
CREATE INDEX ix_users_organization_object_id_lower ON users (organization, object_id_lower);
CREATE UNIQUE INDEX ix_users_organization_tenant_id_object_id_lower ON users (organization, tenant_id, object_id_lower);

-- Readers begin here.
INSERT INTO changes (session, at) VALUES ('', 0);

-- Entries are deleted by age, and never changed.
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'audit entries are never changed');
END;
