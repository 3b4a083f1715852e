using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

public class RedirectBindingTests
{
    private static readonly byte[] Message = Encoding.UTF8.GetBytes(
        "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"a\"/>"
    );

    [Fact]
    public void RedirectUrl_WithoutSigningKey_CarriesMessageAndRelayState()
    {
        var url = RedirectBinding.CreateUrl(TestTenant.SignOnUrl, MessageParameter.SAMLRequest, Message, "a b/ü", null);
        Assert.StartsWith(TestTenant.SignOnUrl + "?SAMLRequest=", url, StringComparison.Ordinal);
        var parameters = Parameters(url);
        Assert.Equal(["SAMLRequest", "RelayState"], parameters.Keys);
        Assert.Equal("a b/ü", Uri.UnescapeDataString(parameters["RelayState"]));
        using var inflater = new DeflateStream(
            new MemoryStream(Convert.FromBase64String(Uri.UnescapeDataString(parameters["SAMLRequest"]))),
            CompressionMode.Decompress
        );
        using var inflated = new MemoryStream();
        inflater.CopyTo(inflated);
        Assert.Equal(Message, inflated.ToArray());
    }

    [Theory]
    [InlineData(false, XmlAlgorithms.RsaSha256)]
    [InlineData(true, XmlAlgorithms.EcdsaSha256)]
    public void RedirectUrl_WithSigningKey_SignsTheQuery(bool ecdsa, string algorithm)
    {
        var certificate = ecdsa ? TestCertificates.SpEcdsa : TestCertificates.Sp;
        var url = RedirectBinding.CreateUrl(
            TestTenant.SignOnUrl,
            MessageParameter.SAMLRequest,
            Message,
            "state",
            SigningKey.FromCertificate(certificate)
        );
        var parameters = Parameters(url);
        Assert.Equal(["SAMLRequest", "RelayState", "SigAlg", "Signature"], parameters.Keys);
        Assert.Equal(algorithm, Uri.UnescapeDataString(parameters["SigAlg"]));
        var signature = Convert.FromBase64String(Uri.UnescapeDataString(parameters["Signature"]));
        var input = Encoding.ASCII.GetBytes(
            url[(url.IndexOf('?', StringComparison.Ordinal) + 1)..url.IndexOf("&Signature=", StringComparison.Ordinal)]
        );
        Assert.True(Holds(certificate, input, signature));
        input[20] ^= 1;
        Assert.False(Holds(certificate, input, signature));
    }

    [Theory]
    [InlineData("https://idp.example.com/sso", "https://idp.example.com/sso?SAMLRequest=")]
    [InlineData("https://idp.example.com/sso?tenant=1", "https://idp.example.com/sso?tenant=1&SAMLRequest=")]
    [InlineData("https://idp.example.com/sso?", "https://idp.example.com/sso?SAMLRequest=")]
    public void RedirectUrl_DestinationWithQuery_KeepsTheQuery(string destination, string start) =>
        Assert.StartsWith(
            start,
            RedirectBinding.CreateUrl(destination, MessageParameter.SAMLRequest, Message, null, null),
            StringComparison.Ordinal
        );

    [Fact]
    public void RedirectUrl_OwnRelayStateOver80Bytes_Throws()
    {
        Assert.Contains("&RelayState=", Create(new string('ü', 40)), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Create(new string('ü', 40) + "x"));

        string Create(string relayState) =>
            RedirectBinding.CreateUrl(TestTenant.SignOnUrl, MessageParameter.SAMLRequest, Message, relayState, null);
    }

    [Fact]
    public void RedirectUrl_LongRelayStateInResponse_IsSentBack() =>
        Assert.Contains(
            "&RelayState=" + new string('x', 200),
            RedirectBinding.CreateUrl(TestTenant.SignOnUrl, MessageParameter.SAMLResponse, Message, new string('x', 200), null),
            StringComparison.Ordinal
        );

    [Fact]
    public void RedirectUrl_FragmentInDestination_Throws() =>
        Assert.Throws<ArgumentException>(() =>
            RedirectBinding.CreateUrl("https://idp.example.com/#x", MessageParameter.SAMLRequest, Message, null, null)
        );

    private static Dictionary<string, string> Parameters(string url) =>
        url[(url.IndexOf('?', StringComparison.Ordinal) + 1)..]
            .Split('&')
            .Select(p => p.Split('=', 2))
            .ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);

    private static bool Holds(X509Certificate2 certificate, byte[] input, byte[] signature)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = certificate.GetECDsaPublicKey();
        return rsa?.VerifyData(input, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            ?? ecdsa!.VerifyData(input, signature, HashAlgorithmName.SHA256);
    }
}
