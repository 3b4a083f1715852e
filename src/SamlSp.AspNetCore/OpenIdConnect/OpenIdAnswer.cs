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

    public string? State { get; private init; }

    public string? Code { get; private init; }

    public string? Issuer { get; private init; }

    /// <summary>The error's code, or <c>another error</c>; null where there is none.</summary>
    public string? Error { get; private init; }

    public string? ErrorDescription { get; private init; }

    /// <summary>What selects the explanation of an error: Entra's number, or else the code; null where there is none.</summary>
    public string? ErrorNumber =>
        Error is null ? null
        : EntraErrorNumber.TryFind(ErrorDescription, out var number) ? number
        : OpenIdErrors.Find(Error) is null ? null
        : Error;

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
            Error = error is null || OpenIdErrors.Find(error) is not null ? error : OpenIdErrors.Other,
            ErrorDescription = Value("error_description"),
        };
    }
}
