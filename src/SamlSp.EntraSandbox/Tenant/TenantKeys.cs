using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>
/// The signing certificates of the tenant: all are published, one is active. As in Entra's portal, a new one is inactive first.
/// </summary>
internal sealed class TenantKeys
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private State _state;

    public TenantKeys(X509Certificate2? first, TimeProvider clock)
    {
        _clock = clock;
        var key = SigningKey.FromCertificate(first ?? Create(clock));
        _state = new(key, [key]);
    }

    public SigningKey Active => Snapshot().Active;

    public State Snapshot()
    {
        lock (_gate)
        {
            return _state;
        }
    }

    public void Publish()
    {
        var key = SigningKey.FromCertificate(Create(_clock));
        lock (_gate)
        {
            _state = _state with { Published = [.. _state.Published, key] };
        }
    }

    public void ActivateNewest()
    {
        lock (_gate)
        {
            _state = _state with { Active = _state.Published[^1] };
        }
    }

    public void RetireInactive()
    {
        lock (_gate)
        {
            _state = _state with { Published = [_state.Active] };
        }
    }

    /// <summary>A self-signed certificate for three years, as the portal makes them.</summary>
    public static X509Certificate2 Create(TimeProvider clock)
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=Microsoft Azure Federated SSO Certificate",
            rsa,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        var now = clock.GetUtcNow();
        return request.CreateSelfSigned(now.AddMinutes(-10), now.AddYears(3));
    }

    /// <param name="Active">The key that signs.</param>
    /// <param name="Published">All keys of the metadata, in the order of publication.</param>
    public sealed record State(SigningKey Active, IReadOnlyList<SigningKey> Published);
}
