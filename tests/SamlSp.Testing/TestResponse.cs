using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;
using SamlSp.Protocol;

namespace SamlSp.Testing;

/// <summary>A finished response.</summary>
/// <param name="Idp">The settings that created it, with its IDs filled in.</param>
/// <param name="Xml">The text.</param>
public sealed record TestResponse(TestIdp Idp, string Xml)
{
    /// <summary>The text in UTF-8.</summary>
    public byte[] Bytes => Encoding.UTF8.GetBytes(Xml);

    /// <summary>The Assertion's ID.</summary>
    public string AssertionId => Idp.AssertionId!;

    /// <summary>The Response's ID.</summary>
    public string ResponseId => Idp.ResponseId!;

    /// <summary>The form value: base64.</summary>
    public string ToFormValue() => Convert.ToBase64String(Bytes);

    /// <summary>The text as a document.</summary>
    public XmlDocument ToDocument()
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(Xml);
        return document;
    }

    /// <summary>See <see cref="TestIdp.Expectations"/>.</summary>
    public ResponseExpectations Expectations(params X509Certificate2[] trusted) => Idp.Expectations(trusted);

    /// <inheritdoc />
    public override string ToString() => Xml;
}
