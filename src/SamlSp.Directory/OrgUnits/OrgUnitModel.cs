using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The tables of org units and of their policies' versions.</summary>
internal static class OrgUnitModel
{
    public static void AddOrgUnits(this ModelBuilder modelBuilder, DirectoryContext context)
    {
        modelBuilder.Entity<OrgUnitRow>(unit =>
        {
            unit.ToTable("org_units").HasKey(u => new { u.Organization, u.PathLower });
            unit.Ignore(u => u.Policy);
            unit.HasQueryFilter(u => u.Organization == context.Organization);
        });
        modelBuilder.Entity<PolicyVersionRow>(version =>
        {
            version.ToTable("policy_versions").HasKey(v => v.Organization);
            version.HasQueryFilter(v => v.Organization == context.Organization);
        });
    }
}
