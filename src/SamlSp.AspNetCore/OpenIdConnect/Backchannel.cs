using System.Net.Http.Headers;

namespace SamlSp.AspNetCore;

/// <summary>
/// What we ask of OpenID Connect identity providers ourselves, within the bounds of <see cref="MetadataFetcher"/>. Tests put an identity
/// provider of their own behind it.
/// </summary>
internal class Backchannel(MetadataFetcher fetcher)
{
    public virtual Task<byte[]> GetAsync(Uri url, bool trusted, MetadataOptions bounds, CancellationToken cancellationToken) =>
        fetcher.GetAsync(url, trusted, bounds, cancellationToken);

    public virtual async Task<(int Status, byte[] Body)> PostAsync(
        Uri url,
        bool trusted,
        MetadataOptions bounds,
        IReadOnlyDictionary<string, string> form,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) };
        var (status, body, _) = await SendAsync(request, trusted, bounds, cancellationToken);
        return (status, body);
    }

    public virtual Task<(int Status, byte[] Body, RetryConditionHeaderValue? RetryAfter)> SendAsync(
        HttpRequestMessage request,
        bool trusted,
        MetadataOptions bounds,
        CancellationToken cancellationToken
    ) => fetcher.SendAsync(request, trusted, bounds, cancellationToken);
}
