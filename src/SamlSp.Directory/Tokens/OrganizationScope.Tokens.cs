using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>Tokens.</summary>
    public IQueryable<TokenRow> Tokens => _context.Set<TokenRow>().AsNoTracking();

    /// <summary>Families of tokens.</summary>
    public IQueryable<TokenFamilyRow> TokenFamilies => _context.Set<TokenFamilyRow>().AsNoTracking();
}
