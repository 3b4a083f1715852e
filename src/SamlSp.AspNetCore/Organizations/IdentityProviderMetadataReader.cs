using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>Gets identity provider metadata from a file or a URL. What goes wrong is a sentence, never an exception.</summary>
internal sealed class IdentityProviderMetadataReader(IHostEnvironment environment, IEnumerable<IIdentityProviderMetadataSource> sources, TimeProvider clock)
{
    private const int MaximumOctets = 4 * 1024 * 1024;

    public async Task<(IdentityProvider? IdentityProvider, string? Error)> ReadAsync(string organization, ConnectionOptions connection, CancellationToken cancellationToken)
    {
        try
        {
            var octets = await GetAsync(organization, connection, cancellationToken);
            return Read(octets, connection, clock.GetUtcNow());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException or ArgumentException or UriFormatException or NotSupportedException or CryptographicException)
        {
            return (null, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "no answer within 15 seconds");
        }
    }

    internal static (IdentityProvider? IdentityProvider, string? Error) Read(ReadOnlySpan<byte> octets, ConnectionOptions connection, DateTimeOffset now)
    {
        if (!IdentityProviderMetadata.TryRead(octets, connection.EntityId, out var metadata, out var error)) return (null, error);
        if (metadata.ValidUntil <= now) return (null, "the metadata has expired (validUntil)");
        if (metadata.SigningCertificates.Count == 0) return (null, "the metadata has no signing certificate");
        if (!metadata.SingleSignOnServices.Any(e => e.Binding is BindingUris.Redirect or BindingUris.Post)) return (null, "the metadata has no single sign-on endpoint for the redirect or POST binding");
        try
        {
            return (new(metadata, connection), null);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return (null, e.Message);
        }
    }

    private async Task<byte[]> GetAsync(string organization, ConnectionOptions connection, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            if (source.Get(organization) is { } known) return known;
        }

        if (connection.Metadata is { } document) return System.Text.Encoding.UTF8.GetBytes(document);
        if (connection.MetadataFile is { } file)
        {
            var info = new FileInfo(Path.Combine(environment.ContentRootPath, file));
            if (info is { Exists: true, Length: > MaximumOctets }) throw new IOException("the file is larger than 4 MiB");
            return await File.ReadAllBytesAsync(info.FullName, cancellationToken);
        }

        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            Timeout = TimeSpan.FromSeconds(15),
            MaxResponseContentBufferSize = MaximumOctets,
        };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("SamlSp", null));
        using var response = await client.GetAsync(new Uri(connection.MetadataUrl!, UriKind.Absolute), HttpCompletionOption.ResponseContentRead, cancellationToken);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"the server answered {(int)response.StatusCode}");
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }
}
