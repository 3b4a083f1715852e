namespace SamlSp.AspNetCore;

/// <summary>What is kept of sign-in attempts: the section <c>SamlSp:SignInTrace</c>.</summary>
public sealed class SignInTraceOptions
{
    /// <summary>How long attempts are kept. Default 30 days; from 1 hour to 400 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long the message and the claims' values of a marked attempt are kept. Default 1 hour; at most 24 hours.</summary>
    public TimeSpan DetailRetention { get; set; } = TimeSpan.FromHours(1);
}
