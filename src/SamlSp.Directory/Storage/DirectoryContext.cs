using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace SamlSp.Directory;

/// <summary>
/// The model. Rows of an organization are filtered by <see cref="Organization"/> in every query, and refused in every write for another: a
/// context that was opened for no organization sees none of them. Opened by <see cref="Store"/> alone.
/// </summary>
internal sealed class DirectoryContext(DbContextOptions<DirectoryContext> options) : DbContext(options)
{
    /// <summary>The organization whose rows are seen; empty for none.</summary>
    public string Organization { get; set; } = "";

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        Prepare();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        Prepare();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddUsers(this);
        modelBuilder.Entity<SessionRow>(session =>
        {
            session.ToTable("sessions").HasKey(s => s.Reference);
            session.Property(s => s.MultipleFactors).HasDefaultValue(false).ValueGeneratedNever();
            session.HasIndex(s => new { s.Organization, s.UserId });
            session
                .HasIndex(s => new
                {
                    s.Organization,
                    s.CreatedAt,
                    s.Reference,
                })
                .HasFilter("ended_at IS NULL");
            session.HasIndex(s => new { s.Organization, s.SessionIndex });
            session.HasIndex(s => new { s.Organization, s.NameId }).HasFilter("name_id <> asserted_name_id");
            session.HasIndex(s => new { s.Organization, s.AssertedNameId });
            session
                .HasIndex(s => new
                {
                    s.Organization,
                    s.OrgUnitPath,
                    s.ExpiresAt,
                    s.EndedAt,
                })
                .HasFilter("ended_at IS NULL");
            session.HasIndex(s => s.ExpiresAt);
            session.HasQueryFilter(s => s.Organization == Organization);
        });
        modelBuilder.Entity<SessionUseRow>(use =>
        {
            use.ToTable("session_uses").HasKey(u => new { u.Organization, u.Reference });
            use.HasIndex(u => u.UsedAt);
            use.HasQueryFilter(u => u.Organization == Organization);
        });
        modelBuilder.Entity<GraphWatchRow>(watch =>
        {
            watch.ToTable("graph_watches").HasKey(w => w.Organization);
            watch.HasQueryFilter(w => w.Organization == Organization);
        });
        modelBuilder.Entity<AuditRow>(entry =>
        {
            entry.ToTable("audit_entries").HasKey(e => e.Number);
            entry.HasIndex(e => new { e.Organization, e.Number });
            entry.HasIndex(e => new
            {
                e.Organization,
                e.Target,
                e.Number,
            });
            entry.HasIndex(e => new
            {
                e.Organization,
                e.Actor,
                e.Number,
            });
            entry.HasIndex(e => new { e.Organization, e.Reference }).HasFilter("reference IS NOT NULL");
            entry.HasIndex(e => new
            {
                e.Organization,
                e.Action,
                e.Number,
            });
            entry.HasQueryFilter(e => e.Organization == Organization);
        });
        modelBuilder.Entity<UsedIdRow>(used =>
        {
            used.ToTable("used_ids").HasKey(u => new { u.Issuer, u.Id });
            used.HasIndex(u => u.KeepUntil);
        });
        modelBuilder.Entity<StoreProbeRow>(probe =>
        {
            probe.ToTable("store_probe").HasKey(p => p.Id);
            probe.Property(p => p.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<StoreIdentityRow>().ToTable("store_identity").HasKey(s => s.Id);
        modelBuilder.Entity<KeyRow>().ToTable("data_protection_keys").HasKey(k => k.Id);
        modelBuilder.Entity<ChangeRow>(change =>
        {
            change.ToTable("changes").HasKey(c => c.Number);
            change.Property(c => c.Kind).HasDefaultValue(ChangeKind.SessionEnded);
            change.Property(c => c.Subject).HasDefaultValue("");
        });
        modelBuilder.AddTokens(this);
        modelBuilder.AddTerms(this);
        modelBuilder.AddOrgUnits(this);
        modelBuilder.AddMetadata(this);
        modelBuilder.AddSignInTraces(this);
        modelBuilder.AddProvisioning(this);
        modelBuilder.AddOrganizations(this);
        modelBuilder.AddTrialSignIns(this);
        modelBuilder.AddSettingsHistory(this);
        modelBuilder.AddFirstSteps(this);
        SnakeCase.Apply(modelBuilder.Model);
    }

    private void Prepare()
    {
        foreach (var entry in ChangeTracker.Entries<IOrganizationOwned>())
        {
            if (entry.State != EntityState.Unchanged && entry.Entity.Organization != Organization)
            {
                throw new InvalidOperationException("A row of another organization cannot be written here.");
            }

            if (entry is { State: EntityState.Added or EntityState.Modified, Entity: UserRow user })
            {
                UserSearch.Update(user);
            }
        }
    }

    private sealed class UtcTicksConverter()
        : ValueConverter<DateTimeOffset, long>(instant => instant.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
