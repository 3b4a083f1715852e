using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The table of org units.</summary>
internal static class OrgUnitModel
{
    public static void AddOrgUnits(this ModelBuilder modelBuilder, DirectoryContext context) =>
        modelBuilder.Entity<OrgUnitRow>(unit =>
        {
            unit.ToTable("org_units").HasKey(u => new { u.Organization, u.PathLower });
            unit.Ignore(u => u.Policy);
            unit.HasQueryFilter(u => u.Organization == context.Organization);
        });
}
