using SamlSp.Testing;

namespace SamlSp.Release.Tests;

/// <summary>Runs <c>tests/packages.sh</c> once, and keeps its folder until the tests are done.</summary>
public sealed class PackagesFixture : IAsyncLifetime
{
    /// <summary>Where the feed, the app and the sample are.</summary>
    public string Folder { get; } = System.IO.Directory.CreateTempSubdirectory("samlsp-packages").FullName;

    public int ExitCode { get; private set; }

    public string Output { get; private set; } = "";

    public async Task InitializeAsync()
    {
        // The packages under test were built with this project.
        Environment.SetEnvironmentVariable("CONFIGURATION", Repository.Configuration);
        (ExitCode, Output) = await Shell.RunAsync(Repository.Root, "tests/packages.sh", "--no-build", Folder);
    }

    public Task DisposeAsync()
    {
        System.IO.Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }
}
