using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace SamlSp.AspNetCore.Tests.OpenIdConnect;

/// <summary>Which keys of a JWKS count, and which of them may have signed a token.</summary>
public sealed class OpenIdKeysTests
{
    [Theory]
    [InlineData("""{"kty":"RSA","kid":"bad","n":"!!!","e":"AQAB"}""")]
    [InlineData("""{"kty":"RSA","kid":"bad","n":"AQAB","e":"AQAB"}""")]
    [InlineData("""{"kty":"RSA","kid":"bad","e":"AQAB"}""")]
    [InlineData("""{"kty":"EC","kid":"bad","crv":"P-256","x":"AAAA","y":"AAAA"}""")]
    [InlineData("""{"kty":"EC","kid":"bad","crv":"secp256k1","x":"AAAA","y":"AAAA"}""")]
    [InlineData("""{"kty":"EC","kid":"bad"}""")]
    public void Jwks_UndecodableKey_IsPassedOver(string bad)
    {
        Assert.Equal(["good"], OpenIdKeys.Read(Jwks(bad, Rsa("good"))).Select(k => k.KeyId));
        var exception = Assert.Throws<FormatException>(() => OpenIdKeys.Read(Jwks(bad)));
        Assert.Contains("decoded", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PII", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kty":"oct","kid":"x","k":"AAAA"}""")]
    [InlineData("""{"kty":"RSA","use":"enc","kid":"x","n":"AQAB","e":"AQAB"}""")]
    public void Jwks_NoKeyForSignatures_IsRefused(string other)
    {
        Assert.Equal(["good"], OpenIdKeys.Read(Jwks(other, Curve("good"))).Select(k => k.KeyId));
        Assert.Throws<FormatException>(() => OpenIdKeys.Read(Jwks(other)));
    }

    [Theory]
    [InlineData("RS256", "RSA")]
    [InlineData("PS512", "RSA")]
    [InlineData("ES256", "EC")]
    public void Token_TwoKeysOfOneIdAndDifferentKinds_IsVerifiedByThatOfItsAlgorithm(string algorithm, string kind)
    {
        var keys = OpenIdKeys.Read(Jwks(Rsa("same"), Curve("same"), Rsa("other")));
        Assert.Equal(kind, Assert.IsType<JsonWebKey>(Assert.Single(OpenIdKeys.Find(keys, "same", algorithm))).Kty);
        Assert.Equal(kind == "RSA" ? 2 : 1, OpenIdKeys.Find(keys, null, algorithm).Count());
        Assert.Empty(OpenIdKeys.Find(keys, "same", "HS256"));
        Assert.Empty(OpenIdKeys.Find(keys, "unknown", algorithm));
    }

    private static string Jwks(params string[] keys) => $$"""{"keys":[{{string.Join(',', keys)}}]}""";

    private static string Rsa(string id)
    {
        using var rsa = RSA.Create(2048);
        var key = rsa.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","kid":"{{id}}","n":"{{Base64UrlEncoder.Encode(key.Modulus)}}","e":"{{Base64UrlEncoder.Encode(key.Exponent)}}"}""";
    }

    private static string Curve(string id)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = ecdsa.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"EC","kid":"{{id}}","crv":"P-256","x":"{{Base64UrlEncoder.Encode(key.Q.X)}}","y":"{{Base64UrlEncoder.Encode(key.Q.Y)}}"}""";
    }
}
