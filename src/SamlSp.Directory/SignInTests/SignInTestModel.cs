using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The table of test sign-ins.</summary>
internal static class SignInTestModel
{
    public static void AddSignInTests(this ModelBuilder modelBuilder, DirectoryContext context) =>
        modelBuilder.Entity<SignInTestRow>(test =>
        {
            test.ToTable("sign_in_tests").HasKey(t => t.Id);
            test.HasIndex(t => t.CreatedAt);
            test.HasQueryFilter(t => t.Organization == context.Organization);
        });
}
