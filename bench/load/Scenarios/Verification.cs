using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Load;

/// <summary>What the verification alone costs, in this process and run: the share of a sign-in that has to be.</summary>
internal static class Verification
{
    /// <summary>What a service provider at an address expects.</summary>
    public static ResponseExpectations Expectations(string baseUrl, X509Certificate2 certificate) => TestIdp.Create().Unsolicited().Expectations(certificate) with { EntityId = baseUrl + "/Saml2", AssertionConsumerServiceUrl = baseUrl + "/Saml2/Acs" };

    /// <summary>Microseconds from the form value to the verified assertion, the best of some windows.</summary>
    public static double Microseconds(string baseUrl)
    {
        using var key = ResponseTemplate.Key();
        var form = WebUtility.UrlDecode(Encoding.ASCII.GetString(new ResponseTemplate(baseUrl, DateTimeOffset.UtcNow).Form(1, key))["SAMLResponse=".Length..].Replace("+", "%2B", StringComparison.Ordinal));
        var expectations = Expectations(baseUrl, TestCertificates.Idp);
        var verifier = new ResponseVerifier(new VerifierLimits(), TimeProvider.System);
        var best = double.MaxValue;
        for (var window = 0; window < 200; window++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < 50; i++)
            {
                if (!verifier.VerifyFormValue(form, expectations).Accepted) throw new InvalidOperationException("The verifier refuses what the template makes.");
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMicroseconds / 50);
        }

        return best;
    }
}
