using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>Acceptances of terms.</summary>
    public IQueryable<TermsAcceptanceRow> TermsAcceptances => _context.Set<TermsAcceptanceRow>().AsNoTracking();
}
