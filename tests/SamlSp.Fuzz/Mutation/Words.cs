using SamlSp.Testing;

namespace SamlSp.Fuzz;

/// <summary>What mutations write: names, namespaces and values that mean something to a verifier, and such as almost do. Values are raw XML.</summary>
internal static class Words
{
    public static readonly string[] Names =
    [
        "Response", "Assertion", "EncryptedAssertion", "Issuer", "Subject", "NameID", "BaseID", "EncryptedID", "SubjectConfirmation", "SubjectConfirmationData", "Conditions",
        "Condition", "AudienceRestriction", "Audience", "OneTimeUse", "ProxyRestriction", "Advice", "AssertionIDRef", "AttributeStatement", "Attribute", "AttributeValue",
        "EncryptedAttribute", "AuthnStatement", "AuthnContext", "AuthnContextClassRef", "Statement", "Status", "StatusCode", "StatusMessage", "StatusDetail", "Extensions",
        "Signature", "SignedInfo", "CanonicalizationMethod", "SignatureMethod", "Reference", "Transforms", "Transform", "DigestMethod", "DigestValue", "SignatureValue",
        "KeyInfo", "X509Data", "X509Certificate", "KeyValue", "RetrievalMethod", "Object", "Manifest", "SignatureProperties", "InclusiveNamespaces", "HMACOutputLength",
        "EncryptedData", "EncryptedKey", "EncryptionMethod", "CipherData", "CipherValue", "CipherReference", "LogoutRequest", "LogoutResponse", "SessionIndex",
        "EntityDescriptor", "EntitiesDescriptor", "IDPSSODescriptor", "SPSSODescriptor", "KeyDescriptor", "SingleSignOnService", "SingleLogoutService", "x", "é", "a:b", "1", "",
    ];

    public static readonly string[] Namespaces =
    [
        "urn:oasis:names:tc:SAML:2.0:assertion", "urn:oasis:names:tc:SAML:2.0:protocol", "urn:oasis:names:tc:SAML:2.0:metadata", "http://www.w3.org/2000/09/xmldsig#",
        "http://www.w3.org/2001/04/xmlenc#", "http://www.w3.org/2009/xmlenc11#", "http://www.w3.org/2001/10/xml-exc-c14n#", "http://www.w3.org/XML/1998/namespace",
        "http://www.w3.org/2000/xmlns/", "http://www.w3.org/2001/XMLSchema-instance", "urn:oasis:names:tc:SAML:1.0:assertion", "URN:oasis:names:tc:SAML:2.0:assertion",
        "urn:oasis:names:tc:SAML:2.0:assertion ", "urn:oasis:names:tc:SAML:2.0:&#x61;ssertion", "urn:x", "../relative", "", " ", "urn:&#10;", "urn:é",
    ];

    public static readonly string[] Prefixes = ["", "samlp", "saml", "saml2", "ds", "dsig", "xenc", "ec", "md", "xsi", "xml", "xmlns", "x", "é"];

    public static readonly string[] Attributes =
    [
        "ID", "Id", "id", "xml:id", "samlp:ID", "IssueInstant", "Version", "Destination", "InResponseTo", "Consent", "NotBefore", "NotOnOrAfter", "Recipient", "Address", "Method",
        "Format", "NameQualifier", "SPNameQualifier", "SessionIndex", "AuthnInstant", "SessionNotOnOrAfter", "Name", "NameFormat", "FriendlyName", "Algorithm", "URI", "Type",
        "PrefixList", "Value", "xsi:type", "xsi:nil", "xml:space", "xml:lang", "xmlns", "xmlns:x", "xmlns:samlp", "xmlns:ds", "xmlns:xml", "entityID", "validUntil", "cacheDuration", "use",
        "Binding", "Location", "ResponseLocation", "protocolSupportEnumeration", "Reason", "x", "é", "x:y", "a:b:c", "",
    ];

    public static readonly string[] Algorithms =
    [
        XmlAlgorithms.RsaSha256, XmlAlgorithms.RsaSha384, XmlAlgorithms.RsaSha512, XmlAlgorithms.RsaSha1, XmlAlgorithms.EcdsaSha256, XmlAlgorithms.EcdsaSha512,
        "http://www.w3.org/2000/09/xmldsig#hmac-sha1", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
        XmlAlgorithms.Sha1, XmlAlgorithms.Sha256, XmlAlgorithms.Sha384, XmlAlgorithms.Sha512, "http://www.w3.org/2001/04/xmldsig-more#md5",
        XmlAlgorithms.ExclusiveC14n, XmlAlgorithms.ExclusiveC14n + "WithComments", XmlAlgorithms.EnvelopedSignature, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments", "http://www.w3.org/2006/12/xml-c14n11", "http://www.w3.org/TR/1999/REC-xslt-19991116",
        "http://www.w3.org/TR/1999/REC-xpath-19991116", "http://www.w3.org/2002/06/xmldsig-filter2", "http://www.w3.org/2000/09/xmldsig#base64",
        "http://www.w3.org/2002/07/decrypt#XML", "http://www.w3.org/2001/04/xmlenc#sha256 ", XmlAlgorithms.Aes128Cbc, XmlAlgorithms.Aes256Cbc, XmlAlgorithms.Aes128Gcm, XmlAlgorithms.Aes256Gcm,
        XmlAlgorithms.TripleDesCbc, XmlAlgorithms.RsaOaepMgf1p, XmlAlgorithms.RsaOaep, XmlAlgorithms.Rsa15, "", "urn:x",
    ];

    public static readonly string[] Instants =
    [
        "2026-11-22T05:59:00Z", "2026-11-22T06:30:00.1234567Z", "2026-11-22T06:30:00", "2026-11-22T07:30:00+01:00", "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999999Z", "9999-12-31T24:00:00Z", "0001-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-22T23:59:60Z", "-2026-11-22T06:00:00Z", "99999999999999-01-01T00:00:00Z",
    ];

    public static readonly string[] Values =
    [
        .. Instants,
        "", " ", "2.0", "1.1", "true", "false", "1", "0", "x", "é", "\u200B", "\uFEFF", "&#x1F600;", "&amp;", "&lt;", "&quot;", "&#13;", "&#10;", "&#9;", "&#0;", "&#xFFFF;", "&#x110000;",
        "&#xD800;", "&e;", "&", "<", ">", "]]>", "\"", "'", "\u0001", "\uFFFE", "<!---->", "<!-- x -->", "<![CDATA[x]]>", "<?x y?>",
        "admin@example.com", "alice@example.com", "alice@example.com<!---->.evil.com", "alice@example.com\u200B", " alice@example.com ",
        TestTenant.Issuer, TestTenant.LogoutIssuer, TestTenant.HomeIssuer, "https://STS.windows.net/", TestSp.EntityId, "spn:" + TestSp.EntityId, "https://other.example.com/Saml2",
        TestSp.AcsUrl, TestSp.AcsUrl + "/", "HTTPS://sp.example.com/Saml2/Acs", TestSp.LogoutUrl, TestSp.RequestId, "_other-request", "_evil", "#_evil", "#", "#xpointer(/)", "#xpointer(id('_evil'))",
        "http://example.com/", "file:///etc/passwd", "javascript:alert(1)", "#_evil&#10;", "%23_evil",
        "PT1H", "-P1D", "P9999999999999D", "P1Y", "signing", "encryption", "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST", "urn:oasis:names:tc:SAML:2.0:protocol",
        "urn:oasis:names:tc:SAML:2.0:cm:bearer", "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key", "urn:oasis:names:tc:SAML:2.0:status:Success", "urn:oasis:names:tc:SAML:2.0:status:Responder",
        "samlp ds #default", "xml xmlns", "AAAA", "AA==", "AB==", "A", "====", new('A', 5000), new('9', 400),
    ];
}
