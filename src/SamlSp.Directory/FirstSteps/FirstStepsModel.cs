using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The table of skipped steps.</summary>
internal static class FirstStepsModel
{
    public static void AddFirstSteps(this ModelBuilder modelBuilder, DirectoryContext context) =>
        modelBuilder.Entity<SkippedStepRow>(step =>
        {
            step.ToTable("skipped_steps").HasKey(s => new { s.Organization, s.Step });
            step.HasQueryFilter(s => s.Organization == context.Organization);
        });
}
