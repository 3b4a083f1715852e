-- What the console looks for in the audit trail: what was done to somebody, by somebody, under a reference number, or of one kind.

CREATE INDEX ix_audit_entries_organization_target_number ON audit_entries (organization, target, number);
CREATE INDEX ix_audit_entries_organization_actor_number ON audit_entries (organization, actor, number);
CREATE INDEX ix_audit_entries_organization_reference ON audit_entries (organization, reference);
CREATE INDEX ix_audit_entries_organization_action_number ON audit_entries (organization, action, number);
