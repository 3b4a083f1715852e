using System.Buffers.Text;
using System.Text;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class OperatorTokenTests
{
    private const string Server = "https://sp.example.com";
    private static readonly SigningKey Own = SigningKey.FromCertificate(TestCertificates.Sp);
    private static readonly VerificationKey[] Pinned = [VerificationKey.FromCertificate(TestCertificates.Sp)];

    [Fact]
    public void OperatorToken_FreshToken_CarriesPurposeSubjectAndAudience()
    {
        Assert.True(OperatorToken.TryVerify(Create(), Pinned, "trace", Server + "/", TestClock.Now.AddMinutes(4), out var token));
        Assert.Equal(("trace", "ABCDE-23456", Server), (token.Purpose, token.Subject, token.Audience));
        Assert.Equal(32, token.Id.Length);
    }

    [Fact]
    public void OperatorToken_TwoTokens_HaveDifferentIds()
    {
        Assert.True(OperatorToken.TryVerify(Create(), Pinned, "trace", Server, TestClock.Now, out var one));
        Assert.True(OperatorToken.TryVerify(Create(), Pinned, "trace", Server, TestClock.Now, out var other));
        Assert.NotEqual(one.Id, other.Id);
    }

    [Theory]
    [InlineData("owner-link", Server, 0)]
    [InlineData("trace", "https://other.example.com", 0)]
    [InlineData("trace", Server, 300)]
    [InlineData("trace", Server, -120)]
    public void OperatorToken_OtherPurposeServerOrTime_IsRefused(string purpose, string audience, int seconds) =>
        Assert.False(OperatorToken.TryVerify(Create(), Pinned, purpose, audience, TestClock.Now.AddSeconds(seconds), out _));

    [Theory]
    [InlineData("trace", Server, 300, true)]
    [InlineData("trace", Server, 299, false)]
    [InlineData("owner-link", Server, 300, false)]
    [InlineData("trace", "https://other.example.com", 300, false)]
    public void OperatorToken_Expired_IsSaidOfGenuineTokensForThisServerOnly(string purpose, string audience, int seconds, bool expected)
    {
        OperatorToken.TryVerify(Create(), Pinned, purpose, audience, TestClock.Now.AddSeconds(seconds), out _, out var expired);
        Assert.Equal(expected, expired);
        OperatorToken.TryVerify(Create()[..^4] + "AAAA", Pinned, purpose, audience, TestClock.Now.AddSeconds(seconds), out _, out expired);
        Assert.False(expired);
    }

    [Fact]
    public void OperatorToken_UnknownKeyOrNoPinnedKey_IsRefused()
    {
        var untrusted = OperatorToken.Create(
            SigningKey.FromCertificate(TestCertificates.Untrusted),
            "trace",
            "ABCDE-23456",
            Server,
            TestClock.Now
        );
        Assert.False(OperatorToken.TryVerify(untrusted, Pinned, "trace", Server, TestClock.Now, out _));
        Assert.False(OperatorToken.TryVerify(Create(), [], "trace", Server, TestClock.Now, out _));
    }

    [Fact]
    public void OperatorToken_ChangedCharacterInPayload_IsRefused()
    {
        var text = Create();
        for (var i = 0; i < text.IndexOf('.', StringComparison.Ordinal); i += 7)
        {
            var changed = text.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            Assert.False(OperatorToken.TryVerify(new(changed), Pinned, "trace", Server, TestClock.Now, out _));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b.c")]
    [InlineData("%%%.%%%")]
    [InlineData("eyJhIjoxfQ.")]
    public void OperatorToken_TextThatIsNoToken_IsRefused(string text) =>
        Assert.False(OperatorToken.TryVerify(text, Pinned, "trace", Server, TestClock.Now, out _));

    [Fact]
    public void OperatorToken_SignedPayloadWithMissingFields_IsRefused()
    {
        var payload = Base64Url.EncodeToString("{\"purpose\":\"trace\"}"u8);
        var text = payload + "." + Base64Url.EncodeToString(Own.Sign(Encoding.ASCII.GetBytes("SamlSp.OperatorToken.v1\n" + payload)));
        Assert.False(OperatorToken.TryVerify(text, Pinned, "trace", Server, TestClock.Now, out _));
    }

    [Fact]
    public void OperatorToken_EcdsaKey_IsVerified()
    {
        var text = OperatorToken.Create(SigningKey.FromCertificate(TestCertificates.IdpEcdsa), "trace", "", Server, TestClock.Now);
        Assert.True(
            OperatorToken.TryVerify(
                text,
                [VerificationKey.FromCertificate(TestCertificates.IdpEcdsa)],
                "trace",
                Server,
                TestClock.Now,
                out _
            )
        );
    }

    private static string Create() => OperatorToken.Create(Own, "trace", "ABCDE-23456", Server, TestClock.Now);
}
