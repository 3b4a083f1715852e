using System.Security.Cryptography;
using System.Text.Json;
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
            user.Id = IdOf(key);
        }
        else
        {
            _nameIds.Remove((organization.Name, user.NameId));
        }

        _nameIds[nameId] = user.Id;
        _users[key] = (user.Id, nameId.Item2);
        return new() { User = new(user.Id, identity.OrgUnitPath, [], Created: !known) };
    }

    /// <summary>
    /// The same ID after a restart: an application may have written it down (RFC 9562 5.8, of a hash, because no list of the users is
    /// kept).
    /// </summary>
    private static string IdOf((string Organization, string Tenant, string ObjectId) key)
    {
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new[] { key.Organization, key.Tenant, key.ObjectId }));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }
}
