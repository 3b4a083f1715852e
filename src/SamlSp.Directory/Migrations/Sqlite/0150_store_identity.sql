-- What tells this store from another one: a path or a database that was mistyped leads to a store with another identity.

CREATE TABLE store_identity (
    id TEXT NOT NULL CONSTRAINT pk_store_identity PRIMARY KEY,
    created_at INTEGER NOT NULL
);

INSERT INTO store_identity (id, created_at)
VALUES (lower(hex(randomblob(16))), (CAST(strftime('%s', 'now') AS INTEGER) + 62135596800) * 10000000);
