using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The table of last good metadata.</summary>
internal static class MetadataModel
{
    public static void AddMetadata(this ModelBuilder modelBuilder, DirectoryContext context) =>
        modelBuilder.Entity<MetadataRow>(metadata =>
        {
            metadata.ToTable("identity_provider_metadata").HasKey(m => m.Organization);
            metadata.HasQueryFilter(m => m.Organization == context.Organization);
        });
}
