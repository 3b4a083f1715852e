namespace SamlSp.EntraSandbox;

/// <summary>The admin credentials of provisioning, as Entra calls them.</summary>
/// <param name="TenantUrl">The SCIM address of the app.</param>
/// <param name="SecretToken">The bearer token.</param>
internal sealed record SandboxAdminCredentials(string TenantUrl, string SecretToken)
{
    private const int MaxLength = 2000;

    /// <summary>The credentials of a form; null if they cannot be used.</summary>
    public static SandboxAdminCredentials? Read(string? tenantUrl, string? secretToken)
    {
        var (url, token) = (tenantUrl?.Trim() ?? "", secretToken?.Trim() ?? "");
        return
            url.Length <= MaxLength
            && Uri.TryCreate(url, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
            && token.Length is > 0 and <= MaxLength
            && token.All(c => c is > ' ' and <= '~')
            ? new(url, token)
            : null;
    }
}
