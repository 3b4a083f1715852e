namespace SamlSp.AspNetCore;

/// <summary>What the log says about an error of an OpenID Connect identity provider.</summary>
internal static class OpenIdErrorText
{
    private const int Longest = 200;

    /// <summary>A token or a code is a longer word than any of a sentence.</summary>
    private const int LongestWord = 40;

    /// <summary>
    /// The description of an error, which anybody may have written. Of Entra's, the error's number is kept, with a hint for those that an
    /// administrator can mend. Of others, the first 200 characters, on one line and without long words, which could be a token; and what to
    /// look at after <c>invalid_request</c>, which says nothing of its cause.
    /// </summary>
    /// <param name="error">The error's code.</param>
    /// <param name="description">Its description.</param>
    /// <param name="provider">The identity provider.</param>
    /// <param name="connection">The settings of the connection.</param>
    /// <param name="forceAuthn">Whether a new authentication was asked for.</param>
    public static string Describe(
        string? error,
        string? description,
        OpenIdProvider provider,
        SamlSpConnectionOptions connection,
        bool forceAuthn = false
    )
    {
        if (EntraErrorNumber.TryFind(description, out var number))
        {
            return $" {EntraErrorNumber.Describe(number)}{EntraHint(number)}";
        }

        var said = Clean(description) is { Length: > 0 } text ? $" It says: '{text}'." : "";
        return error == "invalid_request" ? said + RequestHint(provider, connection, forceAuthn) : said;
    }

    /// <summary>What to do about an error that an administrator can mend; empty for others.</summary>
    public static string EntraHint(string number) =>
        number switch
        {
            "AADSTS7000222" => " The client secret has expired: make a new one in the app registration.",
            "AADSTS7000215" => " The client secret is wrong: enter its value, not its ID.",
            "AADSTS50011" => " The redirect URI is not registered.",
            "AADSTS700016" => " The client ID is not known in this tenant.",
            _ => "",
        };

    private static string RequestHint(OpenIdProvider provider, SamlSpConnectionOptions connection, bool forceAuthn)
    {
        var pkce =
            connection.UsePkce && provider.ListsPkce == false
                ? " Its discovery document does not list PKCE (code_challenge_methods_supported). If it refuses PKCE, set"
                    + " Connection:UsePkce to false."
                : "";
        var maxAge =
            connection.UseMaxAge && forceAuthn ? " The request had max_age=0. If it refuses that, set Connection:UseMaxAge to false." : "";
        return pkce + maxAge;
    }

    private static string Clean(string? text) =>
        string.Join(
            ' ',
            (text is { Length: > Longest } ? text[..Longest] : text ?? "")
                .Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word.Length > LongestWord ? "(…)" : string.Concat(word.Where(c => c is > ' ' and <= '~' and not '\'')))
        );
}
