using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The table of stored organizations.</summary>
internal static class OrganizationModel
{
    public static void AddOrganizations(this ModelBuilder modelBuilder, DirectoryContext context) =>
        modelBuilder.Entity<OrganizationRow>(organization =>
        {
            organization.ToTable("organizations").HasKey(o => o.Organization);
            organization.HasIndex(o => o.Issuer).IsUnique();

            // Two who save at once: the second finds another revision than it read.
            organization.Property(o => o.Revision).IsConcurrencyToken();
            organization.HasQueryFilter(o => o.Organization == context.Organization);
        });
}
