-- What tells this store from another one: a path or a database that was mistyped leads to a store with another identity.

CREATE TABLE store_identity (
    id text NOT NULL,
    created_at bigint NOT NULL,
    CONSTRAINT pk_store_identity PRIMARY KEY (id)
);

INSERT INTO store_identity (id, created_at)
VALUES (replace(gen_random_uuid()::text, '-', ''), (EXTRACT(EPOCH FROM now())::bigint + 62135596800) * 10000000);
