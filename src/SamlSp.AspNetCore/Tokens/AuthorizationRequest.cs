namespace SamlSp.AspNetCore;

/// <summary>What a program on somebody's computer asks for at the authorization endpoint (RFC 6749 4.1.1, RFC 7636 4.3).</summary>
/// <param name="ClientId">What it calls itself.</param>
/// <param name="RedirectUri">Where it listens.</param>
/// <param name="State">Its own value, which it gets back; null when it sent none.</param>
/// <param name="CodeChallenge">The S256 challenge; empty when the request is in error.</param>
internal sealed record AuthorizationRequest(string ClientId, string RedirectUri, string? State, string CodeChallenge)
{
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
