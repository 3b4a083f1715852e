-- How far the changes of each organization's tenant were read from Microsoft Graph, and when the next node may read on.

CREATE TABLE graph_watches (
    organization TEXT NOT NULL,
    link TEXT,
    next_at INTEGER NOT NULL,
    CONSTRAINT pk_graph_watches PRIMARY KEY (organization)
);
