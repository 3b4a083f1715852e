using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>Our own metadata is about to be signed and published.</summary>
public sealed class PublishMetadataContext(HttpContext httpContext, SamlSpOptions options, ServiceProviderMetadata metadata)
{
    /// <summary>The HTTP context of the first request for it. The document serves later requests as well.</summary>
    public HttpContext HttpContext { get; } = httpContext;

    /// <summary>The scheme's options.</summary>
    public SamlSpOptions Options { get; } = options;

    /// <summary>The metadata; may be exchanged for a changed copy.</summary>
    public ServiceProviderMetadata Metadata { get; set; } = metadata;
}
