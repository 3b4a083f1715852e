-- Counting people and live sessions by org unit: indexes without what is gone, narrow enough to be read as a whole. The column of the filter is in them so that no row has to be asked for it.

CREATE INDEX ix_users_organization_org_unit_lower_created_at_deleted_at ON users (organization, org_unit_lower, created_at, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_sessions_organization_org_unit_path_expires_at_ended_at ON sessions (organization, org_unit_path, expires_at, ended_at) WHERE ended_at IS NULL;

-- Live sessions, newest first.
DROP INDEX ix_sessions_organization_created_at;
CREATE INDEX ix_sessions_organization_created_at_reference ON sessions (organization, created_at, reference) WHERE ended_at IS NULL;
