using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

/// <summary>When sessions were last used.</summary>
public sealed class SessionUseStoreTests : IAsyncLifetime
{
    private readonly TestStore _store = TestStore.OnSqlite();

    private SessionUses Uses => _store.Services.GetRequiredService<SessionUses>();

    private SessionUseStore Stored => _store.Services.GetRequiredService<SessionUseStore>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public void SessionUses_SeveralRequestsInFiveMinutes_AreOneUse()
    {
        var session = SampleData.Session();
        for (var i = 0; i < 10; i++)
        {
            Uses.Note(session);
        }

        Assert.Equal("contoso", Assert.Single(Uses.Take()).Organization);
        Uses.Note(session);
        Assert.Empty(Uses.Take());
        _store.Clock.Advance(SessionUses.Precision);
        Uses.Note(session);
        Assert.Single(Uses.Take());
        Assert.Empty(Uses.Take());
    }

    [Fact]
    public async Task SessionUse_Written_IsFoundByItsOrganizationAndDeletedByAge()
    {
        var (used, idle) = (SampleData.Session("used"), SampleData.Session("idle"));
        Uses.Note(used);
        await Stored.WriteAsync(default);
        _store.Clock.Advance(TimeSpan.FromMinutes(20));
        Uses.Note(used);
        await Stored.WriteAsync(default);
        var found = await Stored.FindAsync("contoso", [used, idle], default);
        var (reference, at) = Assert.Single(found);
        Assert.Equal(SessionReference.FromId("used"), reference);
        Assert.InRange(_store.Clock.GetUtcNow() - at, TimeSpan.Zero, SessionUses.Precision);
        Assert.Empty(await Stored.FindAsync("fabrikam", [used], default));

        await _store.Cleaner.CleanAsync(default);
        await using (var context = await _store.OpenAsync())
        {
            var row = await context.Set<SessionUseRow>().IgnoreQueryFilters().SingleAsync();
            Assert.DoesNotContain("used", row.Reference.Replace("sha256:", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        _store.Clock.Advance(TimeSpan.FromDays(40));
        await _store.Cleaner.CleanAsync(default);
        await using var after = await _store.OpenAsync();
        Assert.Empty(await after.Set<SessionUseRow>().IgnoreQueryFilters().ToListAsync());
    }
}
