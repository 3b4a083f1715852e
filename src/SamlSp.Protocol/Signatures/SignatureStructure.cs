namespace SamlSp.Protocol;

/// <summary>Identifiers that every signature has (SAML Core 5.4).</summary>
internal static class SignatureStructure
{
    public const string ExclusiveC14n = "http://www.w3.org/2001/10/xml-exc-c14n#";
    public const string Enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
}
