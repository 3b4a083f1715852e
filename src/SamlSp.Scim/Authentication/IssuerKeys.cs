using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using SamlSp.AspNetCore;

namespace SamlSp.Scim;

/// <summary>Keys that issuers publish, kept for a day. A key that is not known is asked for anew, at most every five minutes.</summary>
internal sealed partial class IssuerKeys
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Entry> _known = new(StringComparer.Ordinal);

    /// <summary>One request at a time to each issuer: one that hangs holds up no other.</summary>
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);
    private readonly Fetch _fetch;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    public IssuerKeys(MetadataFetcher fetcher, TimeProvider clock, ILogger<IssuerKeys> logger)
        : this(fetcher.GetAsync, clock, logger) { }

    internal IssuerKeys(Fetch fetch, TimeProvider clock, ILogger<IssuerKeys> logger) => (_fetch, _clock, _logger) = (fetch, clock, logger);

    /// <summary>Gets a document, bounded as metadata is.</summary>
    internal delegate Task<byte[]> Fetch(Uri url, bool trusted, MetadataOptions options, CancellationToken cancellationToken);

    /// <summary>Where an issuer's keys are.</summary>
    public static string Address(WorkloadIdentityOptions trusted)
    {
        if (trusted.JwksUrl is { Length: > 0 } said)
        {
            return said;
        }

        var issuer = trusted.Issuer!.TrimEnd('/');
        return (issuer.EndsWith("/v2.0", StringComparison.Ordinal) ? issuer[..^"/v2.0".Length] : issuer) + "/discovery/v2.0/keys";
    }

    /// <summary>The keys with an ID; none when the issuer has none such, or does not answer.</summary>
    /// <param name="address">Where the issuer's keys are.</param>
    /// <param name="id">The key's ID.</param>
    /// <param name="trusted">Whether the operator wrote the address into the configuration.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<SecurityKey>> FindAsync(
        string address,
        string? id,
        bool trusted,
        MetadataOptions options,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrEmpty(id))
        {
            return [];
        }

        if (Known(address, id) is { Count: > 0 } known)
        {
            return known;
        }

        var turn = _turns.GetOrAdd(address, static _ => new(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (Known(address, id) is { Count: > 0 } meanwhile)
            {
                return meanwhile;
            }

            if (_known.TryGetValue(address, out var last) && _clock.GetElapsedTime(last.AskedAt) < AtMostEvery)
            {
                return [];
            }

            var keys = await FetchAsync(address, trusted, options, cancellationToken);

            // What cannot be fetched leaves the keys in use that are known, until their day is over.
            _known[address] = keys is null
                ? new(last?.Keys ?? [], last?.ReadAt ?? 0, _clock.GetTimestamp())
                : new(keys, _clock.GetTimestamp(), _clock.GetTimestamp());
            return Known(address, id);
        }
        finally
        {
            turn.Release();
        }
    }

    private List<SecurityKey> Known(string address, string id) =>
        _known.TryGetValue(address, out var entry) && entry.Keys.Count > 0 && _clock.GetElapsedTime(entry.ReadAt) < Kept
            ? [.. entry.Keys.Where(k => k.KeyId == id)]
            : [];

    private async Task<IReadOnlyList<SecurityKey>?> FetchAsync(
        string address,
        bool trusted,
        MetadataOptions options,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return
            [
                .. new JsonWebKeySet(
                    Encoding.UTF8.GetString(await _fetch(new Uri(address, UriKind.Absolute), trusted, options, cancellationToken))
                ).GetSigningKeys(),
            ];
        }
        catch (Exception e) when (e is HttpRequestException or ArgumentException or UriFormatException or IOException)
        {
            LogFailed(e.Message);
            return null;
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "The keys of a workload identity's issuer could not be read: {Error}",
        EventName = "IssuerKeysFailed"
    )]
    private partial void LogFailed(string error);

    private sealed record Entry(IReadOnlyList<SecurityKey> Keys, long ReadAt, long AskedAt);
}
