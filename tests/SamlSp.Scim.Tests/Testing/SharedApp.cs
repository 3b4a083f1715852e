namespace SamlSp.Scim.Tests;

/// <summary>One application for all tests of a class.</summary>
public sealed class SharedApp : IAsyncLifetime
{
    private ScimApp? _app;

    public ScimApp App => _app!;

    public async Task InitializeAsync() => _app = await ScimApp.StartAsync();

    public async Task DisposeAsync() => await _app!.DisposeAsync();
}
