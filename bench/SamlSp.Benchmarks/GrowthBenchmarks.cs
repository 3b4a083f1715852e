using BenchmarkDotNet.Attributes;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Benchmarks;

/// <summary>How the work grows with the message, limits raised: by groups, from 5 KB to 5 MB.</summary>
[MemoryDiagnoser]
public class GrowthBenchmarks
{
    private static readonly VerifierLimits Raised = new()
    {
        MaximumBytes = 64 * 1024 * 1024,
        MaximumCanonicalBytes = 64 * 1024 * 1024,
        MaximumElements = int.MaxValue,
        MaximumAttributes = int.MaxValue,
        MaximumNamespaceDeclarations = int.MaxValue,
    };

    private readonly ResponseVerifier _verifier = new(Raised, TestClock.Create());
    private ResponseExpectations _expectations = null!;
    private byte[] _form = [];

    /// <summary>Size of the XML in kilobytes, roughly.</summary>
    [Params(5, 50, 500, 5000)]
    public int Kilobytes { get; set; }

    /// <summary>Bytes of XML.</summary>
    internal int Bytes { get; private set; }

    /// <summary>Makes the message.</summary>
    [GlobalSetup]
    public void Setup()
    {
        // One group's AttributeValue has 69 bytes; the rest of the message has about 4,870.
        var response = EntraResponse.InGroups(((Kilobytes * 1000) - 4870) / 69).SignedResponse();
        _expectations = EntraResponse.Expectations(response);
        _form = EntraResponse.ToFormBytes(response);
        Bytes = response.Bytes.Length;
        if (!SamlSp().Accepted)
        {
            throw new InvalidOperationException("The response is refused.");
        }
    }

    /// <summary>Form value to VerifiedAssertion.</summary>
    [Benchmark]
    public VerificationResult SamlSp() => _verifier.VerifyFormValue(_form, _expectations);
}
