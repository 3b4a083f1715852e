using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Says to a refused user what the likely cause is, where it is ours: a clock, a certificate, metadata. It goes by what the server knows of
/// itself, and by times that a genuine message proved. So the page never tells a forger what was wrong with a message.
/// </summary>
internal sealed class RefusalCauses(ClockWatch clocks, CertificateWatch certificates, TimeProvider clock)
{
    /// <summary>A sentence for the user; null when the server knows of no cause.</summary>
    public string? Find(SamlSpContext sp, SignInOutcome outcome, PendingRequest? pending)
    {
        if (outcome is { Code: RefusalCodes.Expired or RefusalCodes.NotYetValid, IssuedAt: { } issuedAt })
        {
            return
                ClockText.Apart(issuedAt, pending?.IssuedAt, clock.GetUtcNow()) is not null
                || clocks.Ahead()?.Duration() > ClockHealthCheck.Tolerated
                ? "Our clock and the clock of your organization's sign-in page show different times. So its answer was refused."
                : null;
        }

        // What was found in a message that proved nothing is not told. What is known without it is.
        if (outcome.Assertion is not null || outcome.Organization is not null && outcome.Code != SignInRefusalCodes.MetadataExpired)
        {
            return null;
        }

        var asked = pending is not null && sp.Scheme.Organizations.TryGet(pending.Organization, out var found) ? found : null;
        if (asked?.IdentityProvider is { } provider)
        {
            if (!provider.IsUsable(clock.GetUtcNow()) || provider.Status.LastError is not null)
            {
                return "We cannot read at the moment which certificates your organization's sign-in page uses.";
            }

            if (
                provider.Metadata.SigningCertificates.All(certificate =>
                    certificate.NotAfter.ToUniversalTime() < clock.GetUtcNow().UtcDateTime
                )
            )
            {
                return "The certificate of your organization's sign-in page has ended, as far as we know.";
            }
        }

        return pending is not null && certificates.Own().Any(own => own.DaysLeft < 0)
            ? "Our own certificate has ended, which may be the reason."
            : null;
    }
}
