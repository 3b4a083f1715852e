using System.Security.Cryptography.X509Certificates;
using BenchmarkDotNet.Attributes;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Benchmarks;

/// <summary>One Entra-shaped response: the floor and its parts, SamlSp, and the path over SignedXml.</summary>
[MemoryDiagnoser]
public class ResponseBenchmarks
{
    private readonly FloorBenchmark _floor;
    private readonly SignedXmlVerifier _signedXml;
    private readonly ResponseVerifier _verifier = new(new(), TestClock.Create());
    private readonly ResponseExpectations _expectations;
    private readonly string _formValue;
    private readonly byte[] _formBytes;

    /// <summary>Makes the response, and sees to it that both verifiers accept it.</summary>
    public ResponseBenchmarks()
    {
        var response = EntraResponse.Make();
        _floor = new(response);
        _signedXml = new(TestCertificates.Idp.GetRSAPublicKey()!);
        _expectations = EntraResponse.Expectations(response);
        _formValue = response.ToFormValue();
        _formBytes = EntraResponse.ToFormBytes(response);
        var ours = SamlSp().Assertion ?? throw new InvalidOperationException("The response is refused.");
        var theirs = (SignedXmlVerifier.Claims)SignedXml();
        if (
            !_floor.Rsa()
            || (ours.NameId.Value, ours.SessionIndex, ours.Attributes.Count)
                != (theirs.NameId, theirs.SessionIndex, theirs.Attributes.Count)
        )
        {
            throw new InvalidOperationException("The verifiers do not read the same.");
        }

        Sizes =
            $"{response.Bytes.Length} bytes of XML, {_formValue.Length} characters of base64, {_floor.CanonicalLength} bytes of canonical assertion, {ours.Attributes.Count} claims";
    }

    /// <summary>What is measured on.</summary>
    internal string Sizes { get; }

    /// <summary>All that cannot be done without.</summary>
    [Benchmark(Baseline = true)]
    public int Floor() => FloorBase64() + FloorXmlReader() + FloorSha256() + (FloorRsa() ? 1 : 0);

    /// <summary>Base64.DecodeFromUtf8.</summary>
    [Benchmark]
    public int FloorBase64() => _floor.Base64Decoding();

    /// <summary>One pass of XmlReader.</summary>
    [Benchmark]
    public int FloorXmlReader() => _floor.Reader();

    /// <summary>SHA-256 of the canonical assertion.</summary>
    [Benchmark]
    public int FloorSha256() => _floor.Sha256();

    /// <summary>One verification with RSA-2048.</summary>
    [Benchmark]
    public bool FloorRsa() => _floor.Rsa();

    /// <summary>Form value as a string, as ASP.NET Core hands it over, to VerifiedAssertion.</summary>
    [Benchmark]
    public VerificationResult SamlSp() => _verifier.VerifyFormValue(_formValue, _expectations);

    /// <summary>Form value as bytes, to VerifiedAssertion.</summary>
    [Benchmark]
    public VerificationResult SamlSpFromBytes() => _verifier.VerifyFormValue(_formBytes, _expectations);

    /// <summary>XmlDocument and SignedXml.</summary>
    [Benchmark]
    public object SignedXml() => _signedXml.Verify(_formValue);
}
