using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>Whether an ID was noted as used.</summary>
    public Task<bool> HasUsedIdAsync(string issuer, string id, CancellationToken cancellationToken) =>
        _context.Set<UsedIdRow>().AnyAsync(u => u.Issuer == issuer && u.Id == id, cancellationToken);
}
