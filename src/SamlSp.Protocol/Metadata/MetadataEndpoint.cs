namespace SamlSp.Protocol;

/// <summary>An endpoint of a metadata document (SAML Metadata 2.2.2).</summary>
/// <param name="Binding">The binding's URI.</param>
/// <param name="Location">The URL for requests: https, or http on a loopback host.</param>
/// <param name="ResponseLocation">The URL for responses where it differs; null otherwise.</param>
public sealed record MetadataEndpoint(string Binding, string Location, string? ResponseLocation = null);
