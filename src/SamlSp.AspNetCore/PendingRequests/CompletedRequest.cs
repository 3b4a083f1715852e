namespace SamlSp.AspNetCore;

/// <summary>A sign-in that this browser has completed.</summary>
/// <param name="Handle">Its RelayState, or by OpenID Connect its state.</param>
/// <param name="Organization">The organization.</param>
/// <param name="ReturnUrl">Where it was to lead: a local path.</param>
/// <param name="At">When it was completed.</param>
internal sealed record CompletedRequest(string Handle, string Organization, string ReturnUrl, DateTimeOffset At);
