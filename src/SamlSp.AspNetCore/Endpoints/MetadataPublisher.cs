using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>Publishes the metadata of this service provider. Enter its address in the enterprise app, or upload the download.</summary>
internal static class MetadataPublisher
{
    private static readonly string[] NameIdFormats =
    [
        "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
        "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
    ];

    public static async Task WriteAsync(SamlSpContext sp)
    {
        var keys = sp.Scheme.Keys;
        var response = sp.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        response.Headers.CacheControl = "public, max-age=300";
        response.ContentType = "application/samlmetadata+xml";
        if (sp.Request.Query.ContainsKey("download"))
        {
            response.Headers.ContentDisposition = "attachment; filename=\"samlsp-metadata.xml\"";
        }

        await response.Body.WriteAsync(keys.Now.Metadata ??= Make(sp.Options, keys.Now), sp.Aborted);
    }

    private static byte[] Make(SamlSpOptions options, KeySet keys)
    {
        var metadata = new ServiceProviderMetadata
        {
            EntityId = options.EntityId!,
            AssertionConsumerServiceUrl = options.AssertionConsumerServiceUrl,
            SingleLogoutUrl = options.LogoutUrl,
            SigningCertificates = keys.Published,
            EncryptionCertificates = keys.Published,
            SupportsMixedOaep = keys.Decryption.All(key => key.SupportsMixedOaep),
            AuthnRequestsSigned = keys.Signing is not null && options.Organizations.Values.Any(o => o.Connection.SignRequests == true),
            NameIdFormats = NameIdFormats,
        };
        return metadata.ToXml(keys.Signing);
    }
}
