-- Counts changes of an organization's session policies, so that a session is not added by a policy that was replaced in the meantime.

CREATE TABLE policy_versions (
    organization TEXT NOT NULL CONSTRAINT pk_policy_versions PRIMARY KEY,
    version INTEGER NOT NULL
);

-- What is only read as a whole is packed; what was there before stays as it is, and is read as well.
ALTER TABLE sessions ADD COLUMN packed_claims BLOB;
UPDATE sessions SET packed_claims = CAST(claims AS BLOB);
ALTER TABLE sessions DROP COLUMN claims;
ALTER TABLE sign_in_traces ADD COLUMN packed_content BLOB;
UPDATE sign_in_traces SET packed_content = CAST(content AS BLOB);
ALTER TABLE sign_in_traces DROP COLUMN content;

-- Entries are numbered in the order of their instants.
DROP INDEX ix_audit_entries_at;

-- Most rows have none of these values.
DROP INDEX ix_sessions_organization_name_id;
CREATE INDEX ix_sessions_organization_name_id ON sessions (organization, name_id) WHERE name_id <> asserted_name_id;
DROP INDEX ix_sign_in_traces_organization_code_at;
CREATE INDEX ix_sign_in_traces_organization_code_at ON sign_in_traces (organization, code, at) WHERE code IS NOT NULL;
DROP INDEX ix_sign_in_traces_detail_until;
CREATE INDEX ix_sign_in_traces_detail_until ON sign_in_traces (detail_until) WHERE detail_until IS NOT NULL;
DROP INDEX ix_audit_entries_organization_reference;
CREATE INDEX ix_audit_entries_organization_reference ON audit_entries (organization, reference) WHERE reference IS NOT NULL;

-- What the readiness check writes.
CREATE TABLE store_probe (
    id INTEGER NOT NULL CONSTRAINT pk_store_probe PRIMARY KEY,
    filler BLOB NOT NULL
);
