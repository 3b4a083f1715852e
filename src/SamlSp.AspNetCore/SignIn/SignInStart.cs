namespace SamlSp.AspNetCore;

/// <summary>What a sign-in starts with.</summary>
/// <param name="ReturnUrl">Where the browser goes afterwards: a local path.</param>
internal sealed record SignInStart(string ReturnUrl)
{
    /// <summary>Whether the identity provider must authenticate the user anew.</summary>
    public bool ForceAuthn { get; init; }

    /// <summary>Whether the identity provider must not show anything.</summary>
    public bool IsPassive { get; init; }

    /// <summary>An address for the identity provider's sign-in page; null for none.</summary>
    public string? LoginHint { get; init; }

    /// <summary>What is asked of the authentication; null for nothing.</summary>
    public SamlAuthenticationRequirement? Requirement { get; init; }

    /// <summary>The trial sign-in that this belongs to; null for a real one.</summary>
    public string? Trial { get; init; }
}
