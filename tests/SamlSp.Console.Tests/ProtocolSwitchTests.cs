using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Tests;

/// <summary>A change of protocol is warned about, and saved only when it is confirmed.</summary>
public sealed class ProtocolSwitchTests : IAsyncLifetime
{
    private readonly Tried _tried = new();
    private readonly ConsoleApp _app;

    public ProtocolSwitchTests() => _app = new() { Configure = services => services.AddSingleton<ITrialSignIns>(_tried) };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task ProtocolSwitch_SamlToOpenIdConnect_RequiresConfirmation()
    {
        var owner = await _app.StoredAsync(ConsoleRoles.Owner);
        _tried.Protocol = ConnectionProtocol.OpenIdConnect;
        var page = await owner.PageAsync("/console/settings/test?test=t1&revision=1");
        var warning = page.QuerySelector(".notice.warn")!.TextContent;
        Assert.Contains("The protocol changes.", warning, StringComparison.Ordinal);
        Assert.Contains("All users sign in with OpenID Connect from then on", warning, StringComparison.Ordinal);
        Assert.Contains("connect the old protocol again", warning, StringComparison.Ordinal);
        Assert.True(((IHtmlInputElement)page.QuerySelector("input[name=sure]")!).IsRequired);

        page = await owner.PressAsync(page, "Save this connection");
        Assert.Contains("confirm that you understand this", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, _tried.Saved);
        page = await owner.PressAsync(page, "Save this connection", ("sure", "true"));
        Assert.Contains("The connection is saved", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, _tried.Saved);
    }

    [Fact]
    public async Task ProtocolSwitch_SameProtocol_RequiresNoConfirmation()
    {
        var owner = await _app.StoredAsync(ConsoleRoles.Owner);
        var page = await owner.PageAsync("/console/settings/test?test=t1&revision=1");
        Assert.Null(page.QuerySelector("input[name=sure]"));
        await owner.PressAsync(page, "Save this connection");
        Assert.Equal(1, _tried.Saved);
    }

    /// <summary>A test that was accepted a moment ago, of either protocol.</summary>
    private sealed class Tried : ITrialSignIns
    {
        public ConnectionProtocol Protocol { get; set; } = ConnectionProtocol.Saml2;

        public int Saved { get; private set; }

        public Task<TrialSignInStart> StartAsync(
            string organization,
            OrganizationOptions settings,
            Session by,
            string returnUrl,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public Task<OrganizationSaveResult> SaveAsync(
            string organization,
            string id,
            int revision,
            string actor,
            CancellationToken cancellationToken
        )
        {
            Saved++;
            return Task.FromResult(
                new OrganizationSaveResult
                {
                    Entry = new()
                    {
                        Name = organization,
                        Settings = new(),
                        IsDeclared = false,
                        HasClientSecret = false,
                        IsInUse = true,
                        Revision = revision + 1,
                        UpdatedBy = actor,
                    },
                }
            );
        }

        public Task<TrialSignInRecord?> FindAsync(string organization, string id, CancellationToken cancellationToken) =>
            Task.FromResult<TrialSignInRecord?>(
                new()
                {
                    Id = id,
                    Actor = "owner",
                    CreatedAt = DateTimeOffset.UnixEpoch,
                    SavableUntil = DateTimeOffset.MaxValue,
                    Settings = new() { Connection = { Protocol = Protocol } },
                    Result = new() { At = DateTimeOffset.UnixEpoch, Accepted = true },
                }
            );

        public Task<TrialSignInRecord?> FindNewestAsync(string organization, CancellationToken cancellationToken) =>
            Task.FromResult<TrialSignInRecord?>(null);
    }
}
