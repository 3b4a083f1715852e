using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The table of acceptances.</summary>
internal static class TermsModel
{
    public static void AddTerms(this ModelBuilder modelBuilder, DirectoryContext context) =>
        modelBuilder.Entity<TermsAcceptanceRow>(accepted =>
        {
            accepted
                .ToTable("terms_acceptances")
                .HasKey(t => new
                {
                    t.Organization,
                    t.UserId,
                    t.Version,
                });
            accepted.HasOne<UserRow>().WithMany().HasForeignKey(t => new { t.Organization, t.UserId }).OnDelete(DeleteBehavior.Cascade);
            accepted.HasQueryFilter(t => t.Organization == context.Organization);
        });
}
