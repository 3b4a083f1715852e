using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

public class IdentityProviderMetadataTests
{
    private const string Idp = "<IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">";

    [Fact]
    public void IdpMetadata_FileFromEntra_IsRead()
    {
        var metadata = Read(new TestMetadata { Certificates = [TestCertificates.Idp, TestCertificates.IdpNext] }.ToBytes());
        Assert.Equal(TestTenant.Issuer, metadata.EntityId);
        Assert.Equal(
            [TestCertificates.Idp.Thumbprint, TestCertificates.IdpNext.Thumbprint],
            metadata.SigningCertificates.Select(c => c.Thumbprint)
        );
        Assert.Equal(
            [new(BindingUris.Redirect, TestTenant.SignOnUrl), new(BindingUris.Post, TestTenant.SignOnUrl)],
            metadata.SingleSignOnServices
        );
        Assert.Equal([new(BindingUris.Redirect, TestTenant.SignOnUrl)], metadata.SingleLogoutServices);
        Assert.False(metadata.WantAuthnRequestsSigned);
        Assert.Null(metadata.ValidUntil);
        Assert.Null(metadata.CacheDuration);
    }

    [Fact]
    public void IdpMetadata_Comments_AreDropped() =>
        Assert.Single(Read(Changed("<IDPSSO", "<!-- a comment --><IDPSSO")).SigningCertificates);

    [Fact]
    public void IdpMetadata_KeyPublishedTwice_IsListedOnce() =>
        Assert.Single(Read(new TestMetadata { Certificates = [TestCertificates.Idp, TestCertificates.Idp] }.ToBytes()).SigningCertificates);

    // C12
    [Fact]
    public void IdpMetadata_KeyWithoutUse_IsASigningKey() => Assert.Single(Read(Changed(" use=\"signing\"", "")).SigningCertificates);

    [Theory]
    [InlineData("encryption", "The identity provider has no signing key in the form of a certificate.")]
    [InlineData("both", "KeyDescriptor 1 has a use other than signing and encryption.")]
    public void IdpMetadata_KeyOfAnotherUse_IsNoSigningKey(string use, string error) =>
        Refused(error, Changed("use=\"signing\"", $"use=\"{use}\""));

    [Fact]
    public void IdpMetadata_UnreadableCertificate_IsNamedInTheError()
    {
        Refused("The certificate of KeyDescriptor 1 cannot be read.", Changed("<X509Certificate>", "<X509Certificate>AAAA"));
        Refused("The certificate of KeyDescriptor 1 cannot be read.", Changed("<X509Certificate>", "<X509Certificate>-"));
    }

    [Fact]
    public void IdpMetadata_KeyValueWithoutCertificate_IsRefused() =>
        Refused(
            "KeyDescriptor 1 has its key as a KeyValue alone, which is not supported. Ask for an X509Certificate.",
            new TestMetadata
            {
                Certificates = [],
                Change = xml =>
                    xml.Replace(
                        Idp,
                        Idp
                            + "<KeyDescriptor><KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><KeyValue><RSAKeyValue/></KeyValue></KeyInfo></KeyDescriptor>",
                        StringComparison.Ordinal
                    ),
            }.ToBytes()
        );

    [Fact]
    public void IdpMetadata_LineBreaksInCertificate_AreAccepted()
    {
        var base64 = TestCertificates.Idp.Base64();
        Assert.Single(
            Read(Changed(base64, "\r\n  " + string.Join("\n  ", base64.Chunk(64).Select(c => new string(c))) + "\n")).SigningCertificates
        );
    }

    [Theory]
    [InlineData("<EntityDescriptor ", "<EntityDescriptor validUntil=\"2026-12-01T00:00:00Z\" ", "2026-12-01T00:00:00Z", null)]
    [InlineData(
        "<EntityDescriptor ",
        "<EntityDescriptor validUntil=\"2026-12-01T02:00:00+02:00\" cacheDuration=\"PT6H\" ",
        "2026-12-01T00:00:00Z",
        "06:00:00"
    )]
    [InlineData("<IDPSSODescriptor ", "<IDPSSODescriptor cacheDuration=\"P1DT1H\" ", null, "1.01:00:00")]
    public void IdpMetadata_ValidUntilAndCacheDuration_AreRead(string from, string to, string? validUntil, string? cacheDuration)
    {
        var metadata = Read(Changed(from, to));
        Assert.Equal(validUntil is null ? null : DateTimeOffset.Parse(validUntil, null), metadata.ValidUntil);
        Assert.Equal(cacheDuration is null ? null : TimeSpan.Parse(cacheDuration, null), metadata.CacheDuration);
    }

    [Fact]
    public void IdpMetadata_SeveralValidUntil_EarliestIsUsed() =>
        Assert.Equal(
            new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero),
            Read(
                new TestMetadata
                {
                    SignedBy = null,
                    Change = xml =>
                        xml.Replace(
                                "<EntityDescriptor ",
                                "<EntityDescriptor validUntil=\"2027-01-01T00:00:00Z\" ",
                                StringComparison.Ordinal
                            )
                            .Replace(
                                "<IDPSSODescriptor ",
                                "<IDPSSODescriptor validUntil=\"2026-12-01T00:00:00Z\" ",
                                StringComparison.Ordinal
                            ),
                }.ToBytes()
            ).ValidUntil
        );

    [Theory]
    [InlineData("validUntil=\"soon\"", "A validUntil is not an instant.")]
    [InlineData("cacheDuration=\"soon\"", "A cacheDuration is not a duration.")]
    [InlineData("cacheDuration=\"-PT1H\"", "A cacheDuration is not a duration.")]
    public void IdpMetadata_UnreadableValidity_IsRefused(string attribute, string error) =>
        Refused(error, Changed("<EntityDescriptor ", $"<EntityDescriptor {attribute} "));

    // J08
    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("ftp://idp.example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/sso")]
    [InlineData("")]
    [InlineData("https://user:secret@idp.example.com/")]
    [InlineData("https://idp.example.com/ x")]
    [InlineData("https:///sso")]
    [InlineData("https://idp.example.com/sso#")]
    [InlineData("https://idp.example.com/sso#fragment")]
    [InlineData("http://idp.example.com/sso")]
    [InlineData("http://localhost.example.com/sso")]
    [InlineData("http://10.0.0.1/sso")]
    public void IdpMetadata_EndpointWithoutHttps_IsDropped(string location)
    {
        var post = $"HTTP-POST\" Location=\"{TestTenant.SignOnUrl}\"";
        Assert.Equal(
            [BindingUris.Redirect],
            Read(Changed(post, $"HTTP-POST\" Location=\"{location}\"")).SingleSignOnServices.Select(e => e.Binding)
        );
        Refused("The identity provider has no SingleSignOnService with an https URL.", Changed(TestTenant.SignOnUrl, location));
    }

    [Theory]
    [InlineData("http://localhost:8080/sso")]
    [InlineData("http://127.0.0.1:8080/sso")]
    [InlineData("http://[::1]:8080/sso")]
    [InlineData("https://idp.example.com/sso?a=b")]
    public void IdpMetadata_HttpsOrHttpOnLoopback_IsAccepted(string location) =>
        Assert.Equal(location, Read(Changed(TestTenant.SignOnUrl, location)).SingleSignOnServices[0].Location);

    [Fact]
    public void IdpMetadata_KeyNeitherRsaNorEcdsa_IsSkipped()
    {
        var ed25519 = Ed25519();
        Assert.Equal(
            [TestCertificates.Idp.Thumbprint, TestCertificates.IdpEcdsa.Thumbprint],
            Read(new TestMetadata { Certificates = [ed25519, TestCertificates.Idp, TestCertificates.IdpEcdsa] }.ToBytes())
                .SigningCertificates.Select(c => c.Thumbprint)
        );
        Refused("The key of KeyDescriptor 1 is neither RSA nor ECDSA.", new TestMetadata { Certificates = [ed25519] }.ToBytes());
    }

    // J04
    [Theory]
    [InlineData(32, null)]
    [InlineData(33, "The identity provider has more than 32 signing keys.")]
    public void IdpMetadata_MoreThan32SigningKeys_IsRefused(int keys, string? error)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256);
        var certificates = Enumerable
            .Range(0, keys)
            .Select(i => request.CreateSelfSigned(TestClock.Now.AddDays(-i - 1), TestClock.Now.AddDays(1)).Base64())
            .ToList();
        byte[][] documents =
        [
            Published(certificates, "</KeyInfo></KeyDescriptor><KeyDescriptor><KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\">"),
            Published(certificates, ""),
        ];
        foreach (var bytes in documents)
        {
            if (error is null)
            {
                Assert.Equal(keys, Read(bytes).SigningCertificates.Count);
            }
            else
            {
                Refused(error, bytes);
            }
        }
    }

    // J04: loading certificates is work, too.
    [Theory]
    [InlineData(128, null)]
    [InlineData(129, "The identity provider publishes more than 128 certificates.")]
    public void IdpMetadata_MoreThan128Certificates_IsRefused(int certificates, string? error)
    {
        var bytes = Published(Enumerable.Repeat(TestCertificates.Idp.Base64(), certificates), "");
        if (error is null)
        {
            Assert.Single(Read(bytes).SigningCertificates);
        }
        else
        {
            Refused(error, bytes);
        }
    }

    [Fact]
    public void IdpMetadata_LogoutServiceWithResponseLocation_KeepsIt() =>
        Assert.Equal(
            "https://idp.example.com/response",
            Read(Changed("<SingleLogoutService ", "<SingleLogoutService ResponseLocation=\"https://idp.example.com/response\" "))
                .SingleLogoutServices[0]
                .ResponseLocation
        );

    [Fact]
    public void IdpMetadata_WantAuthnRequestsSigned_IsRead() =>
        Assert.True(Read(Changed("<IDPSSODescriptor ", "<IDPSSODescriptor WantAuthnRequestsSigned=\"1\" ")).WantAuthnRequestsSigned);

    // J05
    [Fact]
    public void IdpMetadata_SeveralEntities_NamedOneIsTaken()
    {
        var several = Several(
            new TestMetadata(),
            new TestMetadata { EntityId = "https://other.example.com/", Certificates = [TestCertificates.IdpNext] }
        );
        Assert.Equal(TestCertificates.IdpNext.Thumbprint, Read(several, "https://other.example.com/").SigningCertificates[0].Thumbprint);
        Assert.Equal(TestCertificates.Idp.Thumbprint, Read(several, TestTenant.Issuer).SigningCertificates[0].Thumbprint);
        Refused("The document holds 2 identity providers: say which one by its entity ID.", several);
        Refused(
            "The document holds no SAML 2.0 identity provider with the entity ID https://third.example.com/.",
            several,
            "https://third.example.com/"
        );
    }

    [Fact]
    public void IdpMetadata_SameEntityTwice_IsRefused() =>
        Refused(
            $"The document holds 2 identity providers with the entity ID {TestTenant.Issuer}.",
            Several(new TestMetadata(), new TestMetadata { Certificates = [TestCertificates.Untrusted] }),
            TestTenant.Issuer
        );

    [Fact]
    public void IdpMetadata_EntityIdWithoutTrailingSlash_IsNotFound() =>
        Refused(
            "The document holds no SAML 2.0 identity provider with the entity ID https://sts.windows.net.",
            new TestMetadata().ToBytes(),
            "https://sts.windows.net"
        );

    [Theory]
    [InlineData("urn:oasis:names:tc:SAML:2.0:protocol\">", "urn:oasis:names:tc:SAML:1.1:protocol\">")]
    [InlineData("IDPSSODescriptor", "SPSSODescriptor")]
    public void IdpMetadata_OtherProtocolOrRole_IsRefused(string from, string to) =>
        Refused(
            "The document holds no SAML 2.0 identity provider.",
            new TestMetadata { SignedBy = null, Change = xml => xml.Replace(from, to, StringComparison.Ordinal) }.ToBytes()
        );

    [Fact]
    public void IdpMetadata_SeveralProtocols_IsAccepted() =>
        Assert.NotNull(
            Read(
                Changed(
                    "\"urn:oasis:names:tc:SAML:2.0:protocol\"",
                    "\"urn:oasis:names:tc:SAML:1.1:protocol urn:oasis:names:tc:SAML:2.0:protocol\""
                )
            )
        );

    // J09
    [Fact]
    public void IdpMetadata_DocumentTypeDeclaration_IsRefused() =>
        Refused(
            "The metadata cannot be read. The document has a document type declaration.",
            Encoding.UTF8.GetBytes(
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                    + new TestMetadata { SignedBy = null }
                        .ToXml()
                        .Split("?>", 2)[1]
            )
        );

    [Theory]
    [InlineData("", "The metadata cannot be read. The document is empty.")]
    [InlineData("<html/>", "The document is not SAML metadata: its root is neither EntityDescriptor nor EntitiesDescriptor.")]
    [InlineData("{}", null)]
    public void IdpMetadata_DocumentThatIsNoMetadata_IsRefused(string text, string? error)
    {
        Assert.False(IdentityProviderMetadata.TryRead(Encoding.UTF8.GetBytes(text), null, out var metadata, out var actual));
        Assert.Null(metadata);
        Assert.True(error is null || error == actual, actual);
    }

    // J04
    [Fact]
    public void IdpMetadata_OverFourMebibytes_IsRefused()
    {
        var bytes = new TestMetadata().ToBytes();
        Assert.NotNull(Read([.. bytes, .. Enumerable.Repeat((byte)' ', 4 * 1024 * 1024 - bytes.Length)]));
        Refused(
            "The metadata cannot be read. The document is larger than the limit.",
            [.. bytes, .. Enumerable.Repeat((byte)' ', 4 * 1024 * 1024 - bytes.Length + 1)]
        );
    }

    // J04
    [Theory]
    [InlineData(250, true)]
    [InlineData(257, false)]
    public void IdpMetadata_MoreThan256Namespaces_IsRefused(int namespaces, bool read)
    {
        var bytes = Changed(
            "<SingleLogoutService ",
            string.Concat(Enumerable.Range(0, namespaces).Select(i => $"<x xmlns=\"urn:x:{i}\"/>")) + "<SingleLogoutService "
        );
        if (read)
        {
            Assert.NotNull(Read(bytes));
        }
        else
        {
            Refused("The metadata cannot be read. The document has more namespace declarations or prefixes than the limit.", bytes);
        }
    }

    /// <summary>Certificates in an X509Data each, with something between these.</summary>
    private static byte[] Published(IEnumerable<string> certificates, string between)
    {
        var all = string.Join(between, certificates.Select(c => $"<X509Data><X509Certificate>{c}</X509Certificate></X509Data>"));
        return new TestMetadata
        {
            SignedBy = null,
            Certificates = [],
            Change = xml =>
                xml.Replace(
                    Idp,
                    $"{Idp}<KeyDescriptor><KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\">{all}</KeyInfo></KeyDescriptor>",
                    StringComparison.Ordinal
                ),
        }.ToBytes();
    }

    /// <summary>A certificate over a key that the framework cannot use.</summary>
    private static X509Certificate2 Ed25519()
    {
        byte[] subjectPublicKeyInfo =
        [
            0x30,
            0x2A,
            0x30,
            0x05,
            0x06,
            0x03,
            0x2B,
            0x65,
            0x70,
            0x03,
            0x21,
            0x00,
            .. Enumerable.Repeat((byte)7, 32),
        ];
        var request = new CertificateRequest(
            new("CN=Ed25519"),
            PublicKey.CreateFromSubjectPublicKeyInfo(subjectPublicKeyInfo, out _),
            HashAlgorithmName.SHA256
        );
        using var issuer = RSA.Create(2048);
        return request.Create(
            new("CN=x"),
            X509SignatureGenerator.CreateForRSA(issuer, RSASignaturePadding.Pkcs1),
            TestClock.Now.AddDays(-1),
            TestClock.Now.AddDays(1),
            [1]
        );
    }

    private static byte[] Changed(string from, string to)
    {
        var metadata = new TestMetadata { SignedBy = null };
        Assert.Contains(from, metadata.ToXml(), StringComparison.Ordinal);
        return (metadata with { Change = xml => xml.Replace(from, to, StringComparison.Ordinal) }).ToBytes();
    }

    private static byte[] Several(params TestMetadata[] all) =>
        Encoding.UTF8.GetBytes(
            "<EntitiesDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\">"
                + string.Concat(all.Select(m => (m with { SignedBy = null }).ToXml().Split("?>", 2)[1]))
                + "</EntitiesDescriptor>"
        );

    private static IdentityProviderMetadata Read(byte[] bytes, string? entityId = null)
    {
        Assert.True(IdentityProviderMetadata.TryRead(bytes, entityId, out var metadata, out var error), error);
        return metadata;
    }

    private static void Refused(string expected, byte[] bytes, string? entityId = null)
    {
        Assert.False(IdentityProviderMetadata.TryRead(bytes, entityId, out var metadata, out var error));
        Assert.Null(metadata);
        Assert.Equal(expected, error);
    }
}
