using System.Security.Cryptography.X509Certificates;
using SamlSp.Protocol;

namespace SamlSp.Testing;

/// <summary>Logout messages in Entra's form: without Format on the NameID, from Entra's second issuer.</summary>
public static class TestLogout
{
    /// <summary>The ID of the LogoutRequest.</summary>
    public const string RequestId = "_1d2c3b4a-logout-request";

    /// <summary>A LogoutRequest for a session of Alice.</summary>
    public const string Request =
        "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\""
        + RequestId
        + "\" Version=\"2.0\" "
        + "IssueInstant=\"2026-11-22T05:59:00.000Z\" Destination=\""
        + TestSp.LogoutUrl
        + "\" NotOnOrAfter=\"2026-11-22T06:04:00Z\">"
        + "<Issuer xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\">"
        + TestTenant.LogoutIssuer
        + "</Issuer>"
        + "<NameID xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\">alice@example.com</NameID>"
        + "<samlp:SessionIndex>_session1</samlp:SessionIndex></samlp:LogoutRequest>";

    /// <summary>A LogoutResponse that answers <see cref="TestSp.RequestId"/>.</summary>
    public const string Response =
        "<samlp:LogoutResponse xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_4a3b2c1d-logout-response\" Version=\"2.0\" "
        + "IssueInstant=\"2026-11-22T06:00:00.000Z\" Destination=\""
        + TestSp.LogoutUrl
        + "\" InResponseTo=\""
        + TestSp.RequestId
        + "\">"
        + "<Issuer xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\">"
        + TestTenant.LogoutIssuer
        + "</Issuer>"
        + "<samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status></samlp:LogoutResponse>";

    /// <summary>
    /// What <see cref="TestSp"/> expects: both issuer forms of the tenant, and the IdP's good keys unless told otherwise.
    /// </summary>
    public static LogoutExpectations Expectations(params X509Certificate2[] trusted)
    {
        X509Certificate2[] certificates = trusted.Length > 0 ? trusted : [TestCertificates.Idp, TestCertificates.IdpEcdsa];
        var issuer = new TrustedIssuer
        {
            EntityId = TestTenant.Issuer,
            SigningKeys = [.. certificates.Select(VerificationKey.FromCertificate)],
        };
        return new()
        {
            LogoutUrl = TestSp.LogoutUrl,
            FindIssuer = id => id is TestTenant.Issuer or TestTenant.LogoutIssuer ? issuer : null,
        };
    }
}
