using System.Text;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// Any input is refused or read, and never throws. Seeded: a failure can be repeated.
public class WireRobustnessTests
{
    private const int Rounds = 2_000;
    private static readonly string Query = new RedirectQuery { Xml = TestLogout.Request, RelayState = "a/b" }.ToString();

    [Fact]
    public void RedirectLogout_ChangedQuery_NeverThrowsOrAcceptsTheChange() =>
        Each(
            1,
            Query,
            changed =>
            {
                var result = new LogoutVerifier(new(), TestClock.Create()).VerifyRedirect(changed, TestLogout.Expectations());
                Assert.True(
                    result.Refusal is not null || (result.Request!.NameId.Value == "alice@example.com" && result.RelayState == "a/b")
                );
            }
        );

    [Fact]
    public void PostLogout_ChangedForm_NeverThrowsOrAcceptsTheChange() =>
        Each(
            2,
            SignedForm.Sign(TestLogout.Request),
            changed =>
            {
                var result = new LogoutVerifier(new(), TestClock.Create()).VerifyPost(
                    MessageParameter.SAMLRequest,
                    SignedForm.Encode(changed),
                    null,
                    TestLogout.Expectations()
                );
                Assert.True(
                    result.Refusal is not null
                        || (result.Request!.NameId.Value == "alice@example.com" && result.Request.SessionIndexes is ["_session1"])
                );
            }
        );

    [Fact]
    public void Decoder_ChangedText_NeverThrows()
    {
        Each(
            3,
            "https://sp.example.com/?" + Query,
            changed => Assert.NotEqual(MessageDecoder.TryDecode(changed, new(), out _, out var refusal), refusal is not null)
        );
        Each(
            4,
            SignedForm.Encode(TestLogout.Request),
            changed => Assert.NotEqual(MessageDecoder.TryDecode(changed, new(), out _, out var refusal), refusal is not null)
        );
    }

    [Fact]
    public void Metadata_ChangedDocument_NeverThrowsOrAcceptsTheChange()
    {
        var keys = new[] { VerificationKey.FromCertificate(TestCertificates.Idp) };
        Each(
            5,
            new TestMetadata().ToXml(),
            changed =>
            {
                var bytes = Encoding.UTF8.GetBytes(changed);
                Assert.NotEqual(IdentityProviderMetadata.TryRead(bytes, null, out _, out var error), error is not null);
                if (IdentityProviderMetadata.TryReadSigned(bytes, null, keys, TestClock.Create(), out var metadata, out _))
                {
                    Assert.Equal(TestTenant.Issuer, metadata.EntityId);
                    Assert.Equal(TestCertificates.Idp.Thumbprint, Assert.Single(metadata.SigningCertificates).Thumbprint);
                }
            }
        );
    }

    private static void Each(int seed, string original, Action<string> check)
    {
        var random = new Random(seed);
        for (var i = 0; i < Rounds; i++)
        {
            check(Mutate(original, random));
        }
    }

    private static string Mutate(string text, Random random)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var (from, length) = (random.Next(text.Length), random.Next(1, 30));
            var to = Math.Min(text.Length, from + length);
            text = random.Next(6) switch
            {
                0 => text[..from] + (char)random.Next(0x20, 0x7f) + text[(from + 1)..],
                1 => text[..from] + text[to..],
                2 => text[..to] + text[from..],
                3 => text.Insert(from, "<&%=+\"'>\0é\uD83D"[random.Next(11)].ToString()),
                4 => text.Insert(random.Next(text.Length), text[from..to]),
                _ => text[..from],
            };
            if (text.Length == 0)
            {
                return text;
            }
        }

        return text;
    }
}
