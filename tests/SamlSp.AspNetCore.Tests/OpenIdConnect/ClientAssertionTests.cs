using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests.OpenIdConnect;

/// <summary>What we sign to prove who we are, read as a receiver reads it: without the library that wrote it.</summary>
public sealed class ClientAssertionTests
{
    private const string ClientId = "8f0c2f4e-7b1d-4a55-9c3e-1d2a6b7c8e90";
    private const string TokenUrl = "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/oauth2/v2.0/token";

    [Fact]
    public void Assertion_ForEntra_IsWhatEntraDocuments()
    {
        var certificate = TestCertificates.Sp;
        var (header, claims) = Verify(Create(certificate, ClientAssertionFormat.Entra(TokenUrl)), certificate);

        // Certificate credentials of Entra: alg PS256, typ JWT, x5t#S256; no XML signature URI, and no kid that Entra does not know.
        Assert.Equal(["alg", "typ", "x5t#S256"], header.EnumerateObject().Select(m => m.Name).Order(StringComparer.Ordinal));
        Assert.Equal("PS256", header.GetProperty("alg").GetString());
        Assert.Equal("JWT", header.GetProperty("typ").GetString());
        Assert.Equal(WebEncoders.Base64UrlEncode(SHA256.HashData(certificate.RawData)), header.GetProperty("x5t#S256").GetString());
        Assert.Equal(TokenUrl, claims.GetProperty("aud").GetString());
        Assert.Equal(ClientId, claims.GetProperty("iss").GetString());
        Assert.Equal(ClientId, claims.GetProperty("sub").GetString());
        var now = TestClock.Now.ToUnixTimeSeconds();
        Assert.Equal(now, claims.GetProperty("iat").GetInt64());
        Assert.Equal(now, claims.GetProperty("nbf").GetInt64());
        Assert.Equal(now + 300, claims.GetProperty("exp").GetInt64());
        Assert.Equal(32, claims.GetProperty("jti").GetString()!.Length);
    }

    [Fact]
    public void Assertion_EachTime_HasAnIdOfItsOwn()
    {
        var format = ClientAssertionFormat.Entra(TokenUrl);
        var ids = Enumerable
            .Range(0, 3)
            .Select(_ => Verify(Create(TestCertificates.Sp, format), TestCertificates.Sp).Claims.GetProperty("jti").GetString());
        Assert.Equal(3, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("", "PS256")]
    [InlineData("RS256 PS256 ES256", "PS256")]
    [InlineData("RS256 ES256", "RS256")]
    [InlineData("ES256 EdDSA", null)]
    public void Assertion_AlgorithmsOfTheReceiver_AreKeptTo(string listed, string? expected)
    {
        var format = new ClientAssertionFormat("https://op.example", listed.Split(' ', StringSplitOptions.RemoveEmptyEntries), true);
        var assertion = Create(TestCertificates.Sp, format);
        Assert.Equal(expected, assertion is null ? null : Verify(assertion, TestCertificates.Sp).Header.GetProperty("alg").GetString());
    }

    [Fact]
    public void Assertion_EllipticKey_IsSignedByTheAlgorithmOfItsCurve()
    {
        foreach (var (certificate, algorithm) in new[] { (TestCertificates.SpEcdsa, "ES256"), (TestCertificates.IdpEcdsa384, "ES384") })
        {
            var (header, _) = Verify(Create(certificate, new("https://op.example", [], NamesKey: true)), certificate);
            Assert.Equal(algorithm, header.GetProperty("alg").GetString());
        }
    }

    [Fact]
    public void Assertion_ReceiverThatReadsOurKeys_NamesThePublishedOne()
    {
        var (header, _) = Verify(Create(TestCertificates.Sp, new("https://op.example", [], NamesKey: true)), TestCertificates.Sp);
        Assert.Equal(JsonWebSigning.PublicKeyOf(TestCertificates.Sp).KeyId, header.GetProperty("kid").GetString());
    }

    [Fact]
    public void Assertion_KeyThatSignsElsewhere_IsAsked()
    {
        var certificate = X509CertificateLoader.LoadCertificate(TestCertificates.Sp.RawData);
        var key = SigningKey.FromRsa(certificate, TestCertificates.Sp.GetRSAPrivateKey()!);
        var assertion = ClientAssertion.TryCreate(key, ClientId, ClientAssertionFormat.Entra(TokenUrl), TestClock.Now);
        Assert.Equal("PS256", Verify(assertion, certificate).Header.GetProperty("alg").GetString());
    }

    [Fact]
    public async Task Authenticator_EachMethod_AddsItsOwnProofAndNoOther()
    {
        Assert.Equal(["client_id", "client_secret"], (await AddAsync(ClientAuthenticationMethod.ClientSecret)).Form.Keys.Order());
        var (signed, error) = await AddAsync(
            ClientAuthenticationMethod.PrivateKeyJwt,
            key: SigningKey.FromCertificate(TestCertificates.Sp)
        );
        Assert.Null(error);
        Assert.Equal(["client_assertion", "client_assertion_type", "client_id"], signed.Keys.Order());
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", signed["client_assertion_type"]);

        var (unsigned, reason) = await AddAsync(ClientAuthenticationMethod.PrivateKeyJwt);
        Assert.Contains("no key", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("client_assertion", unsigned.Keys);
    }

    [Fact]
    public async Task FederatedToken_FileThatThePlatformReplaces_IsReadForEachUse()
    {
        using var file = new TokenFile("aaaa.bbbb.cccc\n");
        Assert.Equal("aaaa.bbbb.cccc", (await AddAsync(ClientAuthenticationMethod.FederatedToken, file.Path)).Form["client_assertion"]);
        File.WriteAllText(file.Path, "aaaa.bbbb.dddd");
        Assert.Equal("aaaa.bbbb.dddd", (await AddAsync(ClientAuthenticationMethod.FederatedToken, file.Path)).Form["client_assertion"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a password\nof somebody")]
    [InlineData("aaaa.bbbb")]
    [InlineData("aaaa.bbbb.cccc.dddd.eeee")]
    [InlineData("aaaa..cccc")]
    public async Task FederatedToken_FileWithoutAToken_IsNotSentAndNotQuoted(string content)
    {
        using var file = new TokenFile(content);
        var (form, error) = await AddAsync(ClientAuthenticationMethod.FederatedToken, file.Path);
        Assert.Equal("The federated token file holds no JSON Web Token.", error);
        Assert.DoesNotContain("client_assertion", form.Keys);
    }

    [Fact]
    public async Task FederatedToken_FileMissingOrTooLarge_IsSaid()
    {
        var (_, missing) = await AddAsync(ClientAuthenticationMethod.FederatedToken, Path.Combine(Path.GetTempPath(), "none", "at-all"));
        Assert.Equal("The federated token file cannot be read.", missing);
        using var file = new TokenFile("a.b." + new string('c', 16 * 1024 - 3));
        Assert.Equal(
            "The federated token file is larger than 16 KiB.",
            (await AddAsync(ClientAuthenticationMethod.FederatedToken, file.Path)).Error
        );
    }

    private static async Task<(Dictionary<string, string> Form, string? Error)> AddAsync(
        ClientAuthenticationMethod method,
        string? file = null,
        SigningKey? key = null
    )
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal);
        var error = await new ClientAuthenticator(TestClock.Create()).AddAsync(
            form,
            new()
            {
                ClientId = ClientId,
                Method = method,
                Secret = "secret",
                TokenFile = file,
            },
            key,
            ClientAssertionFormat.Entra(TokenUrl),
            default
        );
        Assert.Equal(ClientId, form["client_id"]);
        return (form, error);
    }

    private static string? Create(X509Certificate2 certificate, ClientAssertionFormat format) =>
        ClientAssertion.TryCreate(SigningKey.FromCertificate(certificate), ClientId, format, TestClock.Now);

    /// <summary>Verifies with the framework's own keys, and gives header and claims.</summary>
    private static (JsonElement Header, JsonElement Claims) Verify(string? assertion, X509Certificate2 certificate)
    {
        var parts = Assert.IsType<string>(assertion).Split('.');
        Assert.Equal(3, parts.Length);
        var (signed, signature) = (Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), WebEncoders.Base64UrlDecode(parts[2]));
        var header = JsonDocument.Parse(WebEncoders.Base64UrlDecode(parts[0])).RootElement;
        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = certificate.GetECDsaPublicKey();
        var isGenuine = header.GetProperty("alg").GetString() switch
        {
            "PS256" => rsa!.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "RS256" => rsa!.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "ES256" => ecdsa!.VerifyData(signed, signature, HashAlgorithmName.SHA256),
            "ES384" => ecdsa!.VerifyData(signed, signature, HashAlgorithmName.SHA384),
            _ => false,
        };
        Assert.True(isGenuine);
        return (header, JsonDocument.Parse(WebEncoders.Base64UrlDecode(parts[1])).RootElement);
    }

    private sealed class TokenFile : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("samlsp-token-");

        public TokenFile(string content) => File.WriteAllText(Path, content);

        public string Path => System.IO.Path.Combine(_folder.FullName, "azure-identity-token");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
