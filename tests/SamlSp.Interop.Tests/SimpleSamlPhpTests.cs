using System.Diagnostics;
using System.Net;
using System.Text.Json;
using SamlSp.Testing;

namespace SamlSp.Interop.Tests;

public sealed class SimpleSamlPhpTests
{
    [Theory]
    [InlineData("assertion", false)]
    [InlineData("response", false)]
    [InlineData("both", false)]
    [InlineData("assertion", true)]
    [InlineData("both", true)]
    public async Task SimpleSamlPhp_ThreeUsers_SignInAndSignOut(string signs, bool encrypts)
    {
        await using var idp = await SimpleSamlPhp.StartAsync(signs, encrypts);
        foreach (
            var (user, nameId, orgUnit, hours) in new[]
            {
                ("alice", "alice@example.com", "/", 24),
                ("charlie", "charlie_altostrat.com@example.com", "/guests", 8),
                ("user", "user_hotmail.com@example.com", "/guests", 8),
            }
        )
        {
            var browser = new HttpBrowser();
            await browser.GoAsync(idp.Server.BaseUrl + "/session");
            Assert.StartsWith(idp.Url, browser.Location.OriginalString, StringComparison.Ordinal);
            await browser.SignInAsync(user);
            Assert.True(
                browser.Location.OriginalString == idp.Server.BaseUrl + "/session",
                browser.Location + "\n" + browser.Text + "\n" + idp.Server.Output
            );

            var session = JsonDocument.Parse(await browser.GetJsonAsync(idp.Server.BaseUrl + "/session")).RootElement;
            Assert.Equal(nameId, session.GetProperty("nameId").GetString());
            Assert.Equal(orgUnit, session.GetProperty("orgUnit").GetString());
            Assert.Equal(
                session.GetProperty("authenticatedAt").GetDateTimeOffset().AddHours(hours),
                session.GetProperty("expiresAt").GetDateTimeOffset()
            );

            browser.Visited.Clear();
            await browser.GoAsync(idp.Server.BaseUrl + "/logout");
            Assert.Contains(
                browser.Visited,
                url => url.OriginalString.StartsWith(idp.Url + "/saml2/idp/SingleLogoutService.php", StringComparison.Ordinal)
            );
            Assert.True(browser.Location.AbsolutePath == "/Saml2/Logout", browser.Location + "\n" + browser.Text);
            Assert.Contains("signed out there as well", browser.Text, StringComparison.Ordinal);
            await browser.GetJsonAsync(idp.Server.BaseUrl + "/session");
            Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);

            // The identity provider's session is gone as well: it asks for the password again.
            await browser.GoAsync(idp.Server.BaseUrl + "/session");
            Assert.NotNull(browser.Page.QuerySelector("input[name=password]"));
        }
    }

    [Fact]
    public async Task SimpleSamlPhp_StartsSignIn_SignsIn()
    {
        await using var idp = await SimpleSamlPhp.StartAsync();
        var browser = new HttpBrowser();
        await browser.GoAsync($"{idp.Url}/saml2/idp/SSOService.php?spentityid={Uri.EscapeDataString(idp.SpEntityId)}&RelayState=/session");
        await browser.SignInAsync("charlie");
        Assert.Equal(idp.Server.BaseUrl + "/session", browser.Location.OriginalString);
        Assert.Contains("charlie_altostrat.com@example.com", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForceAuthn_SessionAtSimpleSamlPhp_AsksForThePasswordAgain()
    {
        await using var idp = await SimpleSamlPhp.StartAsync();
        using var browser = new HttpBrowser();
        await browser.GoAsync(idp.Server.BaseUrl + "/session");
        await browser.SignInAsync("charlie");
        var start = idp.Server.BaseUrl + "/Saml2/SignIn?organization=contoso&ReturnUrl=/session";
        await browser.GoAsync(start);
        Assert.Null(browser.Page.QuerySelector("input[name=password]"));
        await browser.GoAsync(start + "&reauthenticate=true");
        Assert.NotNull(browser.Page.QuerySelector("input[name=password]"));
        await browser.SignInAsync("charlie");
        Assert.Equal(idp.Server.BaseUrl + "/session", browser.Location.OriginalString);
    }

    [Fact]
    public async Task SimpleSamlPhp_StartsLogout_EndsTheSession()
    {
        await using var idp = await SimpleSamlPhp.StartAsync();
        var browser = new HttpBrowser();
        await browser.GoAsync(idp.Server.BaseUrl + "/session");
        await browser.SignInAsync("alice");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await browser.GoAsync($"{idp.Url}/saml2/idp/initSLO.php?RelayState={Uri.EscapeDataString(idp.Url + "/")}");
        Assert.Contains(
            browser.Visited,
            url => url.OriginalString.StartsWith(idp.Server.BaseUrl + "/Saml2/Logout?SAMLRequest=", StringComparison.Ordinal)
        );
        await browser.GetJsonAsync(idp.Server.BaseUrl + "/session");
        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
    }

    [Fact]
    public async Task SpMetadata_SimpleSamlPhpAndXmlsec_AcceptIt()
    {
        await using var idp = await SimpleSamlPhp.StartAsync();
        using var client = new HttpClient();
        var file = Path.Combine(idp.Folder, "sp-metadata.xml");
        await File.WriteAllBytesAsync(file, await client.GetByteArrayAsync(new Uri(idp.Server.BaseUrl + "/Saml2")));
        var certificate = Path.Combine(idp.Folder, "sp-certs", "samlsp.crt");

        const string Php = """
            require '/usr/share/simplesamlphp/lib/_autoload.php';
            $entity = \SimpleSAML\Metadata\SAMLParser::parseFile($argv[1]);
            if (!$entity->validateSignature([$argv[2]])) { fwrite(STDERR, 'signature'); exit(3); }
            $sp = $entity->getMetadata20SP();
            echo $entity->getEntityId(), ' ', $sp['AssertionConsumerService'][0]['Location'], ' ', count($sp['keys']);
            """;
        var (code, output) = await RunAsync("php", "-r", Php, file, certificate);
        Assert.True(code == 0, output);
        Assert.StartsWith($"{idp.SpEntityId} {idp.SpEntityId}/Acs ", output, StringComparison.Ordinal);

        var (verified, said) = await RunAsync(
            "xmlsec1",
            "--verify",
            "--id-attr:ID",
            "urn:oasis:names:tc:SAML:2.0:metadata:EntityDescriptor",
            "--pubkey-cert-pem",
            certificate,
            "--enabled-key-data",
            "rsa,x509",
            file
        );
        Assert.True(verified == 0, said);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
