using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The table of changes of settings and policies.</summary>
internal static class SettingsHistoryModel
{
    public static void AddSettingsHistory(this ModelBuilder modelBuilder, DirectoryContext context) =>
        modelBuilder.Entity<SettingsHistoryRow>(change =>
        {
            change.ToTable("settings_history").HasKey(c => c.Number);
            change.HasIndex(c => new { c.Organization, c.Number });
            change.HasQueryFilter(c => c.Organization == context.Organization);
        });
}
