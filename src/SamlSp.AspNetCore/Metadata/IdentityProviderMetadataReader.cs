using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>Reads identity provider metadata from a file or a URL. Errors are returned as a sentence, never as an exception.</summary>
internal sealed class IdentityProviderMetadataReader(
    IHostEnvironment environment,
    IEnumerable<IIdentityProviderMetadataSource> sources,
    SamlSpSchemes schemes,
    MetadataFetcher fetcher,
    LastKnownGoodMetadata recall,
    TimeProvider clock,
    ILogger<IdentityProviderMetadataReader> logger
)
{
    /// <summary>The last warnings of each organization, so that a document that is read every hour does not repeat them.</summary>
    private readonly ConcurrentDictionary<string, string> _warnings = new(StringComparer.Ordinal);

    /// <summary>Reads the metadata.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="connection">The settings.</param>
    /// <param name="keep">Whether good metadata is kept in the store. Not for settings on trial: their metadata is read again when they are
    /// saved.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The identity provider, or a sentence, and whether only the address does not answer.</returns>
    public Task<(IdentityProvider? IdentityProvider, string? Error, bool IsUnreachable)> ReadAsync(
        string organization,
        SamlSpConnectionOptions connection,
        bool keep,
        CancellationToken cancellationToken
    ) => ReadAsync(organization, connection, Options(organization), keep, cancellationToken);

    /// <summary>
    /// The same at start: metadata that cannot be read now is taken from the store, if it is there and not too old.
    /// </summary>
    public async Task<(IdentityProvider? IdentityProvider, string? Error, bool IsUnreachable)> ReadOrRecallAsync(
        string organization,
        SamlSpConnectionOptions connection,
        CancellationToken cancellationToken
    )
    {
        var known = connection.MetadataUrl is { } url ? await recall.FindAsync(organization, url, cancellationToken) : null;
        var bounds = Options(organization);
        if (known is not null)
        {
            bounds = bounds.AtStart();
        }

        var (read, error, isUnreachable) = await ReadAsync(organization, connection, bounds, keep: true, cancellationToken);
        if (read is not null || known is null)
        {
            return (read, error, isUnreachable);
        }

        var (recalled, why) = Read(known.Document, connection, known.ReadAt, bounds);
        if (recalled is null || !recalled.IsUsable(clock.GetUtcNow()))
        {
            return (
                null,
                $"{error}; the metadata kept from {known.ReadAt:O} cannot be used either: {why ?? "it is too old"}",
                isUnreachable
            );
        }

        return (
            recalled with
            {
                Status = recalled.Status with
                {
                    IsLastKnownGood = true,
                    LastError = error,
                    FailingSince = clock.GetUtcNow(),
                    Failures = 1,
                    KeysChangedAt = known.KeysChangedAt,
                    NextReadAt = MetadataSchedule.AfterFailure(clock.GetUtcNow(), 1),
                },
            },
            null,
            false
        );
    }

    private async Task<(IdentityProvider? IdentityProvider, string? Error, bool IsUnreachable)> ReadAsync(
        string organization,
        SamlSpConnectionOptions connection,
        MetadataOptions bounds,
        bool keep,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var (document, source) = await GetAsync(organization, connection, bounds, cancellationToken);
            var now = clock.GetUtcNow();
            var (provider, error) = Read(document, connection, now, bounds);
            if (provider is null)
            {
                return (null, error, false);
            }

            LogWarnings(organization, provider.Metadata);
            if (!keep)
            {
                return (provider with { Status = provider.Status with { NextReadAt = now } }, null, false);
            }

            if (await IsRollbackAsync(organization, connection, source, provider, cancellationToken))
            {
                return (null, "the document is older than the one in use, by its validUntil", false);
            }

            var changedAt = await recall.KeepAsync(
                new()
                {
                    Organization = organization,
                    Source = source,
                    Document = document,
                    ReadAt = now,
                    Keys = MetadataKeyChange.Thumbprints(provider.Metadata),
                },
                cancellationToken
            );
            return (
                provider with
                {
                    Status = provider.Status with { KeysChangedAt = changedAt, NextReadAt = MetadataSchedule.AfterSuccess(now, provider) },
                },
                null,
                false
            );
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or HttpRequestException
                        or ArgumentException
                        or UriFormatException
                        or NotSupportedException
                        or InvalidOperationException
                        or CryptographicException
            )
        {
            return (null, e.Message, MetadataFetcher.IsUnreachable(e));
        }
    }

    private (IdentityProvider? IdentityProvider, string? Error) Read(
        ReadOnlySpan<byte> document,
        SamlSpConnectionOptions connection,
        DateTimeOffset readAt,
        MetadataOptions bounds
    )
    {
        if (!TryRead(document, connection, out var metadata, out var error))
        {
            return (null, error);
        }

        if (metadata.ValidUntil <= clock.GetUtcNow())
        {
            return (null, "the metadata has expired (validUntil)");
        }

        if (metadata.SigningCertificates.Count == 0)
        {
            return (null, "the metadata has no signing certificate");
        }

        if (!metadata.SingleSignOnServices.Any(e => e.Binding is BindingUris.Redirect or BindingUris.Post))
        {
            return (null, "the metadata has no single sign-on endpoint for the redirect or POST binding");
        }

        try
        {
            return (
                new(metadata, connection)
                {
                    Status = new() { ReadAt = readAt },
                    MaximumAge = connection.MetadataUrl is null ? null : bounds.MaximumAge,
                },
                null
            );
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return (null, e.Message);
        }
    }

    private void LogWarnings(string organization, IdentityProviderMetadata metadata)
    {
        var warnings = string.Join(' ', metadata.Warnings);
        if (_warnings.TryGetValue(organization, out var earlier) && earlier == warnings)
        {
            return;
        }

        _warnings[organization] = warnings;
        if (warnings.Length > 0)
        {
            logger.MetadataPartlyUnusable(organization, warnings);
        }
    }

    private bool TryRead(
        ReadOnlySpan<byte> document,
        SamlSpConnectionOptions connection,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IdentityProviderMetadata? metadata,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? error
    ) =>
        connection.MetadataSigningCertificates.Count == 0
            ? IdentityProviderMetadata.TryRead(document, connection.EntityId, out metadata, out error)
            : IdentityProviderMetadata.TryReadSigned(
                document,
                connection.EntityId,
                PinnedMetadataKeys.Read(connection.MetadataSigningCertificates, environment.ContentRootPath),
                clock,
                out metadata,
                out error
            );

    /// <summary>
    /// A signature has no time: an attacker in the network could send an old document, with keys that were withdrawn since.
    /// </summary>
    private async Task<bool> IsRollbackAsync(
        string organization,
        SamlSpConnectionOptions connection,
        string source,
        IdentityProvider provider,
        CancellationToken cancellationToken
    ) =>
        connection.MetadataSigningCertificates.Count > 0
        && await recall.FindAsync(organization, source, cancellationToken) is { } before
        && TryRead(before.Document, connection, out var known, out _)
        && (known.ValidUntil > provider.Metadata.ValidUntil || (known.ValidUntil is not null && provider.Metadata.ValidUntil is null));

    private async Task<(byte[] Document, string Source)> GetAsync(
        string organization,
        SamlSpConnectionOptions connection,
        MetadataOptions bounds,
        CancellationToken cancellationToken
    )
    {
        foreach (var source in sources)
        {
            if (source.Find(organization) is { } known)
            {
                return (known, "source:" + source.GetType().Name);
            }
        }

        if (connection.Metadata is { } given)
        {
            return (Encoding.UTF8.GetBytes(given), "settings");
        }

        if (connection.MetadataFile is { } file)
        {
            var info = new FileInfo(Path.Combine(environment.ContentRootPath, file));
            if (info is { Exists: true, Length: > MetadataFetcher.MaximumBytes })
            {
                throw new IOException("the file is larger than 4 MiB");
            }

            return (await File.ReadAllBytesAsync(info.FullName, cancellationToken), "file:" + file);
        }

        var url = new Uri(connection.MetadataUrl!, UriKind.Absolute);
        return (
            await fetcher.GetAsync(url, IsDeclared(organization, connection.MetadataUrl!), bounds, cancellationToken),
            connection.MetadataUrl!
        );
    }

    /// <summary>Whether the URL is from the configuration, which the operator writes, and not from the console.</summary>
    private bool IsDeclared(string organization, string url) =>
        schemes.All.SelectMany(scheme => scheme.Declared(organization)).Any(declared => declared.Connection.MetadataUrl == url);

    private MetadataOptions Options(string organization)
    {
        foreach (var scheme in schemes.All)
        {
            if (scheme.Options.Organizations.ContainsKey(organization))
            {
                return scheme.Options.Metadata;
            }
        }

        return schemes.Default.Options.Metadata;
    }
}
