using System.Security.Cryptography;

namespace SamlSp.AspNetCore.Tests.Tokens;

public sealed class TokenSecretTests
{
    [Fact]
    public void OnlyTheTokenOpensItsSession()
    {
        var token = TokenSecret.New();
        var sealedSession = TokenSecret.Seal(token, "0123456789abcdef");
        Assert.Equal("0123456789abcdef", TokenSecret.Open(token, sealedSession));
        Assert.ThrowsAny<CryptographicException>(() => TokenSecret.Open(TokenSecret.New(), sealedSession));
        Assert.ThrowsAny<CryptographicException>(() => TokenSecret.Open(TokenSecret.Hash(token), sealedSession));
    }

    [Fact]
    public void NoTwoTokensAreTheSame() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => TokenSecret.New()).Where(TokenSecret.HasForm).Distinct().Count());
}
