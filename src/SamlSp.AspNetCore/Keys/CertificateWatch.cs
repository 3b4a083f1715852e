using System.Diagnostics.Metrics;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Watches the end of certificates: our own, and the signing certificates of identity providers. The newest certificate of an identity
/// provider counts, because it will sign with that one.
/// </summary>
internal sealed class CertificateWatch : IDisposable
{
    /// <summary>The number of days before the end at which warnings begin.</summary>
    public const int WarnFrom = 30;

    private readonly OrganizationsInUse _inUse;
    private readonly SamlSpSchemes _schemes;
    private readonly TimeProvider _clock;
    private readonly ILogger<CertificateWatch> _logger;
    private readonly Meter _meter = new(SamlSpTelemetry.Name);
    private DateOnly _warnedOn;

    public CertificateWatch(OrganizationsInUse inUse, SamlSpSchemes schemes, TimeProvider clock, ILogger<CertificateWatch> logger)
    {
        (_inUse, _schemes, _clock, _logger) = (inUse, schemes, clock, logger);
        _meter.CreateObservableGauge(
            "samlsp.certificate.days_left",
            () =>
                Own()
                    .Concat(OfIdentityProviders())
                    .Select(e => new Measurement<int>(
                        e.DaysLeft,
                        [new("samlsp.certificate.owner", e.Owner), new("samlsp.organization", e.Organization)]
                    )),
            "d",
            "Days until the signing certificate ends: our own, and that of each organization's identity provider."
        );
        _meter.CreateObservableGauge(
            "samlsp.metadata.age",
            () =>
                Providers()
                    .Select(o => new Measurement<double>(
                        (_clock.GetUtcNow() - o.Provider.Status.ReadAt).TotalSeconds,
                        [new("samlsp.organization", o.Name)]
                    )),
            "s",
            "Time since each organization's metadata was last read."
        );
    }

    /// <summary>The SAML identity providers, each with its organization's name.</summary>
    public IEnumerable<(string Name, IdentityProvider Provider)> Providers() =>
        _inUse.All.Where(o => o.IdentityProvider is not null).Select(o => (o.Name, o.IdentityProvider!));

    public IEnumerable<ServiceProviderKeys> Keys() => _schemes.All.Select(scheme => scheme.Keys);

    /// <summary>Our own: the last one that is published, since the next pair replaces one that ends.</summary>
    public IEnumerable<WatchedCertificate> Own() =>
        Keys()
            .Select(k => k.Pairs.Where(p => p.State != KeyPairState.Previous).MaxBy(p => p.NotAfter))
            .OfType<ServiceProviderKeyPair>()
            .Select(last => new WatchedCertificate("own", "", last.DaysLeft(_clock.GetUtcNow()), last.Certificate));

    /// <summary>The last one of each organization's identity provider.</summary>
    public IEnumerable<WatchedCertificate> OfIdentityProviders() =>
        Providers()
            .Where(o => o.Provider.Metadata.SigningCertificates.Count > 0)
            .Select(o => (o.Name, Last: o.Provider.Metadata.SigningCertificates.MaxBy(c => c.NotAfter)!))
            .Select(o => new WatchedCertificate("identity_provider", o.Name, DaysLeft(o.Last), o.Last));

    /// <summary>The end as a phrase for an operator.</summary>
    public static string Ends(int daysLeft) => daysLeft < 0 ? "has ended" : $"ends in {daysLeft} days";

    /// <summary>Logs once a day which certificates end within <see cref="WarnFrom"/> days.</summary>
    public void Warn()
    {
        var today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);
        if (today == _warnedOn)
        {
            return;
        }

        _warnedOn = today;
        foreach (var own in Own().Where(c => c.DaysLeft <= WarnFrom))
        {
            _logger.OwnCertificateEnds(Ends(own.DaysLeft), Thumbprints.Describe(own.Certificate));
        }

        foreach (var theirs in OfIdentityProviders().Where(c => c.DaysLeft <= WarnFrom))
        {
            _logger.IdentityProviderCertificateEnds(theirs.Organization, Ends(theirs.DaysLeft), Thumbprints.Describe(theirs.Certificate));
        }
    }

    public void Dispose() => _meter.Dispose();

    private int DaysLeft(X509Certificate2 certificate) =>
        (int)Math.Floor((certificate.NotAfter.ToUniversalTime() - _clock.GetUtcNow().UtcDateTime).TotalDays);
}

/// <summary>A certificate whose end matters.</summary>
/// <param name="Owner"><c>own</c> or <c>identity_provider</c>.</param>
/// <param name="Organization">Whose identity provider has it; empty for our own.</param>
/// <param name="DaysLeft">Whole days until it ends; negative once it has ended.</param>
/// <param name="Certificate">The certificate.</param>
internal sealed record WatchedCertificate(string Owner, string Organization, int DaysLeft, X509Certificate2 Certificate);
