using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>Sign-in attempts.</summary>
    public IQueryable<SignInTraceRow> SignInTraces => _context.Set<SignInTraceRow>().AsNoTracking();
}
