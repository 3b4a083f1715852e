-- Each domain belongs to one organization. Where two have it already, it is the older one's.

CREATE TABLE organization_domains (
    organization text NOT NULL,
    domain text NOT NULL,
    CONSTRAINT pk_organization_domains PRIMARY KEY (organization, domain),
    CONSTRAINT fk_organization_domains_organizations FOREIGN KEY (organization) REFERENCES organizations (organization) ON DELETE CASCADE
);
CREATE UNIQUE INDEX ix_organization_domains_domain ON organization_domains (domain);
INSERT INTO organization_domains (organization, domain)
    SELECT o.organization, lower(d.value) FROM organizations o, jsonb_array_elements_text(o.settings::jsonb -> 'Domains') AS d (value)
    ORDER BY o.created_at, o.organization
    ON CONFLICT DO NOTHING;
