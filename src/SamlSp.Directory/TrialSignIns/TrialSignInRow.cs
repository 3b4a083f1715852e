namespace SamlSp.Directory;

/// <summary>A test sign-in as stored.</summary>
internal sealed class TrialSignInRow : IOrganizationOwned
{
    /// <summary>128 random bits, hexadecimal.</summary>
    public required string Id { get; init; }

    public required string Organization { get; init; }

    /// <summary>The reference of the session that started it: no other browser can take part.</summary>
    public required string Session { get; init; }

    public required string Actor { get; init; }

    /// <summary>The settings on trial, as in <see cref="OrganizationRow"/>.</summary>
    public required string Settings { get; init; }

    public string? Secrets { get; init; }

    public required string ReturnUrl { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The <see cref="TrialSignInResult"/> as JSON, encrypted; null until there is one.</summary>
    public string? Result { get; set; }
}
