namespace SamlSp.AspNetCore;

/// <summary>
/// What the identity provider has proven about an authentication, besides its instant. The session keeps it beside its claims, under a name
/// that neither an identity provider nor an application can set.
/// </summary>
internal sealed record AuthenticationFacts
{
    /// <summary>Where the session keeps the facts.</summary>
    public const string Claim = "urn:samlsp:authentication";

    /// <summary>The most methods, and the most contexts, that are kept.</summary>
    private const int Most = 32;
    private const int LongestValue = 256;

    private const string Instant = "instant";
    private const string Resistant = "phishing-resistant";
    private const string Factors = "factors";
    private const string Method = "m:";
    private const string Context = "c:";

    /// <summary>Nothing is proven.</summary>
    public static AuthenticationFacts None { get; } = new();

    /// <summary>Whether the instant is the identity provider's word. An ID token without <c>auth_time</c> has none.</summary>
    public bool IsInstantProven { get; init; }

    /// <summary>Whether several factors were used.</summary>
    public bool MultipleFactors { get; init; }

    /// <summary>Whether the method was phishing-resistant.</summary>
    public bool PhishingResistant { get; init; }

    /// <summary>The methods: <c>amr</c>, or the values of <c>authnmethodsreferences</c>.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>The contexts: <c>acr</c> and <c>acrs</c>, or AuthnContextClassRef.</summary>
    public IReadOnlyList<string> Contexts { get; init; } = [];

    /// <summary>The facts of a session; none for one that was created without them.</summary>
    public static AuthenticationFacts Of(Session session) => Of(session.Claims);

    /// <summary>The facts that are kept beside a session's claims.</summary>
    public static AuthenticationFacts Of(IReadOnlyDictionary<string, IReadOnlyList<string>> claims)
    {
        if (!claims.TryGetValue(Claim, out var values))
        {
            return None;
        }

        return new()
        {
            IsInstantProven = values.Contains(Instant, StringComparer.Ordinal),
            MultipleFactors = values.Contains(Factors, StringComparer.Ordinal),
            PhishingResistant = values.Contains(Resistant, StringComparer.Ordinal),
            Methods = [.. Behind(values, Method)],
            Contexts = [.. Behind(values, Context)],
        };
    }

    /// <summary>The facts as the session keeps them. Values beyond the bounds are left out: what is not kept is not proven.</summary>
    public IReadOnlyList<string> ToValues()
    {
        var values = new List<string>(3 + Methods.Count + Contexts.Count);
        if (IsInstantProven)
        {
            values.Add(Instant);
        }

        if (MultipleFactors)
        {
            values.Add(Factors);
        }

        if (PhishingResistant)
        {
            values.Add(Resistant);
        }

        values.AddRange(Methods.Where(IsShort).Take(Most).Select(method => Method + method));
        values.AddRange(Contexts.Where(IsShort).Take(Most).Select(context => Context + context));
        return values;
    }

    private static IEnumerable<string> Behind(IReadOnlyList<string> values, string mark) =>
        values.Where(value => value.StartsWith(mark, StringComparison.Ordinal)).Select(value => value[mark.Length..]);

    private static bool IsShort(string value) => value.Length is > 0 and <= LongestValue;
}
