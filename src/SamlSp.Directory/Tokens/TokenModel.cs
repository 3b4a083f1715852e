using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The tables of tokens and their families.</summary>
internal static class TokenModel
{
    public static void AddTokens(this ModelBuilder modelBuilder, DirectoryContext context)
    {
        modelBuilder.Entity<TokenFamilyRow>(family =>
        {
            family.ToTable("token_families").HasKey(f => f.Id);
            family.HasIndex(f => f.ExpiresAt);
            family.HasIndex(f => new { f.Organization, f.UserId });
            family.HasQueryFilter(f => f.Organization == context.Organization);
        });
        modelBuilder.Entity<TokenRow>(token =>
        {
            token.ToTable("tokens").HasKey(t => t.Hash);
            token.HasOne<TokenFamilyRow>().WithMany().HasForeignKey(t => t.FamilyId).OnDelete(DeleteBehavior.Cascade);
            token.HasIndex(t => t.ExpiresAt);
            token.HasQueryFilter(t => t.Organization == context.Organization);
        });
    }
}
