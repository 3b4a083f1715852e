using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>What a test sign-in found: what a real one would have done.</summary>
internal sealed record TrialSignInResult
{
    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// Whether a real sign-in would have been let in, as far as the settings are concerned. A record's own suspension is not looked at.
    /// </summary>
    public required bool Accepted { get; init; }

    /// <summary>The refusal code of docs/errors.md; null when accepted.</summary>
    public string? Code { get; init; }

    /// <summary>The refusal in a sentence; null when accepted.</summary>
    public string? Reason { get; init; }

    /// <summary>The checks in order.</summary>
    public IReadOnlyList<SignInCheck> Checks { get; init; } = [];

    /// <summary>Who answered; null when that was not proven.</summary>
    public string? Issuer { get; init; }

    /// <summary>The NameID as asserted; null by OpenID Connect, or when it was not proven.</summary>
    public string? NameId { get; init; }

    /// <summary>The NameID's format URI; null when not sent.</summary>
    public string? NameIdFormat { get; init; }

    /// <summary>When the user authenticated at the identity provider, UTC.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>Whether several factors were used.</summary>
    public bool MultipleFactors { get; init; }

    /// <summary>The claims as received, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Claims { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Who it is by the rules, with the steps that led there; null when the rules did not say.</summary>
    public SignInIdentity? Identity { get; init; }

    /// <summary>The roles that the user would have: by group, and granted.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The record that the user would get; null when the sign-in would make one.</summary>
    public string? RecordId { get; init; }

    /// <summary>The path of the org unit whose policy bounds the session; null when that was not worked out.</summary>
    public string? PolicyFrom { get; init; }

    /// <summary>How often the policy asks for re-authentication; null when it does not.</summary>
    public TimeSpan? Frequency { get; init; }

    /// <summary>When the session would end, UTC.</summary>
    public DateTimeOffset? SessionEndsAt { get; init; }

    /// <summary>What would end it.</summary>
    public SessionEndCause? SessionEndsBy { get; init; }
}
