using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>E-mail addresses of provisioned users.</summary>
    public IQueryable<ProvisionedEmailRow> ProvisionedEmails => _context.Set<ProvisionedEmailRow>().AsNoTracking();

    /// <summary>Provisioned groups, tracked.</summary>
    public IQueryable<ProvisionedGroupRow> ProvisionedGroups => _context.Set<ProvisionedGroupRow>();

    /// <summary>Memberships in provisioned groups.</summary>
    public IQueryable<ProvisionedMemberRow> ProvisionedMembers => _context.Set<ProvisionedMemberRow>().AsNoTracking();

    /// <summary>Provisioning secrets.</summary>
    public IQueryable<ProvisioningCredentialRow> ProvisioningCredentials => _context.Set<ProvisioningCredentialRow>().AsNoTracking();

    /// <summary>The external IDs of the provisioned groups that a user is a member of.</summary>
    public async Task<List<string>> GroupsOfAsync(string userId, CancellationToken cancellationToken)
    {
        // Two queries: for one that joins, SQLite goes through all of the organization's memberships.
        var ids = await ProvisionedMembers.Where(m => m.UserId == userId).Select(m => m.GroupId).ToListAsync(cancellationToken);
        if (ids.Count == 0)
        {
            return [];
        }

        var groups = await _context
            .Set<ProvisionedGroupRow>()
            .Where(g => ids.Contains(g.Id))
            .Select(g => g.ExternalId)
            .ToListAsync(cancellationToken);
        return [.. groups.OfType<string>()];
    }

    /// <summary>Removes what provisioning knows of a user whose record stays as a tombstone.</summary>
    public async Task ForgetProvisioningAsync(string userId, CancellationToken cancellationToken)
    {
        await ProvisionedMembers.Where(m => m.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await ProvisionedEmails.Where(e => e.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await _context.Set<ProvisionedUserRow>().Where(p => p.UserId == userId).ExecuteDeleteAsync(cancellationToken);
    }
}
