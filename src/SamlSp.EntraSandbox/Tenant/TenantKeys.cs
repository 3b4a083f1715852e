using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>The signing certificates of the tenant: all are published, one is active. As in Entra's portal, a new one is inactive first.</summary>
internal sealed class TenantKeys
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private List<SigningKey> _published;
    private SigningKey _active;

    public TenantKeys(X509Certificate2? first, TimeProvider clock)
    {
        _clock = clock;
        _active = SigningKey.FromCertificate(first ?? Create(clock));
        _published = [_active];
    }

    public SigningKey Active
    {
        get
        {
            lock (_gate) return _active;
        }
    }

    /// <summary>In the order of publication.</summary>
    public IReadOnlyList<SigningKey> Published
    {
        get
        {
            lock (_gate) return _published;
        }
    }

    public void Publish()
    {
        var key = SigningKey.FromCertificate(Create(_clock));
        lock (_gate) _published = [.. _published, key];
    }

    public void ActivateNewest()
    {
        lock (_gate) _active = _published[^1];
    }

    public void RetireInactive()
    {
        lock (_gate) _published = [_active];
    }

    /// <summary>A self-signed certificate for three years, as the portal makes them.</summary>
    public static X509Certificate2 Create(TimeProvider clock)
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=Microsoft Azure Federated SSO Certificate", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = clock.GetUtcNow();
        return request.CreateSelfSigned(now.AddMinutes(-10), now.AddYears(3));
    }
}
