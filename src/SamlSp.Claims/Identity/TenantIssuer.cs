namespace SamlSp.Claims;

/// <summary>Reads the tenant out of the addresses under which Entra issues.</summary>
internal static class TenantIssuer
{
    /// <summary>The tenant of personal Microsoft accounts: an Entra address, but no organization's.</summary>
    public const string PersonalAccounts = "9188040d-6c67-4c5b-b112-36a304b66dad";

    private static readonly string[] Prefixes =
    [
        "https://sts.windows.net/",
        "https://login.microsoftonline.com/",
        "https://login.microsoftonline.us/",
        "https://login.partner.microsoftonline.cn/",
        "https://sts.chinacloudapi.cn/",
    ];

    /// <summary>
    /// The tenant's GUID in lower case, or null when the address is not Entra's: <c>https://sts.windows.net/{tenant}/</c>, also
    /// with an application's ID behind, or <c>https://login.microsoftonline.com/{tenant}/v2.0</c>.
    /// </summary>
    public static string? Parse(string? address)
    {
        if (address is null)
        {
            return null;
        }

        foreach (var prefix in Prefixes)
        {
            if (!address.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var rest = address.AsSpan(prefix.Length);
            var slash = rest.IndexOf('/');
            return Guid.TryParseExact(slash < 0 ? rest : rest[..slash], "D", out var tenant) ? tenant.ToString("D") : null;
        }

        return null;
    }
}
