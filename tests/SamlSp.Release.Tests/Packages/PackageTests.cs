using SamlSp.Testing;

namespace SamlSp.Release.Tests;

/// <summary>A new adopter's first steps, from packages alone: <c>tests/packages.sh</c>.</summary>
public sealed class PackageTests(PackagesFixture packages) : IClassFixture<PackagesFixture>
{
    [Fact]
    public void Template_AppFromPackages_SignsInThreeUsers()
    {
        Assert.True(packages.ExitCode == 0, packages.Output);
        Assert.Contains("Hello, alice@example.com. You are in / of sandbox", packages.Output, StringComparison.Ordinal);
        Assert.Contains(
            "Hello, charlie_altostrat.com@example.com. You are in /guests of sandbox",
            packages.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("Hello, user_hotmail.com@example.com. You are in /guests of sandbox", packages.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_BuiltFromPackages_SignsIn()
    {
        Assert.True(packages.ExitCode == 0, packages.Output);
        await File.WriteAllBytesAsync(Path.Combine(packages.Folder, "Minimal/contoso-metadata.xml"), new TestMetadata().ToBytes());
        await using var sample = await SampleApp.StartAsync(Path.Combine(packages.Folder, "Minimal"));

        var challenge = await sample.GetAsync("/");
        Assert.StartsWith(TestTenant.SignOnUrl, challenge.Location, StringComparison.Ordinal);
        var query = new Uri(challenge.Location!).Query;
        var answer = TestIdp
            .Create()
            .Member()
            .At(DateTimeOffset.UtcNow)
            .For("https://app.example.com/Saml2")
            .SentTo("https://app.example.com/Saml2/Acs")
            .Answering(SampleApp.RequestId(query));
        var signedIn = await sample.PostAsync(
            "/Saml2/Acs",
            ("SAMLResponse", answer.ToFormValue()),
            ("RelayState", SampleApp.Parameter(query, "RelayState"))
        );
        Assert.True(signedIn.Status == 303, sample.Output);
        Assert.Equal("Hello, alice@example.com", (await sample.GetAsync("/")).Body);
    }

    [Fact]
    public async Task Package_BuiltInAnotherFolder_HasTheSameBytes()
    {
        var first = await BuildAsync("one");
        var second = await BuildAsync("another/and-deeper");
        Assert.Equal(first, second);
    }

    /// <summary>The packages share internals, so each works with its own version of the others and with no other.</summary>
    [Fact]
    public void Dependencies_OnOurPackagesAndOnOthers_AreExactAndMinimumVersions()
    {
        Assert.True(packages.ExitCode == 0, packages.Output);
        var feed = Path.Combine(packages.Folder, "feed");
        var dependencies = System.IO.Directory.EnumerateFiles(feed, "*.nupkg").SelectMany(PackageDependency.Read).ToList();
        var ours = dependencies.Where(d => d.Id.StartsWith("SamlSp.", StringComparison.Ordinal)).ToList();

        Assert.True(ours.Count >= 10, string.Join('\n', dependencies));
        Assert.All(ours, d => Assert.Equal($"[{d.PackageVersion}]", d.Version));
        Assert.NotEmpty(dependencies.Except(ours));
        Assert.All(dependencies.Except(ours), d => Assert.DoesNotContain('[', d.Version));
    }

    private async Task<string> BuildAsync(string name)
    {
        var folder = Path.Combine(packages.Folder, "deterministic", name);
        System.IO.Directory.CreateDirectory(folder);
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", ".editorconfig", "LICENSE" })
        {
            File.Copy(Path.Combine(Repository.Root, file), Path.Combine(folder, file), overwrite: true);
        }

        await Shell.RunAsync(
            folder,
            "/bin/sh",
            "-c",
            $"mkdir -p src && cp '{Repository.Root}/src/Directory.Build.props' src && cp -r '{Repository.Root}/src/SamlSp.Claims' src && rm -rf src/SamlSp.Claims/bin src/SamlSp.Claims/obj"
        );
        var (exitCode, output) = await Shell.RunAsync(
            folder,
            "dotnet",
            "build",
            "src/SamlSp.Claims",
            "-c",
            "Release",
            "-v",
            "quiet",
            "-p:RunAnalyzers=false"
        );
        Assert.True(exitCode == 0, output);
        var built = Path.Combine(folder, "src/SamlSp.Claims/bin/Release/net10.0/SamlSp.Claims");
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(built + ".dll")))
            + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(built + ".pdb")));
    }
}
