namespace SamlSp.Protocol;

/// <summary>The organization that runs a service (SAML Metadata 2.3.2.1). All three are compulsory there.</summary>
/// <param name="Name">Its legal name.</param>
/// <param name="DisplayName">The name for people.</param>
/// <param name="Url">Where to read more: an absolute URL.</param>
/// <param name="Language">The language of the three, as <c>xml:lang</c> has it (BCP 47).</param>
public sealed record MetadataOrganization(string Name, string DisplayName, string Url, string Language = "en");
