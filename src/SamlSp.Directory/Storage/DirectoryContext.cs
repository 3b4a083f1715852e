using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace SamlSp.Directory;

/// <summary>
/// The model. Rows of an organization are filtered by <see cref="Organization"/> in every query, and refused in every write for another: a context that
/// was opened for no organization sees none of them. Opened by <see cref="Store"/> alone.
/// </summary>
internal sealed class DirectoryContext(DbContextOptions<DirectoryContext> options) : DbContext(options)
{
    /// <summary>The organization whose rows are seen; empty for none.</summary>
    public string Organization { get; set; } = "";

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        CheckOwners();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        CheckOwners();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<UserRow>(user =>
        {
            user.ToTable("users").HasKey(u => new { u.Organization, u.Id });

            // Two people who join one record at once: the second finds the key set, and looks again.
            user.Property(u => u.TenantId).IsConcurrencyToken();
            user.Property(u => u.ObjectIdLower).IsConcurrencyToken();
            user.HasIndex(u => new { u.Organization, u.TenantId, u.ObjectIdLower }).IsUnique();
            user.HasIndex(u => new { u.Organization, u.ObjectIdLower });
            user.HasIndex(u => new { u.Organization, u.NameIdLower }).IsUnique();
            user.HasIndex(u => new { u.Organization, u.ExternalId }).IsUnique();
            user.HasIndex(u => new { u.Organization, u.MailLower });
            user.HasQueryFilter(u => u.Organization == Organization);
        });
        modelBuilder.Entity<RoleGrantRow>(grant =>
        {
            grant.ToTable("role_grants").HasKey(g => new { g.Organization, g.UserId, g.Role });
            grant.HasOne<UserRow>().WithMany().HasForeignKey(g => new { g.Organization, g.UserId }).OnDelete(DeleteBehavior.Cascade);
            grant.HasQueryFilter(g => g.Organization == Organization);
        });
        modelBuilder.Entity<SessionRow>(session =>
        {
            session.ToTable("sessions").HasKey(s => s.Reference);
            session.HasIndex(s => new { s.Organization, s.UserId });
            session.HasIndex(s => new { s.Organization, s.SessionIndex });
            session.HasIndex(s => new { s.Organization, s.NameId });
            session.HasIndex(s => new { s.Organization, s.AssertedNameId });
            session.HasIndex(s => s.ExpiresAt);
            session.HasQueryFilter(s => s.Organization == Organization);
        });
        modelBuilder.Entity<AuditRow>(entry =>
        {
            entry.ToTable("audit_entries").HasKey(e => e.Number);
            entry.HasIndex(e => new { e.Organization, e.Number });
            entry.HasIndex(e => e.At);
            entry.HasQueryFilter(e => e.Organization == Organization);
        });
        modelBuilder.Entity<UsedIdRow>(used =>
        {
            used.ToTable("used_ids").HasKey(u => new { u.Issuer, u.Id });
            used.HasIndex(u => u.KeepUntil);
        });
        modelBuilder.Entity<KeyRow>().ToTable("data_protection_keys").HasKey(k => k.Id);
        modelBuilder.Entity<ChangeRow>().ToTable("changes").HasKey(c => c.Number);
        modelBuilder.AddTokens(this);
        modelBuilder.AddProvisioning(this);
        SnakeCase.Apply(modelBuilder.Model);
    }

    private void CheckOwners()
    {
        foreach (var entry in ChangeTracker.Entries<IOrganizationOwned>())
        {
            if (entry.State != EntityState.Unchanged && entry.Entity.Organization != Organization) throw new InvalidOperationException("A row of another organization cannot be written here.");
        }
    }

    private sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(instant => instant.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
