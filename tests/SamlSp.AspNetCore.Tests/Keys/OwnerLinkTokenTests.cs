using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>The token of owner links: short, valid for days, and for one server.</summary>
public sealed class OwnerLinkTokenTests
{
    private const string Server = "https://sp.example.com";
    private static readonly SigningKey Own = SigningKey.FromCertificate(TestCertificates.Sp);
    private static readonly SigningKey Elliptic = SigningKey.FromCertificate(TestCertificates.IdpEcdsa);
    private static readonly SigningKey Other = SigningKey.FromCertificate(TestCertificates.Untrusted);

    [Theory]
    [InlineData(false, 60)]
    [InlineData(true, 125)]
    public void OwnerLinkToken_Created_IsShortAndVerifiedUnderAnyOwnKey(bool elliptic, int longest)
    {
        var text = Create(elliptic ? Elliptic : Own, TimeSpan.FromDays(3));
        Assert.InRange(text.Length, 20, longest);
        Assert.True(Verify(text, TimeSpan.FromDays(2.9), [Other, Own, Elliptic], out var token));
        Assert.Equal(("contoso", TestClock.Now.AddDays(3)), (token!.Subject, token.ExpiresAt));
        Assert.True(Verify(Create(Own, TimeSpan.FromDays(3)), TimeSpan.Zero, [Own], out var next));
        Assert.NotEqual(token.Id, next!.Id);
    }

    [Fact]
    public void OwnerLinkToken_OtherKeyServerOrTime_IsRefused()
    {
        var text = Create(Own, TimeSpan.FromHours(4));
        Assert.True(Verify(text, TimeSpan.FromHours(3.9), [Own], out _));
        Assert.False(Verify(text, TimeSpan.FromHours(3.9), [Other, Elliptic], out _));
        Assert.False(Verify(text, TimeSpan.FromHours(3.9), [], out _));
        Assert.False(OwnerLinkToken.TryVerify(text, [Own], "https://other.example.com", TestClock.Now, out _, out var expired));
        Assert.False(expired);
        Assert.False(OwnerLinkToken.TryVerify(text, [Own], Server, TestClock.Now.AddHours(4), out _, out expired));
        Assert.True(expired);
        Assert.False(OwnerLinkToken.TryVerify(text[..^2] + "AA", [Own], Server, TestClock.Now.AddHours(4), out _, out expired));
        Assert.False(expired);
        Assert.False(Verify(Create(Own, TimeSpan.FromDays(8)), TimeSpan.Zero, [Own], out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OwnerLinkToken_AnyChangedCharacter_IsRefused(bool elliptic)
    {
        var text = Create(elliptic ? Elliptic : Own, TimeSpan.FromHours(1));
        // The last one has bits that say nothing.
        for (var i = 0; i < text.Length - 1; i++)
        {
            var changed = text.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            Assert.False(Verify(new(changed), TimeSpan.Zero, [Own, Elliptic], out _), $"character {i}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("AQ")]
    [InlineData("AQAA AAAA")]
    [InlineData("not/base64url+")]
    public void OwnerLinkToken_Nonsense_IsRefused(string text)
    {
        Assert.False(Verify(text, TimeSpan.Zero, [Own, Elliptic], out _));
        Assert.False(Verify(text + new string('A', 10_000), TimeSpan.Zero, [Own, Elliptic], out _));
    }

    private static string Create(SigningKey key, TimeSpan lifetime) =>
        OwnerLinkToken.Create(key, "contoso", Server + "/", TestClock.Now + lifetime);

    private static bool Verify(string text, TimeSpan after, IReadOnlyList<SigningKey> keys, out OwnerLinkToken? token) =>
        OwnerLinkToken.TryVerify(text, keys, Server, TestClock.Now + after, out token, out _);
}
