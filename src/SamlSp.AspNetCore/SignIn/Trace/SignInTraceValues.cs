using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// Who an attempt was by, and the claims and rules that decided, unmasked: for owners and administrators of the organization. Only of
/// attempts whose message was genuine. Encrypted in the store; not kept in memory.
/// </summary>
internal sealed record SignInTraceValues
{
    /// <summary>The NameID that the rules gave, or else the one that the identity provider sent.</summary>
    public string? NameId { get; init; }

    /// <summary>The display name; null when it was not sent.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The claims as they were sent. The store keeps a bounded part of them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Claims { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>What each rule gave, and why, in order.</summary>
    public IReadOnlyList<IdentityTraceStep> Steps { get; init; } = [];
}
