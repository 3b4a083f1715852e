namespace SamlSp.AspNetCore;

/// <summary>Redeems codes at the token endpoint (OpenID Connect Core 3.1.3.1).</summary>
internal sealed class OpenIdTokenClient(OpenIdClient client)
{
    /// <summary>Redeems a code.</summary>
    /// <param name="sp">The request that brought it.</param>
    /// <param name="organization">The organization.</param>
    /// <param name="provider">Its identity provider.</param>
    /// <param name="code">The code.</param>
    /// <param name="codeVerifier">The proof key; null for none.</param>
    /// <returns>The tokens, or a sentence for the log, with Entra's error number if there is one.</returns>
    public async Task<OpenIdTokenAnswer> RedeemAsync(
        SamlSpContext sp,
        Organization organization,
        OpenIdProvider provider,
        string code,
        string? codeVerifier
    )
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = sp.Address.OpenIdCallbackUrl,
        };
        if (codeVerifier is not null)
        {
            form["code_verifier"] = codeVerifier;
        }

        var answer = await client.PostAsync(sp, organization, provider, ("token", provider.TokenUrl), form);
        return answer.Error is not null
            ? new() { Error = answer.Error, Number = answer.Number }
            : new()
            {
                IdToken = answer.Text("id_token"),
                AccessToken = answer.Text("access_token"),
                Error = answer.Text("id_token") is null ? "The token endpoint gave no ID token." : null,
            };
    }
}
