using System.Net;

namespace SamlSp.Tool;

/// <summary>The token endpoint of a server. Never follows a redirect: tokens go to the server that was named, and to no other.</summary>
internal sealed class TokenServer : IDisposable
{
    private const int MaxBytes = 64 * 1024;

    private readonly string _server;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(20),
        MaxResponseContentBufferSize = MaxBytes,
    };

    public TokenServer(string server) => _server = server;

    public Task<TokenAnswer> RedeemAsync(string code, string redirectUri, string verifier, CancellationToken cancellation) =>
        PostAsync(
            [
                new("grant_type", "authorization_code"),
                new("code", code),
                new("client_id", LoginRequest.ClientId),
                new("redirect_uri", redirectUri),
                new("code_verifier", verifier),
            ],
            cancellation
        );

    public Task<TokenAnswer> RefreshAsync(string refreshToken, CancellationToken cancellation) =>
        PostAsync(
            [new("grant_type", "refresh_token"), new("refresh_token", refreshToken), new("client_id", LoginRequest.ClientId)],
            cancellation
        );

    public void Dispose() => _client.Dispose();

    private async Task<TokenAnswer> PostAsync(KeyValuePair<string, string>[] fields, CancellationToken cancellation)
    {
        try
        {
            using var content = new FormUrlEncodedContent(fields);
            using var answer = await _client.PostAsync(_server + "/session/token", content, cancellation);
            var known = answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest
                ? TokenAnswer.Read(
                    answer.StatusCode == HttpStatusCode.OK,
                    await answer.Content.ReadAsByteArrayAsync(cancellation),
                    DateTimeOffset.UtcNow
                )
                : null;
            return known
                ?? throw new UsageException(
                    $"{_server} gave no answer that can be used ({(int)answer.StatusCode}): is it a SamlSp server?"
                );
        }
        catch (Exception exception)
            when (exception is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new UsageException($"cannot reach {_server}: {exception.Message}");
        }
    }
}
