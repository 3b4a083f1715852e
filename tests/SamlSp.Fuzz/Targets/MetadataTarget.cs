using System.Security.Cryptography.X509Certificates;
using System.Text;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Fuzz;

/// <summary>Metadata of identity providers, read with and without a signature being asked for.</summary>
internal sealed class MetadataTarget : FuzzTarget
{
    private readonly MessageMutator _mutator = new([.. Seeds.Metadata.Select(XmlPiece.Parse)], Seeds.Parts);
    private readonly VerificationKey[] _keys = [VerificationKey.FromCertificate(PinnedKeys.Idp)];
    private readonly TimeProvider _clock = TestClock.Create();
    private readonly string _genuine;

    public MetadataTarget() =>
        _genuine = Claims.Of(
            ((Outcome)Execute(Encoding.UTF8.GetBytes(Seeds.Metadata[0]))).Signed
                ?? throw new InvalidOperationException("The signed metadata is refused.")
        );

    public override string Name => "metadata";

    // Certificates are loaded, and faults described to an administrator.
    public override long AllocationBound(int inputLength) => (256 * 1024) + (64L * inputLength);

    public override byte[] Make(FuzzRandom random) => _mutator.Make(random);

    public override object Execute(byte[] input)
    {
        IdentityProviderMetadata.TryRead(input, null, out var plain, out _);
        IdentityProviderMetadata.TryReadSigned(input, null, _keys, _clock, out var signed, out var error);
        return new Outcome(plain, signed, error);
    }

    public override string? Judge(byte[] input, object? outcome, out string verdict)
    {
        var (plain, signed, _) = (Outcome)outcome!;
        verdict =
            signed is not null ? "accepted"
            : plain is not null ? "accepted unsigned"
            : "refused";
        var claims = signed is null ? null : Claims.Of(signed);
        foreach (var certificate in (plain?.SigningCertificates ?? []).Concat(signed?.SigningCertificates ?? []))
        {
            certificate.Dispose();
        }

        return claims is null || claims == _genuine ? null : "Accepted as signed, with content that was not signed: " + claims;
    }

    public override string? CheckHealth(FuzzRandom random) =>
        Execute(Encoding.UTF8.GetBytes(Seeds.Metadata[0])) is Outcome { Signed: { } signed } && Claims.Of(signed) == _genuine
            ? null
            : "Genuine metadata is refused, or read otherwise.";

    private sealed record Outcome(IdentityProviderMetadata? Plain, IdentityProviderMetadata? Signed, string? Error);
}
