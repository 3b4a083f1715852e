using System.Globalization;
using System.Text.Json;

namespace SamlSp.Interop.Tests;

/// <summary>The portal of LemonLDAP::NG, as Debian packages it, with its demo accounts.</summary>
/// <param name="folder">Where its settings and sessions are.</param>
/// <param name="url">Its address.</param>
internal sealed class LemonLdapPortal(string folder, string url)
{
    private const string Program = "/usr/share/lemonldap-ng/portal/htdocs/index.psgi";

    private int _version;

    /// <summary>Starts it.</summary>
    /// <param name="settings">Settings besides those that every portal has.</param>
    /// <param name="ready">An address of it.</param>
    /// <param name="variables">Environment variables.</param>
    public Task<PeerProcess> StartAsync(Dictionary<string, object> settings, string ready, IReadOnlyDictionary<string, string> variables)
    {
        foreach (var name in new[] { "conf", "sessions/lock", "persistent/lock", "cache" })
        {
            System.IO.Directory.CreateDirectory(Path.Combine(folder, name));
        }

        Write(settings);
        var ini = Path.Combine(folder, "lemonldap-ng.ini");
        File.WriteAllText(
            ini,
            $$"""
            [all]
            logLevel = notice
            checkTime = 1
            [configuration]
            type = File
            dirName = {{folder}}/conf
            localStorage = Cache::FileCache
            localStorageOptions = { 'cache_root' => '{{folder}}/cache', 'namespace' => 'settings', 'default_expires_in' => 600 }
            [portal]
            staticPrefix = /static
            templateDir = /usr/share/lemonldap-ng/portal/templates
            languages = en
            """
        );
        return PeerProcess.StartAsync(
            folder,
            new(ready),
            new Dictionary<string, string>(variables) { ["LLNG_DEFAULTCONFFILE"] = ini },
            "starman",
            "--listen",
            "127.0.0.1:" + new Uri(url).Port.ToString(CultureInfo.InvariantCulture),
            "--workers",
            "2",
            "--preload-app",
            "--env",
            "deployment",
            Program
        );
    }

    /// <summary>Writes the next version of its settings, which it reads with a request that comes a second later.</summary>
    public void Write(Dictionary<string, object> settings)
    {
        _version++;
        var all = new Dictionary<string, object>(settings)
        {
            ["cfgNum"] = _version,
            ["cfgDate"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            ["cfgVersion"] = "2.16.1",
            ["portal"] = url + "/",
            ["domain"] = "127.0.0.1",
            ["key"] = "0123456789abcdef",
            ["cookieName"] = "lemonldap",
            ["securedCookie"] = 0,
            ["timeout"] = 72_000,
            ["authentication"] = "Demo",
            ["userDB"] = "Same",
            ["demoExportedVars"] = new
            {
                uid = "uid",
                cn = "cn",
                mail = "mail",
            },
            ["macros"] = new { _whatToTrace = "lc($_user)" },
            ["whatToTrace"] = "_whatToTrace",
            ["locationRules"] = new { },
            ["globalStorage"] = "Apache::Session::File",
            ["globalStorageOptions"] = Storage("sessions"),
            ["persistentStorage"] = "Apache::Session::File",
            ["persistentStorageOptions"] = Storage("persistent"),
            ["localSessionStorage"] = "Cache::FileCache",
            ["localSessionStorageOptions"] = new { cache_root = folder + "/cache", @namespace = "sessions" },
        };
        File.WriteAllText(Path.Combine(folder, $"conf/lmConf-{_version}.json"), JsonSerializer.Serialize(all));
    }

    /// <summary>Confirms that the session is renewed: the portal asks before it asks for the password again.</summary>
    public static async Task RenewAsync(HttpBrowser browser)
    {
        Assert.True(browser.Page.QuerySelector("form[action='/renewsession']") is not null, browser.Text);
        await browser.SubmitAsync();
    }

    private object Storage(string name) => new { Directory = $"{folder}/{name}", LockDirectory = $"{folder}/{name}/lock" };
}
