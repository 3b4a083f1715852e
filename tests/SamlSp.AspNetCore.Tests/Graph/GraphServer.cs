using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SamlSp.AspNetCore.Tests;

/// <summary>A token endpoint and a Microsoft Graph that answer as a test says.</summary>
internal sealed class GraphServer() : Backchannel(null!)
{
    public const string BaseUrl = "https://graph.microsoft.com/v1.0";
    private int _tokens;

    /// <summary>The requests to Graph, with their tokens: method, path and query, token.</summary>
    public ConcurrentQueue<(string Method, string Path, string Token)> Asked { get; } = [];

    /// <summary>What was posted to the token endpoint.</summary>
    public ConcurrentQueue<(Uri Url, IReadOnlyDictionary<string, string> Form)> TokensAsked { get; } = [];

    /// <summary>The token endpoint's answer; null for a token.</summary>
    public (int Status, string Body)? TokenAnswer { get; set; }

    /// <summary>Graph's answer: status, body and seconds of Retry-After.</summary>
    public Func<HttpRequestMessage, Task<(int Status, string Body, int? RetryAfter)>> Answer { get; set; } = _ => Ok("""{"value":[]}""");

    public static Task<(int Status, string Body, int? RetryAfter)> Ok(string body) => Error(200, body);

    public static Task<(int Status, string Body, int? RetryAfter)> Error(int status, string body = "", int? retryAfter = null) =>
        Task.FromResult((status, body, retryAfter));

    /// <summary>A page with texts.</summary>
    public static string Page(IEnumerable<string> values, string? next = null) =>
        JsonSerializer.Serialize(
            next is null
                ? new Dictionary<string, object> { ["value"] = values }
                : new Dictionary<string, object> { ["value"] = values, ["@odata.nextLink"] = next }
        );

    /// <summary>The ID of group number n.</summary>
    public static string Group(int n) => $"00000000-0000-4000-8000-{n:x12}";

    public override Task<(int Status, byte[] Body)> PostAsync(
        Uri url,
        bool trusted,
        MetadataOptions bounds,
        IReadOnlyDictionary<string, string> form,
        CancellationToken cancellationToken
    )
    {
        TokensAsked.Enqueue((url, form));
        var (status, body) =
            TokenAnswer
            ?? (200, $$"""{"token_type":"Bearer","expires_in":3599,"access_token":"token-{{Interlocked.Increment(ref _tokens)}}"}""");
        return Task.FromResult((status, Encoding.UTF8.GetBytes(body)));
    }

    public override async Task<(int Status, byte[] Body, RetryConditionHeaderValue? RetryAfter)> SendAsync(
        HttpRequestMessage request,
        bool trusted,
        MetadataOptions bounds,
        CancellationToken cancellationToken
    )
    {
        Asked.Enqueue((request.Method.Method, request.RequestUri!.AbsoluteUri, request.Headers.Authorization?.Parameter ?? ""));
        var (status, body, retryAfter) = await Answer(request).WaitAsync(cancellationToken);
        return (
            status,
            Encoding.UTF8.GetBytes(body),
            retryAfter is { } seconds ? new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds)) : null
        );
    }
}
