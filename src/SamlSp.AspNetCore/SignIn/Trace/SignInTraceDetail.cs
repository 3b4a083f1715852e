namespace SamlSp.AspNetCore;

/// <summary>What is kept of a marked attempt for an hour, unmasked. Encrypted in the store.</summary>
internal sealed record SignInTraceDetail
{
    /// <summary>Until when it is kept, UTC.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The message, decoded; null for protocols other than SAML.</summary>
    public string? Xml { get; init; }

    /// <summary>The claims with their values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Claims { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
}
