using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>User records of one process; gone when it stops.</summary>
internal sealed class InMemoryUserStore : IUserStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Organization, string Tenant, string ObjectId), (string Id, string NameId)> _users = [];
    private readonly Dictionary<(string Organization, string NameId), string> _nameIds = [];

    /// <inheritdoc />
    public Task<UserSignInResult> SignInAsync(Organization organization, SignInIdentity identity, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(SignIn(organization, identity));
        }
    }

    private UserSignInResult SignIn(Organization organization, SignInIdentity identity)
    {
        var key = (organization.Name, identity.Key.TenantId, identity.Key.ObjectId.ToLowerInvariant());
        var known = _users.TryGetValue(key, out var user);
        if (!known && !organization.Options.JustInTime)
        {
            return new() { RefusalCode = SignInRefusalCodes.UserUnknown };
        }

        if (organization.Options.UnknownOrgUnits == UnknownOrgUnits.Refuse && !organization.HasOrgUnit(identity.OrgUnitPath))
        {
            return new() { RefusalCode = SignInRefusalCodes.OrgUnitUnknown };
        }

        var nameId = (organization.Name, identity.NameId.ToLowerInvariant());
        if (_nameIds.TryGetValue(nameId, out var owner) && owner != user.Id)
        {
            return new() { RefusalCode = SignInRefusalCodes.NameIdTaken };
        }

        if (!known)
        {
            user.Id = Guid.CreateVersion7().ToString();
        }
        else
        {
            _nameIds.Remove((organization.Name, user.NameId));
        }

        _nameIds[nameId] = user.Id;
        _users[key] = (user.Id, nameId.Item2);
        return new() { User = new(user.Id, identity.OrgUnitPath, [], Created: !known) };
    }
}
