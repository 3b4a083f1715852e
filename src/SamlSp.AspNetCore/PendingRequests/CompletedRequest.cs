namespace SamlSp.AspNetCore;

/// <summary>A sign-in that this browser has completed.</summary>
/// <param name="Handle">Its RelayState, or by OpenID Connect its state.</param>
/// <param name="Organization">The organization.</param>
/// <param name="ReturnUrl">Where a second answer leads: a local path.</param>
/// <param name="At">When it was completed.</param>
/// <param name="Address">A hash of the address that it led to; null if the user has authenticated anew for it.</param>
internal sealed record CompletedRequest(string Handle, string Organization, string ReturnUrl, DateTimeOffset At, string? Address);
