using System.Security.Cryptography;
using System.Text;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Benchmarks;

/// <summary>
/// A response as Entra sends it: the assertion signed with RSA-2048 and SHA-256, 17 claims and 40 groups, the certificate in KeyInfo.
/// </summary>
internal static class EntraResponse
{
    /// <summary>Makes one.</summary>
    /// <param name="at">When it is issued; <see cref="TestClock.Now"/> when null.</param>
    public static TestResponse Make(DateTimeOffset? at = null) =>
        InGroups(40)
            .At(at ?? TestClock.Now)
            .Attribute(EntraClaims.Role, "reader")
            .Attribute(EntraClaims.Upn, "alice@example.com")
            .Attribute(EntraClaims.Acct, "0")
            .Attribute(
                "http://schemas.microsoft.com/ws/2008/06/identity/claims/wids",
                "62e90394-69f5-4237-9190-012177145e10",
                "b79fbf4d-3ef9-4689-8143-76b194e85509"
            )
            .Attribute("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/department", "Research and development")
            .Attribute("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/country", "Switzerland")
            .Attribute("http://schemas.microsoft.com/identity/claims/onpremisessamaccountname", "alice")
            .Attribute("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/employeeid", "0031542")
            .SignedResponse();

    /// <summary>Ten claims of Entra's, and groups.</summary>
    public static TestIdp InGroups(int groups) =>
        TestIdp
            .Create()
            .InGroups([
                .. Enumerable
                    .Range(0, groups)
                    .Select(number => new Guid(SHA256.HashData(BitConverter.GetBytes(number)).AsSpan(0, 16)).ToString()),
            ]);

    /// <summary>The form value, as ASCII.</summary>
    public static byte[] ToFormBytes(TestResponse response) => Encoding.ASCII.GetBytes(response.ToFormValue());

    /// <summary>What the service provider expects; one key is pinned.</summary>
    public static ResponseExpectations Expectations(TestResponse response) => response.Expectations(TestCertificates.Idp);
}
