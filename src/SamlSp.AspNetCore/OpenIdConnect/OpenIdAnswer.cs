using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// The parameters with which a browser comes back (OpenID Connect Core 3.1.2.5 and 3.1.2.6): each once, bounded, of known words where they
/// are shown.
/// </summary>
internal sealed record OpenIdAnswer
{
    private const int Longest = 8 * 1024;
    private static readonly string[] Known = ["state", "code", "iss", "error", "error_description"];

    private static readonly string[] KnownErrors =
    [
        "access_denied",
        "login_required",
        "interaction_required",
        "consent_required",
        "account_selection_required",
        "invalid_request",
        "invalid_scope",
        "unauthorized_client",
        "unsupported_response_type",
        "server_error",
        "temporarily_unavailable",
    ];

    public string? State { get; private init; }

    public string? Code { get; private init; }

    public string? Issuer { get; private init; }

    /// <summary>The error's code, or <c>another error</c>; null where there is none.</summary>
    public string? Error { get; private init; }

    public string? ErrorDescription { get; private init; }

    /// <summary>Reads them; null when one occurs twice or is too long.</summary>
    public static OpenIdAnswer? Read(IQueryCollection query)
    {
        if (Known.Any(name => query[name] is var values && (values.Count > 1 || values.ToString().Length > Longest)))
        {
            return null;
        }

        string? Value(string name) => query[name].ToString() is { Length: > 0 } value ? value : null;
        var error = Value("error");
        return new()
        {
            State = Value("state"),
            Code = Value("code"),
            Issuer = Value("iss"),
            Error = error is null || KnownErrors.Contains(error, StringComparer.Ordinal) ? error : "another error",
            ErrorDescription = Value("error_description"),
        };
    }
}
