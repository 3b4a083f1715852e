namespace SamlSp.AspNetCore;

/// <summary>The operator's bounds on sessions.</summary>
public sealed class SamlSpSessionOptions
{
    /// <summary>No session is longer than this, whatever a policy says. Default 24 hours; from 1 minute to 30 days.</summary>
    public TimeSpan MaximumLifetime { get; set; } = TimeSpan.FromHours(24);
}
