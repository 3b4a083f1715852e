namespace SamlSp.AspNetCore;

/// <summary>Claims that SamlSp adds to those of the assertion.</summary>
public static class SessionClaimTypes
{
    /// <summary>The session's ID.</summary>
    public const string SessionId = "urn:samlsp:session";

    /// <summary>
    /// The resolved NameID, in the principal of <see cref="SamlSpOptions.SignInScheme"/>: its NameIdentifier is <see
    /// cref="Session.ProviderKey"/>.
    /// </summary>
    public const string NameId = "urn:samlsp:name-id";

    /// <summary>The organization's name.</summary>
    public const string Organization = "urn:samlsp:organization";

    /// <summary>The ID of the user.</summary>
    public const string UserId = "urn:samlsp:user";

    /// <summary>The user type: <c>member</c>, <c>entraGuest</c>, <c>externalGuest</c>.</summary>
    public const string UserType = "urn:samlsp:user-type";

    /// <summary>The org unit's path.</summary>
    public const string OrgUnit = "urn:samlsp:org-unit";

    /// <summary>A role in this application, from a group or granted; never a role claim of the identity provider.</summary>
    public const string Role = "urn:samlsp:role";
}
