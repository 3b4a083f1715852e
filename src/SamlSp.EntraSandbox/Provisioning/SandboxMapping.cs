namespace SamlSp.EntraSandbox;

/// <summary>
/// A row of the attribute mapping: an expression of Entra's mapping language, and the SCIM attribute that its value goes to.
/// </summary>
/// <param name="Target">The SCIM path, such as <c>emails[type eq "work"].value</c>.</param>
/// <param name="Expression">The expression.</param>
public sealed record SandboxMapping(string Target, string Expression)
{
    /// <summary>
    /// The mapping for guests: what Entra has by default, with userName rewritten and the org unit chosen as Google's document for B2B
    /// users does it.
    /// </summary>
    /// <param name="tenantDomain">The tenant's initial domain.</param>
    /// <param name="primaryDomain">The domain of the service.</param>
    public static IReadOnlyList<SandboxMapping> ForGuests(string tenantDomain, string primaryDomain) =>
        [
            new("userName", $"""Replace([originalUserPrincipalName], "#EXT#@{tenantDomain}", , , "@{primaryDomain}", , )"""),
            new("externalId", "[objectId]"),
            new("active", """Switch([IsSoftDeleted], , "False", "True", "True", "False")"""),
            new("displayName", "[displayName]"),
            new("name.givenName", "[givenName]"),
            new("name.familyName", "[surname]"),
            new("name.formatted", """Join(" ", [givenName], [surname])"""),
            new("emails[type eq \"work\"].value", "[mail]"),
            new(
                "urn:ietf:params:scim:schemas:extension:samlsp:2.0:User:orgUnitPath",
                """IIF(InStr([originalUserPrincipalName], "#EXT#", , )="0", "/", "/guests")"""
            ),
            new("urn:ietf:params:scim:schemas:extension:samlsp:2.0:User:userType", "[userType]"),
            new("urn:ietf:params:scim:schemas:extension:samlsp:2.0:User:originalUserPrincipalName", "[originalUserPrincipalName]"),
        ];
}
