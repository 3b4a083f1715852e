namespace SamlSp.AspNetCore;

/// <summary>
/// What we ask of OpenID Connect identity providers ourselves, within the bounds of <see cref="MetadataFetcher"/>. Tests put an identity
/// provider of their own behind it.
/// </summary>
internal class Backchannel(MetadataFetcher fetcher)
{
    public virtual Task<byte[]> GetAsync(Uri url, bool trusted, MetadataOptions bounds, CancellationToken cancellationToken) =>
        fetcher.GetAsync(url, trusted, bounds, cancellationToken);

    public virtual Task<(int Status, byte[] Body)> PostAsync(
        Uri url,
        bool trusted,
        MetadataOptions bounds,
        IReadOnlyDictionary<string, string> form,
        CancellationToken cancellationToken
    ) => fetcher.PostAsync(url, trusted, bounds, form, cancellationToken);
}
