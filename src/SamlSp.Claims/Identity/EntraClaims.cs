namespace SamlSp.Claims;

/// <summary>The claims that identify a user: Entra's URIs, and the short names of its ID tokens.</summary>
internal static class EntraClaims
{
    public const string Soap = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
    public const string Microsoft = "http://schemas.microsoft.com/identity/claims/";
    public const string Federation = "http://schemas.microsoft.com/ws/2008/06/identity/claims/";

    /// <summary>What <see cref="IdentitySettings.KeyClaim"/> may name besides a claim.</summary>
    public const string NameId = "NameID";
    public const string TransientFormat = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";

    public static readonly string[] ObjectIdentifier = [Microsoft + "objectidentifier", "oid"];
    public static readonly string[] TenantId = [Microsoft + "tenantid", "tid"];
    public static readonly string[] IdentityProvider = [Microsoft + "identityprovider", "idp"];
    public static readonly string[] Account = [Microsoft + "acct", "acct"];
    public static readonly string[] Groups = [Federation + "groups", "groups"];
    public static readonly string[] Roles = [Federation + "role", "roles"];

    /// <summary>The values of the first of some claims that is there.</summary>
    public static IReadOnlyList<string> Find(AssertedClaims claims, string[] names)
    {
        foreach (var name in names)
        {
            if (claims.Claims.TryGetValue(name, out var values) && values.Count > 0)
            {
                return values;
            }
        }

        return [];
    }
}
