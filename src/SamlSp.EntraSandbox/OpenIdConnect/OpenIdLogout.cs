namespace SamlSp.EntraSandbox;

/// <summary>
/// Tells the app registrations of a session that it is over: by a frame of the sign-out page (OpenID Connect Front-Channel Logout 1.0), and
/// by a logout token (Back-Channel Logout 1.0), which Entra does not send.
/// </summary>
internal sealed class OpenIdLogout(EntraSandboxTenant tenant, IdTokenWriter writer) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Lazy<HttpClient> _http = new(() =>
        new(tenant.Options.OpenId.BackchannelHandler?.Invoke() ?? new SocketsHttpHandler()) { Timeout = Patience }
    );

    /// <summary>The frames of a session's apps. Entra leaves out <c>iss</c>.</summary>
    /// <param name="session">The session; null for none.</param>
    /// <param name="initiator">The client ID of the app that has ended it already; null for none.</param>
    public IReadOnlyList<(SandboxClient Client, string Url)> Frames(SandboxSession? session, string? initiator) =>
        [
            .. Clients(session, initiator)
                .Where(client => client.FrontchannelLogoutUrl is not null)
                .Select(client => (client, Address(client.FrontchannelLogoutUrl!, session!))),
        ];

    /// <summary>Posts a logout token to each app of a session that has a URL for it. One that does not answer is passed over.</summary>
    public async Task SendAsync(SandboxSession? session, string? initiator, CancellationToken cancellationToken)
    {
        foreach (var client in Clients(session, initiator).Where(client => client.BackchannelLogoutUrl is not null))
        {
            try
            {
                var token = writer.WriteLogout(client, session!.User, session.PublicId);
                using var form = new FormUrlEncodedContent([KeyValuePair.Create("logout_token", token)]);
                using var answer = await _http.Value.PostAsync(new Uri(client.BackchannelLogoutUrl!), form, cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // The user is signed out here all the same.
            }
        }
    }

    public void Dispose()
    {
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }
    }

    private static IEnumerable<SandboxClient> Clients(SandboxSession? session, string? initiator) =>
        (session?.Clients.Values ?? []).Where(client => client.ClientId != initiator);

    private string Address(string url, SandboxSession session) =>
        url
        + (url.Contains('?', StringComparison.Ordinal) ? "&" : "?")
        + (tenant.Options.OpenId.OwnIssuer ? $"iss={Uri.EscapeDataString(tenant.OpenIdIssuer)}&" : "")
        + $"sid={session.PublicId}";
}
