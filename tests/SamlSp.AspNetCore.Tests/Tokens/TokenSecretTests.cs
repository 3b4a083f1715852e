using System.Security.Cryptography;

namespace SamlSp.AspNetCore.Tests.Tokens;

public sealed class TokenSecretTests
{
    [Fact]
    public void TokenSecret_SealedSession_OpensOnlyWithItsToken()
    {
        var token = TokenSecret.New();
        var sealedSession = TokenSecret.Seal(token, "0123456789abcdef");
        Assert.Equal("0123456789abcdef", TokenSecret.Open(token, sealedSession));
        Assert.ThrowsAny<CryptographicException>(() => TokenSecret.Open(TokenSecret.New(), sealedSession));
        Assert.ThrowsAny<CryptographicException>(() => TokenSecret.Open(TokenSecret.Hash(token), sealedSession));
    }

    [Fact]
    public void TokenSecret_Created_IsUnique() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => TokenSecret.New()).Where(TokenSecret.HasForm).Distinct().Count());
}
