using SamlSp.Claims;

namespace SamlSp.EntraSandbox;

/// <summary>A user of the tenant.</summary>
public sealed record SandboxUser
{
    /// <summary>A short name for forms and links.</summary>
    public required string Id { get; init; }

    /// <summary>The object ID in the tenant.</summary>
    public required string ObjectId { get; init; }

    /// <summary>The name that the user types to sign in: the member's UPN, the guest's own address.</summary>
    public required string SignInName { get; init; }

    /// <summary>
    /// <c>user.userprincipalname</c> as SAML has it: for an Entra guest the UPN of the home tenant, for another guest the local one.
    /// </summary>
    public required string UserPrincipalName { get; init; }

    /// <summary><c>user.localuserprincipalname</c>: the UPN in this tenant.</summary>
    public required string LocalUserPrincipalName { get; init; }

    /// <summary>The <c>identityprovider</c> claim.</summary>
    public required string IdentityProvider { get; init; }

    /// <summary>Member, Entra guest or external guest.</summary>
    public required UserType UserType { get; init; }

    /// <summary>Given name.</summary>
    public required string GivenName { get; init; }

    /// <summary>Surname.</summary>
    public required string Surname { get; init; }

    /// <summary>E-mail address; null when the directory has none.</summary>
    public string? Mail { get; init; }

    /// <summary>Object IDs of the user's groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Display name.</summary>
    public string DisplayName => $"{GivenName} {Surname}";

    internal string Kind =>
        UserType switch
        {
            UserType.Member => "Member",
            UserType.EntraGuest => "Guest from another Entra tenant",
            _ => "Guest with a personal account",
        };
}
