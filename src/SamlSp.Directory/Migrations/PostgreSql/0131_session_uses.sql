-- When sessions were last used, apart from the sessions themselves, which every request reads.

CREATE TABLE session_uses (
    organization text NOT NULL,
    reference text NOT NULL,
    used_at bigint NOT NULL,
    CONSTRAINT pk_session_uses PRIMARY KEY (organization, reference)
);
CREATE INDEX ix_session_uses_used_at ON session_uses (used_at);
