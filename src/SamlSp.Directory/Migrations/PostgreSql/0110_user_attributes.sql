-- Nothing reads them: rules take them from the sign-in, and a session keeps its claims.
ALTER TABLE users DROP COLUMN attributes;
