using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>The operator's proof in a request: an <see cref="OperatorToken"/> in the header Authorization.</summary>
internal static class OperatorProof
{
    /// <summary>What the header begins with.</summary>
    public const string Scheme = "SamlSp-Operator ";

    /// <summary>Whether the request has one, genuine or not.</summary>
    public static bool IsPresent(HttpRequest request) => Header(request).StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>The proof, if it is genuine, fresh, and for this purpose and subject; null otherwise.</summary>
    public static OperatorToken? Read(HttpRequest request, SamlSpScheme scheme, string purpose, string subject, DateTimeOffset now) =>
        IsPresent(request)
        && OperatorToken.TryVerify(
            Header(request)[Scheme.Length..].Trim(),
            scheme.Keys.Verification,
            purpose,
            scheme.Options.BaseUrl!,
            now,
            out var token
        )
        && token.Subject == subject
            ? token
            : null;

    private static string Header(HttpRequest request) => request.Headers.Authorization.ToString();
}
