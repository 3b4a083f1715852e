using System.Text;
using SamlSp.Fuzz;

namespace SamlSp.Protocol.Tests;

// E11. The same iterations in every run; docs/security.md says how to run more.
public class FuzzTests
{
    private const int Iterations = 200_000;

    [Fact]
    public void Fuzzer_FixedNumberOfIterations_FindsNothing()
    {
        var fuzzer = new Fuzzer(new() { Seed = 1, Count = Iterations }, Fuzzer.AllTargets());
        fuzzer.Run();
        Assert.True(
            fuzzer.Findings.Count == 0,
            string.Join('\n', fuzzer.Findings.Select(finding => $"{finding.Target} {finding.Iteration}: {finding.What}"))
        );
        Assert.Equal(Iterations, fuzzer.Iterations);

        // The mutations are neither so coarse that nothing comes through the reader, nor so mild that everything is accepted.
        foreach (
            var (verdict, atLeast) in new[]
            {
                ("response accepted", 2_000),
                ("response signature_invalid", 5_000),
                ("response signature_structure", 5_000),
                ("response unsupported_algorithm", 200),
                ("response multiple_assertions", 500),
                ("form accepted", 400),
                ("signed accepted", 1_000),
                ("signed audience_mismatch", 10),
                ("signed malformed", 500),
                ("signed missing_conditions", 5),
                ("reader accepted", 10_000),
                ("reader malformed", 2_000),
                ("logout-post accepted", 200),
                ("logout-redirect accepted", 200),
                ("metadata accepted", 100),
            }
        )
        {
            Assert.True(fuzzer.Verdicts.GetValueOrDefault(verdict) >= atLeast, $"{verdict}: {fuzzer.Verdicts.GetValueOrDefault(verdict)}");
        }
    }

    [Fact]
    public void Fuzzer_VerifierThatTrustsAnUnknownKey_ReportsAFinding()
    {
        var careless = new ResponseTarget(isForm: false, VerificationKey.FromCertificate(PinnedKeys.Untrusted));
        var fuzzer = new Fuzzer(new() { Count = 20_000, MaximumFindings = 1 }, [(careless, 1)]);
        fuzzer.Run();
        Assert.StartsWith(
            "Accepted, with claims that were not signed for us",
            Assert.Single(fuzzer.Findings).What,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Examine_TargetThrows_ReportsTheException() =>
        Assert.StartsWith(
            "Unhandled System.InvalidOperationException",
            Fuzzer.Examine(new Faulty(() => throw new InvalidOperationException()), [], out _),
            StringComparison.Ordinal
        );

    [Fact]
    public void Examine_TargetTakesTooLong_ReportsTheTime() =>
        Assert.StartsWith("Takes ", Fuzzer.Examine(new Faulty(() => Thread.Sleep(60)), [], out _), StringComparison.Ordinal);

    [Fact]
    public void Examine_TargetAllocatesTooMuch_ReportsTheMemory() =>
        Assert.StartsWith(
            "Allocates ",
            Fuzzer.Examine(new Faulty(() => GC.KeepAlive(new byte[100_000])), [], out _),
            StringComparison.Ordinal
        );

    [Fact]
    public void Examine_TargetWithinLimits_ReportsNothing() =>
        Assert.Null(Fuzzer.Examine(new Faulty(() => GC.KeepAlive(new byte[1000])), [], out _));

    [Fact]
    public void FuzzTarget_SameSeedAndIteration_MakesTheSameInput()
    {
        foreach (var (target, _) in Fuzzer.AllTargets())
        {
            for (var iteration = 0; iteration < 200; iteration++)
            {
                Assert.Equal(target.Make(new(7, iteration)), target.Make(new(7, iteration)));
            }
        }
    }

    [Theory]
    [InlineData("<a/>", "<a/>", true)]
    [InlineData("<a>x</a>", "<a>y</a>", false)]
    [InlineData("<a b='1'/>", "<a b='2'/>", false)]
    [InlineData("<a b='1'/>", "<a/>", false)]
    [InlineData("<a/>", "<a b='1'/>", false)]
    [InlineData("<a/>", "<b/>", false)]
    [InlineData("<a xmlns='urn:a'/>", "<a xmlns='urn:b'/>", false)]
    [InlineData("<a><b/></a>", "<a/>", false)]
    [InlineData("<a/>", "<a><b/></a>", false)]
    [InlineData("<a><b/>t</a>", "<a>t<b/></a>", false)]
    [InlineData("<a/>", "<a>", false)]
    public void ReaderOracle_TwoDocuments_ReportsWhetherTheyReadAlike(string ours, string theirs, bool alike)
    {
        Assert.True(XmlTree.TryParse(Encoding.UTF8.GetBytes(ours), new(), XmlOptions.None, out var tree, out _));
        using (tree)
        {
            Assert.Equal(alike, XmlReaderOracle.Compare(Encoding.UTF8.GetBytes(theirs), tree) is null);
        }
    }

    private sealed class Faulty(Action behaviour) : FuzzTarget
    {
        public override string Name => "faulty";

        public override byte[] Make(FuzzRandom random) => [];

        public override object? Execute(byte[] input)
        {
            behaviour();
            return null;
        }

        public override string? Judge(byte[] input, object? outcome, out string verdict)
        {
            verdict = "accepted";
            return null;
        }
    }
}
