namespace SamlSp.AspNetCore.Tests;

/// <summary>What is posted to a token endpoint: a code and the client secret.</summary>
public sealed class BackchannelTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Form = new() { ["client_secret"] = "s3cret" };
    private MetadataServer _server = null!;

    public async Task InitializeAsync() => _server = await MetadataServer.StartAsync([]);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Backchannel_UntrustedPrivateAddress_ReceivesNoSecret()
    {
        var received = "";
        _server.Answer = async context => received = (await context.Request.ReadFormAsync())["client_secret"].ToString();
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(trusted: false, new()));
        Assert.Equal(0, _server.Requests);
        Assert.Equal(200, (await PostAsync(trusted: true, new())).Status);
        Assert.Equal("s3cret", received);
        Assert.Equal(200, (await PostAsync(trusted: false, new() { AllowPrivateAddresses = true })).Status);
    }

    [Fact]
    public async Task Backchannel_Redirect_IsNotFollowed()
    {
        _server.Redirect("/elsewhere");
        Assert.Equal(302, (await PostAsync(trusted: true, new())).Status);
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task Backchannel_AnswerTooLargeOrSlow_IsAborted()
    {
        _server.SendAGigabyte();
        Assert.Contains(
            "4 MiB",
            (await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(trusted: true, new()))).Message,
            StringComparison.Ordinal
        );
        _server.Hang();
        Assert.Contains(
            "no answer",
            (
                await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(trusted: true, new() { Timeout = TimeSpan.FromSeconds(1) }))
            ).Message,
            StringComparison.Ordinal
        );
    }

    private Task<(int Status, byte[] Body)> PostAsync(bool trusted, MetadataOptions bounds) =>
        new Backchannel(new MetadataFetcher()).PostAsync(new(_server.Url), trusted, bounds, Form, default);
}
