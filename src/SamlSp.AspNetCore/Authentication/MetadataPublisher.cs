using System.Collections.Concurrent;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Publishes the metadata of this service provider. Enter its address in the enterprise app, or upload the download. The document is signed
/// once, and again when keys or settings change or half of its validity is over.
/// </summary>
internal sealed class MetadataPublisher(TimeProvider clock)
{
    private static readonly string[] NameIdFormats =
    [
        "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
        "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
    ];

    private readonly ConcurrentDictionary<SamlSpScheme, Document> _documents = new();

    public async Task WriteAsync(SamlSpContext sp)
    {
        var response = sp.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        response.Headers.CacheControl = "public, max-age=300";
        response.ContentType = "application/samlmetadata+xml";

        // Browsers do not show this type, but save it: under this name, and not as a file without extension.
        var disposition = sp.Request.Query.ContainsKey("download") ? "attachment" : "inline";
        response.Headers.ContentDisposition = disposition + "; filename=\"samlsp-metadata.xml\"";

        await response.Body.WriteAsync(await FindAsync(sp), sp.Aborted);
    }

    private async ValueTask<byte[]> FindAsync(SamlSpContext sp)
    {
        var (keys, options, now) = (sp.Scheme.Keys.Now, sp.Options, clock.GetUtcNow());
        if (_documents.TryGetValue(sp.Scheme, out var known) && known.Keys == keys && known.Options == options && now < known.UseUntil)
        {
            return known.Xml;
        }

        var context = new PublishMetadataContext(sp.Http, options, Create(options, keys, now));
        await options.EventsOf(sp.Http).PublishMetadata(context);
        var document = new Document(
            keys,
            options,
            options.PublishedMetadata.ValidFor is { } valid ? now + (valid / 2) : DateTimeOffset.MaxValue,
            context.Metadata.ToXml(keys.Signing)
        );
        _documents[sp.Scheme] = document;
        return document.Xml;
    }

    private static ServiceProviderMetadata Create(SamlSpOptions options, KeySet keys, DateTimeOffset now)
    {
        var more = options.Addresses.Skip(1).ToList();
        return options.PublishedMetadata.Apply(
            new()
            {
                EntityId = options.EntityId!,
                AssertionConsumerServiceUrl = options.Address.AssertionConsumerServiceUrl,
                AdditionalAssertionConsumerServiceUrls = [.. more.Select(address => address.AssertionConsumerServiceUrl)],
                SingleLogoutUrl = options.Address.LogoutUrl,
                AdditionalSingleLogoutUrls = [.. more.Select(address => address.LogoutUrl)],
                SigningCertificates = keys.Published,
                EncryptionCertificates = keys.Published,
                SupportsMixedOaep = keys.Decryption.All(key => key.SupportsMixedOaep),
                AuthnRequestsSigned = keys.Signing is not null && options.Organizations.Values.Any(o => o.Connection.SignRequests == true),
                NameIdFormats = NameIdFormats,
            },
            options.BaseUrl!,
            now
        );
    }

    private sealed record Document(KeySet Keys, SamlSpOptions Options, DateTimeOffset UseUntil, byte[] Xml);
}
