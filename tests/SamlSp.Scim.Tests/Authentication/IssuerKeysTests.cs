using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.Scim.Tests;

/// <summary>The keys of issuers of workload identities.</summary>
public sealed class IssuerKeysTests
{
    private const string Slow = "https://slow.example/keys";
    private const string Fast = "https://fast.example/keys";

    [Fact]
    public async Task FindKeys_AnotherIssuerDoesNotAnswer_IsNotHeldUp()
    {
        var hangs = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = new List<string>();
        var keys = new IssuerKeys(
            (url, _, _, _) =>
            {
                lock (asked)
                {
                    asked.Add(url.OriginalString);
                }

                return url.OriginalString == Slow ? hangs.Task : Task.FromResult(Document("fast"));
            },
            TestClock.Create(),
            NullLogger<IssuerKeys>.Instance
        );
        Task<IReadOnlyList<Microsoft.IdentityModel.Tokens.SecurityKey>> Find(string address, string id) =>
            keys.FindAsync(address, id, trusted: true, new MetadataOptions(), default);

        var (first, second) = (Find(Slow, "slow"), Find(Slow, "slow"));
        Assert.Equal("fast", Assert.Single(await Find(Fast, "fast").WaitAsync(TimeSpan.FromSeconds(10))).KeyId);
        Assert.False(first.IsCompleted || second.IsCompleted);

        // Both callers of the slow one share its answer.
        hangs.SetResult(Document("slow"));
        Assert.Equal("slow", Assert.Single(await first).KeyId);
        Assert.Equal("slow", Assert.Single(await second).KeyId);
        Assert.Equal([Slow, Fast], asked);
    }

    private static byte[] Document(string id) =>
        Encoding.UTF8.GetBytes($$"""{"keys":[{"kty":"RSA","use":"sig","kid":"{{id}}","n":"{{new string('A', 342)}}","e":"AQAB"}]}""");
}
