-- Of the attributes, only the groups that give roles are looked at. A user's next sign-in says which they are.
ALTER TABLE users DROP COLUMN attributes;
ALTER TABLE users ADD COLUMN role_groups TEXT;
