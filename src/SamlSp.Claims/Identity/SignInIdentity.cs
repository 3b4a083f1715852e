namespace SamlSp.Claims;

/// <summary>The identity of a user after all rules of the organization were applied.</summary>
public sealed record SignInIdentity
{
    /// <summary>The immutable key.</summary>
    public required UserKey Key { get; init; }

    /// <summary>Member, Entra guest or external guest.</summary>
    public required UserType UserType { get; init; }

    /// <summary>The resolved NameID: the name by which the application knows the user.</summary>
    public required string NameId { get; init; }

    /// <summary>The path of the org unit, starting with <c>/</c>.</summary>
    public required string OrgUnitPath { get; init; }

    /// <summary>The UPN in the inviting tenant: with <c>#EXT#</c> for a guest. Null when it can neither be read nor derived.</summary>
    public string? OriginalUserPrincipalName { get; init; }

    /// <summary>Display name; null when not sent.</summary>
    public string? DisplayName { get; init; }

    /// <summary>E-mail address as asserted: for display, never a key. Null when not sent.</summary>
    public string? Mail { get; init; }

    /// <summary>
    /// Whether the e-mail address was part of the signed message. One from the userinfo endpoint of OpenID Connect was not, and joins the
    /// user to no record.
    /// </summary>
    public bool IsMailProven { get; init; } = true;

    /// <summary>Group object IDs as asserted.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>App roles as asserted (the claim <c>…/identity/claims/role</c>).</summary>
    public IReadOnlyList<string> AppRoles { get; init; } = [];

    /// <summary>
    /// Values of the organization's conditional claims besides the NameID, by claim name; those that no row gave a value are not there.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Claims { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The user attributes (<c>user.mail</c>, …) that the rules read, by name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; }

    /// <summary>How each value was determined, one entry for each step: for the sign-in trace.</summary>
    public IReadOnlyList<IdentityTraceStep> Trace { get; init; } = [];
}
