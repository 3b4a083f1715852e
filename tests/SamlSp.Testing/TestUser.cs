namespace SamlSp.Testing;

/// <summary>A user in the customer's tenant, as Entra describes them.</summary>
public sealed record TestUser
{
    /// <summary>Object ID in the customer's tenant.</summary>
    public required string ObjectId { get; init; }

    /// <summary>What <c>user.userprincipalname</c> gives in a SAML assertion: for an Entra guest the UPN of the home tenant.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>What <c>user.localuserprincipalname</c> gives: the UPN in the customer's tenant.</summary>
    public required string LocalUserPrincipalName { get; init; }

    /// <summary>Who authenticated the user: an issuer URI, <c>live.com</c>, <c>mail</c>, …</summary>
    public required string IdentityProvider { get; init; }

    /// <summary><c>Member</c> or <c>Guest</c>, what <c>user.usertype</c> gives.</summary>
    public required string UserType { get; init; }

    /// <summary>E-mail address; null when the directory has none.</summary>
    public string? Mail { get; init; }

    /// <summary>Given name.</summary>
    public required string GivenName { get; init; }

    /// <summary>Surname.</summary>
    public required string Surname { get; init; }

    /// <summary>Object IDs of the user's groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Display name.</summary>
    public string DisplayName => GivenName + " " + Surname;
}
