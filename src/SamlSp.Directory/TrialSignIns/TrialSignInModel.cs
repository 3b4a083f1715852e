using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The table of trial sign-ins. It keeps the name that the first version gave it.</summary>
internal static class TrialSignInModel
{
    public static void AddTrialSignIns(this ModelBuilder modelBuilder, DirectoryContext context) =>
        modelBuilder.Entity<TrialSignInRow>(trial =>
        {
            trial.ToTable("sign_in_tests").HasKey(t => t.Id);
            trial.HasIndex(t => t.CreatedAt);
            trial.HasQueryFilter(t => t.Organization == context.Organization);
        });
}
