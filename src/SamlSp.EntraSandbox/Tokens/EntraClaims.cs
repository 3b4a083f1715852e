using SamlSp.Claims;

namespace SamlSp.EntraSandbox;

/// <summary>The claims that Entra puts into an app's assertions, in its order.</summary>
internal static class EntraClaims
{
    /// <summary>The most groups of a SAML token; above it, a link stands in their place.</summary>
    private const int MaxGroups = 150;

    public static IReadOnlyList<TokenAttribute> Of(SandboxUser user, EntraSandboxOptions options, SandboxTokenOptions token)
    {
        var claims = new List<TokenAttribute>
        {
            new(SamlNames.TenantId, options.TenantId),
            new(SamlNames.ObjectId, user.ObjectId),
            new(SamlNames.DisplayName, user.DisplayName),
            token.GroupOverage || user.Groups.Count > MaxGroups
                ? new(SamlNames.GroupsLink, $"https://graph.windows.net/{options.TenantId}/users/{user.ObjectId}/getMemberObjects")
                : new(SamlNames.Groups, user.Groups),
            new(SamlNames.IdentityProvider, user.IdentityProvider),
            new(
                SamlNames.AuthnMethods,
                token.Passkey ? [SamlNames.PasskeyMethod, SamlNames.MultipleAuthn]
                    : token.MultiFactor ? [SamlNames.PasswordMethod, SamlNames.MultipleAuthn]
                    : [SamlNames.PasswordMethod]
            ),
        };
        if (token.EmitAcct)
        {
            claims.Add(new(SamlNames.Acct, user.UserType == UserType.Member ? "0" : "1"));
        }

        claims.Add(new(SamlNames.GivenName, user.GivenName));
        claims.Add(new(SamlNames.Surname, user.Surname));
        if (user.Mail is not null)
        {
            claims.Add(new(SamlNames.EmailAddress, user.Mail));
        }

        claims.Add(new(SamlNames.Name, user.UserPrincipalName));
        return claims;
    }

    /// <summary>The attributes that claim rules can read.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes(SandboxUser user) =>
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase)
        {
            ["user.userprincipalname"] = [user.UserPrincipalName],
            ["user.localuserprincipalname"] = [user.LocalUserPrincipalName],
            ["user.objectid"] = [user.ObjectId],
            ["user.displayname"] = [user.DisplayName],
            ["user.givenname"] = [user.GivenName],
            ["user.surname"] = [user.Surname],
            ["user.usertype"] = [user.UserType == UserType.Member ? "Member" : "Guest"],
            ["user.mail"] = user.Mail is null ? [] : [user.Mail],
        };
}
