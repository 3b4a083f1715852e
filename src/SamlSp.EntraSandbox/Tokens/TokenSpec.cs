using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>Everything that a Response says, before it is written: the attack lab changes it by <c>with</c>.</summary>
internal sealed record TokenSpec
{
    public string ResponseId { get; init; } = NewId();

    public string AssertionId { get; init; } = NewId();

    public string Version { get; init; } = "2.0";

    public required DateTimeOffset IssueInstant { get; init; }

    public required string Issuer { get; init; }

    public required string Destination { get; init; }

    public required string Recipient { get; init; }

    public string? InResponseTo { get; init; }

    public string Status { get; init; } = StatusUris.Success;

    public string? SubStatus { get; init; }

    public string? StatusMessage { get; init; }

    public required NameId NameId { get; init; }

    public string ConfirmationMethod { get; init; } = SamlNames.Bearer;

    public required DateTimeOffset ConfirmationNotOnOrAfter { get; init; }

    public bool HasConditions { get; init; } = true;

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotOnOrAfter { get; init; }

    /// <summary>Null writes no AudienceRestriction.</summary>
    public required string? Audience { get; init; }

    /// <summary>A further condition, as an element of that name.</summary>
    public string? OtherCondition { get; init; }

    public required IReadOnlyList<TokenAttribute> Attributes { get; init; }

    public bool HasAuthnStatement { get; init; } = true;

    public required DateTimeOffset AuthnInstant { get; init; }

    /// <summary>An ID in Entra's form: an underscore and a GUID.</summary>
    public static string NewId() => "_" + Guid.NewGuid();
}
