using System.Security.Cryptography.X509Certificates;
using System.Text;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// Metadata as identity providers write it.
public class MetadataFormTests
{
    private static readonly string Idp = TestCertificates.Idp.Base64();
    private static readonly string Next = TestCertificates.IdpNext.Base64();

    [Theory]
    [InlineData(" ", " ")]
    [InlineData("\n\t", "\r\n")]
    [InlineData("&#10;", "&#9;")]
    public void Metadata_WhiteSpaceAroundUris_IsCollapsed(string before, string after)
    {
        var metadata = Read(
            Text()
                .Replace(
                    $"Location=\"{TestTenant.SignOnUrl}\"",
                    $"Location=\"{before}{TestTenant.SignOnUrl}{after}\"",
                    StringComparison.Ordinal
                )
                .Replace($"entityID=\"{TestTenant.Issuer}\"", $"entityID=\"{before}{TestTenant.Issuer}{after}\"", StringComparison.Ordinal)
        );
        Assert.Equal(TestTenant.Issuer, metadata.EntityId);
        Assert.All(metadata.SingleSignOnServices, e => Assert.Equal(TestTenant.SignOnUrl, e.Location));
        Assert.Equal(2, metadata.SingleSignOnServices.Count);
    }

    [Fact]
    public void Metadata_WhiteSpaceInsideLocation_IsNoEndpoint() =>
        Assert.Contains(
            "SingleSignOnService",
            Error(Text().Replace(TestTenant.SignOnUrl, "https://a .example/", StringComparison.Ordinal))
        );

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("us-ascii", false)]
    [InlineData("iso-8859-1", false)]
    public void Metadata_OtherEncoding_IsRead(string encoding, bool hasMark)
    {
        var text = Text($"<?xml version=\"1.0\" encoding=\"{encoding.ToUpperInvariant()}\"?>")
            .Replace(
                "</EntityDescriptor>",
                encoding == "us-ascii" ? "</EntityDescriptor>" : "<x>é</x></EntityDescriptor>",
                StringComparison.Ordinal
            );
        var codec = Encoding.GetEncoding(encoding);
        var bytes = codec.GetBytes(text);
        Assert.Equal(TestTenant.Issuer, Read(hasMark ? [.. codec.GetPreamble(), .. bytes] : bytes).EntityId);
    }

    [Theory]
    [InlineData("windows-1252")]
    [InlineData("UTF-7")]
    [InlineData("EBCDIC-CP-US")]
    public void Metadata_UnknownEncoding_IsRefused(string encoding) =>
        Assert.Contains("encoding", Error(Text($"<?xml version=\"1.0\" encoding=\"{encoding}\"?>")), StringComparison.Ordinal);

    [Fact]
    public void Metadata_BytesThatAreNotInTheDeclaredEncoding_IsRefused()
    {
        var text = Text("<?xml version=\"1.0\" encoding=\"US-ASCII\"?>").Replace("</EntityDescriptor>", "<x>é</x></EntityDescriptor>");
        Assert.Contains("encoding", Error(text), StringComparison.Ordinal);
        Assert.False(IdentityProviderMetadata.TryRead([0xFF, 0xFE, 0x3C], null, out _, out var error));
        Assert.Contains("encoding", error, StringComparison.Ordinal);
    }

    // The console takes pasted text, whose declaration still names the encoding of the file.
    [Fact]
    public void Metadata_Utf8ThatDeclaresUtf16_IsRead() =>
        Assert.Equal(TestTenant.Issuer, Read(Text("<?xml version=\"1.0\" encoding=\"UTF-16\"?>")).EntityId);

    [Fact]
    public void SignedMetadata_OtherEncoding_IsVerified()
    {
        var xml = new TestMetadata().ToXml().Replace("encoding=\"utf-8\"", "encoding=\"utf-16\"", StringComparison.Ordinal);
        Assert.Null(ErrorOfSigned([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(xml)]));
    }

    [Fact]
    public void Metadata_CommentsCdataAndInstructions_AreDropped()
    {
        var text = Text("<?xml version=\"1.0\"?><?pi before?>")
            .Replace("<IDPSSODescriptor", "<?pi inside ?><!-- c --><IDPSSODescriptor", StringComparison.Ordinal)
            .Replace(
                Idp,
                $"<![CDATA[\r\n{Idp[..100]}\r]]>{Idp[100..200]}<?pi?><!-- c --><![CDATA[{Idp[200..]}]]>",
                StringComparison.Ordinal
            );
        Assert.Equal(TestCertificates.Idp.Thumbprint, Assert.Single(Read(text + "<?pi after?>").SigningCertificates).Thumbprint);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\"?>")]
    [InlineData("<?XML?>")]
    [InlineData("<? pi?>")]
    [InlineData("<?pi")]
    [InlineData("<?pi+?>")]
    [InlineData("<![CDATA[")]
    [InlineData("<![CDATA [x]]>")]
    public void Metadata_BadInstructionOrCdata_IsRefused(string inside) =>
        Error(Text().Replace("<IDPSSODescriptor", inside + "<IDPSSODescriptor", StringComparison.Ordinal));

    // Canonicalization keeps a processing instruction, so one that is dropped could not be verified.
    [Fact]
    public void SignedMetadata_InstructionInside_IsRefusedByName()
    {
        Assert.Null(ErrorOfSigned(Encoding.UTF8.GetBytes(new TestMetadata().ToXml() + "<?pi after?>")));
        var inside = new TestMetadata
        {
            Change = t => t.Replace("<IDPSSODescriptor", "<?pi inside?><IDPSSODescriptor", StringComparison.Ordinal),
        };
        Assert.Contains("processing instruction", ErrorOfSigned(Encoding.UTF8.GetBytes(inside.ToXml())), StringComparison.Ordinal);
    }

    [Fact]
    public void SignedMetadata_Cdata_IsVerified()
    {
        var metadata = new TestMetadata { Change = t => t.Replace(Idp, $"<![CDATA[{Idp}]]>", StringComparison.Ordinal) };
        Assert.Null(ErrorOfSigned(Encoding.UTF8.GetBytes(metadata.ToXml())));
    }

    [Fact]
    public void Messages_CdataAndInstructions_StayRefused()
    {
        foreach (var from in (string[])["<?pi?><a/>", "<a><?pi?></a>", "<a><![CDATA[x]]></a>", "<a/><?pi?>"])
        {
            Assert.False(XmlTree.TryParse(Encoding.UTF8.GetBytes(from), new(), XmlOptions.None, out _, out var refusal));
            Assert.Equal(RefusalCodes.ForbiddenXml, refusal.Code);
        }
    }

    public static TheoryData<string> TwoCertificates =>
        new()
        {
            { Pem(TestCertificates.Idp) + Pem(TestCertificates.IdpNext) },
            { Pem(TestCertificates.Idp) + "\n" + Next },
            { Idp + Next },
            { Idp + "\n" + Next },
            { Convert.ToBase64String([.. TestCertificates.Idp.RawData, .. TestCertificates.IdpNext.RawData]) },
        };

    [Theory]
    [MemberData(nameof(TwoCertificates))]
    public void Certificates_RunTogetherInOneElement_AreAllRead(string text)
    {
        var metadata = Read(Text().Replace(Idp, text, StringComparison.Ordinal));
        Assert.Equal(
            [TestCertificates.Idp.Thumbprint, TestCertificates.IdpNext.Thumbprint],
            metadata.SigningCertificates.Select(c => c.Thumbprint)
        );
        Assert.Empty(metadata.Warnings);
    }

    [Fact]
    public void Certificate_LinesOfPem_AreDropped() =>
        Assert.Equal(
            TestCertificates.Idp.Thumbprint,
            Assert.Single(Read(Text().Replace(Idp, Pem(TestCertificates.Idp), StringComparison.Ordinal)).SigningCertificates).Thumbprint
        );

    [Theory]
    [InlineData("bad")]
    [InlineData("")]
    [InlineData("====")]
    [InlineData("MIIB")]
    [InlineData("<b/>")]
    public void Certificate_BadOneBesideAGoodOne_IsAWarning(string bad)
    {
        var key =
            $"<KeyDescriptor><KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data><X509Certificate>{bad}</X509Certificate>";
        var with = key + "</X509Data></KeyInfo></KeyDescriptor>";
        var metadata = Read(Insert(with));
        Assert.Equal(TestCertificates.Idp.Thumbprint, Assert.Single(metadata.SigningCertificates).Thumbprint);
        Assert.Equal(["The certificate of KeyDescriptor 1 cannot be read."], metadata.Warnings);
        Assert.Equal("The certificate of KeyDescriptor 1 cannot be read.", Error(Insert(with).Replace(Idp, bad, StringComparison.Ordinal)));
    }

    [Fact]
    public void Key_ValueAlone_IsSaidToBeUnsupported()
    {
        const string Value =
            "<KeyDescriptor use=\"signing\"><KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><KeyValue><RSAKeyValue><Modulus>AQAB</Modulus>"
            + "<Exponent>AQAB</Exponent></RSAKeyValue></KeyValue></KeyInfo></KeyDescriptor>";
        var sentence = "KeyDescriptor 1 has its key as a KeyValue alone, which is not supported. Ask for an X509Certificate.";
        Assert.Equal([sentence], Read(Insert(Value)).Warnings);
        Assert.Equal(sentence, Error(Insert(Value).Replace($"<X509Data><X509Certificate>{Idp}</X509Certificate></X509Data>", "")));
    }

    [Fact]
    public void IdpDescriptors_Several_AreReadAsOne()
    {
        var second =
            "<IDPSSODescriptor WantAuthnRequestsSigned=\" 1 \" validUntil=\"2030-01-01T00:00:00Z\" "
            + "protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"><KeyDescriptor>"
            + $"<KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data><X509Certificate>{Next}</X509Certificate></X509Data></KeyInfo>"
            + "</KeyDescriptor><SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" "
            + "Location=\"https://second.example.com/\"/></IDPSSODescriptor>";
        var metadata = Read(Text().Replace("</EntityDescriptor>", second + "</EntityDescriptor>", StringComparison.Ordinal));
        Assert.Equal(
            [TestCertificates.Idp.Thumbprint, TestCertificates.IdpNext.Thumbprint],
            metadata.SigningCertificates.Select(c => c.Thumbprint)
        );
        Assert.Equal("https://second.example.com/", metadata.SingleSignOnServices[^1].Location);
        Assert.Equal(3, metadata.SingleSignOnServices.Count);
        Assert.True(metadata.WantAuthnRequestsSigned);
        Assert.Equal(2030, metadata.ValidUntil!.Value.Year);
    }

    [Fact]
    public void Metadata_DeclaresThePrefixXml_IsReadAndVerified()
    {
        var metadata = new TestMetadata
        {
            Change = t =>
                t.Replace(
                    "<EntityDescriptor ",
                    "<EntityDescriptor xmlns:xml=\"http://www.w3.org/XML/1998/namespace\" ",
                    StringComparison.Ordinal
                ),
        };
        Assert.Equal(TestTenant.Issuer, Read(metadata.ToXml()).EntityId);
        Assert.Null(ErrorOfSigned(metadata.ToBytes()));
    }

    private static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem();

    private static string Insert(string keyDescriptor)
    {
        var text = Text();
        var at = text.IndexOf("<IDPSSODescriptor", StringComparison.Ordinal);
        at = text.IndexOf('>', at) + 1;
        return text[..at] + keyDescriptor + text[at..];
    }

    private static string Text(string declaration = "<?xml version=\"1.0\" encoding=\"utf-8\"?>") =>
        declaration
        + new TestMetadata { SignedBy = null }
            .ToXml()
            .Split("?>", 2)[1];

    private static IdentityProviderMetadata Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static IdentityProviderMetadata Read(byte[] bytes)
    {
        Assert.True(IdentityProviderMetadata.TryRead(bytes, null, out var metadata, out var error), error);
        return metadata;
    }

    private static string Error(string text)
    {
        Assert.False(IdentityProviderMetadata.TryRead(Encoding.UTF8.GetBytes(text), null, out var metadata, out var error));
        Assert.Null(metadata);
        return error;
    }

    private static string? ErrorOfSigned(byte[] bytes)
    {
        IdentityProviderMetadata.TryReadSigned(
            bytes,
            null,
            [VerificationKey.FromCertificate(TestCertificates.Idp)],
            TestClock.Create(),
            out _,
            out var error
        );
        return error;
    }
}
