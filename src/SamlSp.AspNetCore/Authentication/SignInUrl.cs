namespace SamlSp.AspNetCore;

/// <summary>Writes addresses of <see cref="SignInEndpoint"/>.</summary>
internal static class SignInUrl
{
    /// <summary>The address below our own host that starts a sign-in.</summary>
    /// <param name="sp">The request.</param>
    /// <param name="organization">The organization; null asks for it where there are several.</param>
    /// <param name="returnUrl">Where the browser goes afterwards: a local path; null for the start page.</param>
    /// <param name="reauthenticate">Whether the user must authenticate anew.</param>
    /// <param name="retry">Whether this is the second start of one sign-in, after which there is no third.</param>
    public static string Create(
        SamlSpContext sp,
        string? organization = null,
        string? returnUrl = null,
        bool reauthenticate = false,
        bool retry = false
    ) =>
        Query(organization, returnUrl, reauthenticate, retry) is { Length: > 0 } query
            ? $"{sp.ModulePath}/SignIn?{query}"
            : sp.ModulePath + "/SignIn";

    /// <summary>Its query alone.</summary>
    public static string Query(string? organization, string? returnUrl, bool reauthenticate = false, bool retry = false)
    {
        string?[] query =
        [
            string.IsNullOrEmpty(organization) ? null : "organization=" + Uri.EscapeDataString(organization),
            returnUrl is null ? null : "ReturnUrl=" + Uri.EscapeDataString(returnUrl),
            reauthenticate ? "reauthenticate=true" : null,
            retry ? "retry=1" : null,
        ];
        return string.Join('&', query.Where(part => part is not null));
    }
}
