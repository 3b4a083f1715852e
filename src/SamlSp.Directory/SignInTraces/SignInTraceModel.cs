using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The table of sign-in attempts.</summary>
internal static class SignInTraceModel
{
    public static void AddSignInTraces(this ModelBuilder modelBuilder, DirectoryContext context) =>
        modelBuilder.Entity<SignInTraceRow>(trace =>
        {
            trace.ToTable("sign_in_traces").HasKey(t => t.Reference);
            trace.HasIndex(t => t.At);
            trace.HasIndex(t => new
            {
                t.Organization,
                t.At,
                t.Reference,
            });
            trace.HasIndex(t => new
            {
                t.Organization,
                t.UserId,
                t.At,
            });
            trace
                .HasIndex(t => new
                {
                    t.Organization,
                    t.Code,
                    t.At,
                })
                .HasFilter("code IS NOT NULL");
            trace.HasIndex(t => t.DetailUntil).HasFilter("detail_until IS NOT NULL");
            trace.HasQueryFilter(t => t.Organization == context.Organization);
        });
}
