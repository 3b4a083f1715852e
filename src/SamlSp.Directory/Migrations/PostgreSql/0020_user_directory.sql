-- Looking people up: a name to sort by, a text to search in, and the org unit in lower case, in octet order whatever the database's locale. SamlSp keeps them with each write.
-- rights_version: counts changes of roles and org unit, so that a session is not added with rights that were taken in the meantime.

ALTER TABLE users ADD COLUMN sort_name text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN search_text text NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN org_unit_lower text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN rights_version bigint NOT NULL DEFAULT 1;
ALTER TABLE role_grants ADD COLUMN granted_by text;

UPDATE users SET
    sort_name = substr(lower(coalesce(display_name, name_id, mail, external_id, '')), 1, 100),
    search_text = substr(lower(concat_ws(E'\n', display_name, name_id, mail, original_upn, external_id)), 1, 400),
    org_unit_lower = lower(org_unit_path);

CREATE INDEX ix_users_organization_sort_name_id_suspended_search_text ON users (organization, sort_name, id, suspended, search_text);
CREATE INDEX ix_users_organization_org_unit_lower_sort_name_id ON users (organization, org_unit_lower, sort_name, id);
CREATE INDEX ix_users_organization_user_type_sort_name_id ON users (organization, user_type, sort_name, id);
CREATE INDEX ix_role_grants_organization_role ON role_grants (organization, role);
CREATE INDEX ix_sessions_organization_created_at ON sessions (organization, created_at);
CREATE INDEX ix_token_families_organization_user_id ON token_families (organization, user_id);
