namespace SamlSp.Protocol.Tests;

/// <summary>A Signature for xmlsec1 to fill in.</summary>
internal static class Xmlsec1Template
{
    public static string For(
        string id,
        string? prefixes = null,
        string signature = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        string digest = "http://www.w3.org/2001/04/xmlenc#sha256"
    )
    {
        var inclusive = prefixes is null
            ? ""
            : $"<ec:InclusiveNamespaces xmlns:ec=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"{prefixes}\"/>";
        return "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\n<ds:SignedInfo>\n"
            + $"<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>\n<ds:SignatureMethod Algorithm=\"{signature}\"/>\n<ds:Reference URI=\"#{id}\">\n"
            + "<ds:Transforms><ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/><ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">"
            + $"{inclusive}</ds:Transform></ds:Transforms>\n<ds:DigestMethod Algorithm=\"{digest}\"/><ds:DigestValue/>\n</ds:Reference>\n</ds:SignedInfo>\n<ds:SignatureValue/>\n</ds:Signature>";
    }
}
