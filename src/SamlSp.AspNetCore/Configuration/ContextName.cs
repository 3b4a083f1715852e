using System.Buffers;

namespace SamlSp.AspNetCore;

/// <summary>The name of a context or method of authentication: an <c>acr</c> value, or an AuthnContextClassRef.</summary>
internal static class ContextName
{
    private const int Longest = 256;

    private static readonly SearchValues<char> NotAllowed = SearchValues.Create("\"\\");

    /// <summary>Whether a text is one: visible ASCII that needs no escape in a header.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= Longest }
        && !text.AsSpan().ContainsAnyExceptInRange('!', '~')
        && !text.AsSpan().ContainsAny(NotAllowed);
}
