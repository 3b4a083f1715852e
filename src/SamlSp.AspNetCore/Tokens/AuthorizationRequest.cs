namespace SamlSp.AspNetCore;

/// <summary>The request of a program on the user's computer at the authorization endpoint (RFC 6749 4.1.1, RFC 7636 4.3).</summary>
/// <param name="ClientId">The name that the program gives itself.</param>
/// <param name="RedirectUri">The address where it listens.</param>
/// <param name="State">Its own value, which is returned to it; null if it sent none.</param>
/// <param name="CodeChallenge">The S256 challenge; empty if the request has an error.</param>
internal sealed record AuthorizationRequest(string ClientId, string RedirectUri, string? State, string CodeChallenge)
{
    /// <summary>What is asked of the user's authentication (RFC 9470 4); null for nothing.</summary>
    public SamlAuthenticationRequirement? Requirement { get; init; }

    /// <summary>The address that sends the browser back with an answer.</summary>
    public string Answer(string name, string value, string? description = null)
    {
        var url = $"{RedirectUri}{(RedirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";
        if (description is not null)
        {
            url += "&error_description=" + Uri.EscapeDataString(description);
        }

        return State is null ? url : url + "&state=" + Uri.EscapeDataString(State);
    }
}
