using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The tables of stored organizations and of their domains.</summary>
internal static class OrganizationModel
{
    public static void AddOrganizations(this ModelBuilder modelBuilder, DirectoryContext context)
    {
        modelBuilder.Entity<OrganizationRow>(organization =>
        {
            organization.ToTable("organizations").HasKey(o => o.Organization);
            organization.HasIndex(o => o.Issuer).IsUnique();

            // Two who save at once: the second finds another revision than it read.
            organization.Property(o => o.Revision).IsConcurrencyToken();
            organization.HasQueryFilter(o => o.Organization == context.Organization);
        });
        modelBuilder.Entity<OrganizationDomainRow>(domain =>
        {
            domain.ToTable("organization_domains").HasKey(d => new { d.Organization, d.Domain });

            // A domain tells organizations apart, whichever node is asked to save first.
            domain.HasIndex(d => d.Domain).IsUnique();
            domain.HasOne<OrganizationRow>().WithMany().HasForeignKey(d => d.Organization).OnDelete(DeleteBehavior.Cascade);
            domain.HasQueryFilter(d => d.Organization == context.Organization);
        });
    }
}
