-- Who an attempt was by, and the claims that decided, encrypted: for owners and administrators.

ALTER TABLE sign_in_traces ADD COLUMN packed_values bytea;
