-- How far the changes of each organization's tenant were read from Microsoft Graph, and when the next node may read on.

CREATE TABLE graph_watches (
    organization text NOT NULL,
    link text,
    next_at bigint NOT NULL,
    CONSTRAINT pk_graph_watches PRIMARY KEY (organization)
);
