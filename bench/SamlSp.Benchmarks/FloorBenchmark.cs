using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Benchmarks;

/// <summary>What no verifier can do without, each by the fastest means of the base class library: the floor.</summary>
internal sealed class FloorBenchmark
{
    private readonly byte[] _form;
    private readonly byte[] _xml;
    private readonly byte[] _canonical;
    private readonly byte[] _decoded;
    private readonly byte[] _hash;
    private readonly byte[] _signature;
    private readonly RSA _key = TestCertificates.Idp.GetRSAPublicKey()!;

    public FloorBenchmark(TestResponse response)
    {
        _form = EntraResponse.ToFormBytes(response);
        _xml = response.Bytes;
        _decoded = new byte[_xml.Length + 3];
        _canonical = Canonicalize(_xml);
        _hash = SHA256.HashData(_canonical);
        using var privateKey = TestCertificates.Idp.GetRSAPrivateKey()!;
        _signature = privateKey.SignHash(_hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    public int CanonicalLength => _canonical.Length;

    public bool Rsa() => _key.VerifyHash(_hash, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public int Sha256()
    {
        Span<byte> hash = stackalloc byte[32];
        return SHA256.HashData(_canonical, hash) + hash[0];
    }

    public int Reader()
    {
        var nodes = 0;
        using var reader = XmlReader.Create(
            new MemoryStream(_xml, writable: false),
            new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
        );
        while (reader.Read())
        {
            nodes++;
        }

        return nodes;
    }

    public int Base64Decoding()
    {
        Base64.DecodeFromUtf8(_form, _decoded, out _, out var written);
        return written;
    }

    private static byte[] Canonicalize(byte[] xml)
    {
        if (
            !XmlTree.TryParse(
                xml,
                new() { MaximumBytes = int.MaxValue, MaximumElements = int.MaxValue },
                XmlOptions.None,
                out var tree,
                out var refusal
            )
        )
        {
            throw new InvalidOperationException(refusal.Message);
        }

        using (tree)
        using (var output = new ByteBuffer(xml.Length))
        {
            var assertion = tree.Root.Child("Assertion"u8, Namespaces.Assertion);
            ExclusiveCanonicalizer.Write(assertion, assertion.Child("Signature"u8, Namespaces.Signature), default, output);
            return output.Written.ToArray();
        }
    }
}
