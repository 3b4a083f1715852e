using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

public sealed class MetadataStoreTests : IAsyncLifetime
{
    private readonly TestStore _store = TestStore.OnSqlite();

    private IMetadataStore Metadata => _store.Services.GetRequiredService<IMetadataStore>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Metadata_Saved_IsReadByAnotherProcessForItsOrganizationOnly()
    {
        await Metadata.SaveAsync(Read("A", "B"), default);
        await using var next = _store.Another();
        var found = await next.Services.GetRequiredService<IMetadataStore>().FindAsync("CONTOSO", default);
        Assert.Equal(("Contoso", "https://idp.example.com/", 3), (found!.Organization, found.Source, found.Document.Length));
        Assert.Equal(["A", "B"], found.Keys);
        Assert.Null(await Metadata.FindAsync("fabrikam", default));
    }

    [Fact]
    public async Task Metadata_KeysChanged_IsAuditedOnceAmongNodes()
    {
        await using var other = _store.Another();
        await Metadata.SaveAsync(Read("A"), default);
        await Metadata.SaveAsync(Read("A"), default);
        Assert.Empty(await _store.Audit.ListAsync("contoso", null, 10, default));
        await Metadata.SaveAsync(Read("A", "B"), default);
        await other.Services.GetRequiredService<IMetadataStore>().SaveAsync(Read("A", "B"), default);
        var entry = Assert.Single(await _store.Audit.ListAsync("contoso", null, 10, default));
        Assert.Equal((AuditActions.SigningKeysChanged, "system"), (entry.Action, entry.Actor));
        Assert.Equal("{\"added\":[\"B\"],\"withdrawn\":[],\"returned\":[]}", entry.Details);
    }

    [Fact]
    public async Task Metadata_OfAnotherIdentityProvider_IsNoChangeOfKeys()
    {
        await Metadata.SaveAsync(Read("A"), default);
        await Metadata.SaveAsync(Read("B") with { Source = "https://other.example.com/" }, default);
        Assert.Empty(await _store.Audit.ListAsync("contoso", null, 10, default));
        Assert.Equal(["B"], (await Metadata.FindAsync("contoso", default))!.Keys);
        await Metadata.SaveAsync(Read("C") with { Source = "https://other.example.com/" }, default);
        Assert.Single(await _store.Audit.ListAsync("contoso", null, 10, default));
    }

    [Fact]
    public async Task Metadata_ParallelSavesOnTwoNodes_KeepOneRow()
    {
        await using var other = _store.Another();
        await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(i =>
                    Task.Run(() =>
                        (i % 2 == 0 ? _store : other).Services.GetRequiredService<IMetadataStore>().SaveAsync(Read("A"), default)
                    )
                )
        );
        Assert.Equal(["A"], (await Metadata.FindAsync("contoso", default))!.Keys);
    }

    private StoredMetadata Read(params string[] keys) =>
        new()
        {
            Organization = "Contoso",
            Source = "https://idp.example.com/",
            Document = [1, 2, 3],
            ReadAt = _store.Clock.GetUtcNow(),
            Keys = keys,
        };
}
