namespace SamlSp.AspNetCore.Tests;

/// <summary>What the callback of <see cref="ExternalApp"/> found in the external cookie.</summary>
internal sealed record ExternalTicket(bool Succeeded, string? Key, string[] Claims, Dictionary<string, string?> Items);
