-- Each domain belongs to one organization. Where two have it already, it is the older one's.

CREATE TABLE organization_domains (
    organization TEXT NOT NULL,
    domain TEXT NOT NULL,
    CONSTRAINT pk_organization_domains PRIMARY KEY (organization, domain),
    CONSTRAINT fk_organization_domains_organizations FOREIGN KEY (organization) REFERENCES organizations (organization) ON DELETE CASCADE
);
CREATE UNIQUE INDEX ix_organization_domains_domain ON organization_domains (domain);
INSERT OR IGNORE INTO organization_domains (organization, domain)
    SELECT o.organization, lower(d.value) FROM organizations o, json_each(o.settings, '$.Domains') d ORDER BY o.created_at, o.organization;
