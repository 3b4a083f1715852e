using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The table of test sign-ins.</summary>
internal static class TrialSignInModel
{
    public static void AddSignInTests(this ModelBuilder modelBuilder, DirectoryContext context) =>
        modelBuilder.Entity<TrialSignInRow>(test =>
        {
            test.ToTable("sign_in_tests").HasKey(t => t.Id);
            test.HasIndex(t => t.CreatedAt);
            test.HasQueryFilter(t => t.Organization == context.Organization);
        });
}
