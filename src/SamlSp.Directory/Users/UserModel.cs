using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The tables of users and of the roles that they were granted.</summary>
internal static class UserModel
{
    /// <summary>Byte order, whatever the database's locale; SQLite has it anyway.</summary>
    private const string Bytes = "C";

    public static void AddUsers(this ModelBuilder modelBuilder, DirectoryContext context)
    {
        var collation = context.Database.ProviderName?.Contains("Npgsql", StringComparison.Ordinal) == true ? Bytes : null;
        modelBuilder.Entity<UserRow>(user =>
        {
            user.ToTable("users").HasKey(u => new { u.Organization, u.Id });

            // Two sign-ins may join one record at once: the second finds the key set, and looks again.
            user.Property(u => u.TenantId).IsConcurrencyToken();
            user.Property(u => u.ObjectIdLower).IsConcurrencyToken();
            user.Property(u => u.SortName).HasDefaultValue("").ValueGeneratedNever();
            user.Property(u => u.SearchText).HasDefaultValue("").ValueGeneratedNever();
            user.Property(u => u.OrgUnitLower).HasDefaultValue("").ValueGeneratedNever();
            user.Property(u => u.RightsVersion).HasDefaultValue(1L).ValueGeneratedNever();
            if (collation is not null)
            {
                user.Property(u => u.SortName).UseCollation(collation);
                user.Property(u => u.OrgUnitLower).UseCollation(collation);
            }

            user.HasIndex(u => new
                {
                    u.Organization,
                    u.TenantId,
                    u.ObjectIdLower,
                })
                .IsUnique();
            user.HasIndex(u => new { u.Organization, u.ObjectIdLower });
            user.HasIndex(u => new { u.Organization, u.NameIdLower }).IsUnique();
            user.HasIndex(u => new { u.Organization, u.ExternalId }).IsUnique();
            user.HasIndex(u => new { u.Organization, u.MailLower });

            // Wide enough to decide without the row whether it matches.
            user.HasIndex(u => new
            {
                u.Organization,
                u.SortName,
                u.Id,
                u.Suspended,
                u.SearchText,
            });
            user.HasIndex(u => new
            {
                u.Organization,
                u.OrgUnitLower,
                u.SortName,
                u.Id,
            });
            user.HasIndex(u => new
            {
                u.Organization,
                u.UserType,
                u.SortName,
                u.Id,
            });
            user.HasIndex(u => new
                {
                    u.Organization,
                    u.OrgUnitLower,
                    u.CreatedAt,
                    u.DeletedAt,
                })
                .HasFilter("deleted_at IS NULL");
            user.HasQueryFilter(u => u.Organization == context.Organization);
        });
        modelBuilder.Entity<RoleGrantRow>(grant =>
        {
            grant
                .ToTable("role_grants")
                .HasKey(g => new
                {
                    g.Organization,
                    g.UserId,
                    g.Role,
                });
            grant.HasOne<UserRow>().WithMany().HasForeignKey(g => new { g.Organization, g.UserId }).OnDelete(DeleteBehavior.Cascade);
            grant.HasIndex(g => new { g.Organization, g.Role });
            grant.HasQueryFilter(g => g.Organization == context.Organization);
        });
    }
}
