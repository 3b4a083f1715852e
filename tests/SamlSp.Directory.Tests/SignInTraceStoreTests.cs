using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.Directory.Tests;

public sealed class SignInTraceStoreTests : IAsyncLifetime
{
    private readonly TestStore _store = TestStore.OnSqlite();
    private int _number;

    private ISignInTraceStore Traces => _store.Services.GetRequiredService<ISignInTraceStore>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task SignInTrace_FoundByReference_HasAllItsValues()
    {
        var entry = Entry("Contoso", "audience_mismatch") with
        {
            Checks = [new(SignInChecks.Message, false, "The audience is another.")],
            Claims = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["name"] = ["a… (17)"] },
            Rules = ["userType: m… (6)"],
        };
        await Traces.AddAsync([entry], default);
        await using var next = _store.Another();
        var found = await next.Services.GetRequiredService<ISignInTraceStore>().FindAsync(entry.Reference, default);
        Assert.Equal(("Contoso", "audience_mismatch", false), (found!.Organization, found.Code, found.Accepted));
        Assert.Equal(entry.Checks, found.Checks);
        Assert.Equal(["a… (17)"], found.Claims["name"]);
        Assert.Equal(entry.Rules, found.Rules);
        Assert.Null(await Traces.FindAsync("ZZZZZ-99999", default));
    }

    [Fact]
    public async Task SignInTraceDetail_Stored_IsEncryptedAndDeletedAfterItsTime()
    {
        var entry = Entry("contoso", null) with
        {
            Detail = new() { Until = TestClock.Now.AddHours(1), Xml = "<Response>s3cret</Response>" },
        };
        await Traces.AddAsync([entry], default);
        await using (var context = await _store.OpenAsync())
        {
            var row = await context.Set<SignInTraceRow>().IgnoreQueryFilters().SingleAsync();
            Assert.DoesNotContain(
                "s3cret",
                System.Text.Encoding.UTF8.GetString(row.Detail!) + System.Text.Encoding.UTF8.GetString(row.PackedContent!),
                StringComparison.Ordinal
            );
        }

        Assert.Equal("<Response>s3cret</Response>", (await Traces.FindAsync(entry.Reference, default))!.Detail!.Xml);
        Assert.Null(Assert.Single(await Traces.ListAsync(new() { Organization = "contoso" }, default)).Detail);
        _store.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null((await Traces.FindAsync(entry.Reference, default))!.Detail);
        Assert.Equal(0, await Traces.CleanAsync(TestClock.Now, _store.Clock.GetUtcNow(), default));
        await using var after = await _store.OpenAsync();
        Assert.Null((await after.Set<SignInTraceRow>().IgnoreQueryFilters().SingleAsync()).Detail);
    }

    [Fact]
    public async Task SignInTraceValues_Stored_AreEncryptedBoundedAndOfTheirOrganization()
    {
        var entry = Entry("contoso", "name_id_unresolved") with
        {
            Values = new()
            {
                NameId = "s3cret@example.com",
                Claims = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
                {
                    ["groups"] = [.. Enumerable.Range(0, 200).Select(i => "g" + i)],
                    ["long"] = [new string('x', 5000)],
                },
                Steps = [new("userType", "Member", "s3cret evidence")],
            },
        };
        await Traces.AddAsync([entry], default);
        await using (var context = await _store.OpenAsync())
        {
            var row = await context.Set<SignInTraceRow>().IgnoreQueryFilters().SingleAsync();
            var text = System.Text.Encoding.Latin1.GetString(row.PackedValues!) + System.Text.Encoding.Latin1.GetString(row.PackedContent!);
            Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
        }

        var values = (await Traces.FindValuesAsync("contoso", entry.Reference, default))!;
        Assert.Equal("s3cret@example.com", values.NameId);
        Assert.Equal(["g0", "… 200 in all"], [values.Claims["groups"][0], values.Claims["groups"][^1]]);
        Assert.Equal(11, values.Claims["groups"].Count);
        Assert.Equal(301, values.Claims["long"][0].Length);
        Assert.Equal("s3cret evidence", Assert.Single(values.Steps).Evidence);
        Assert.Null(await Traces.FindValuesAsync("fabrikam", entry.Reference, default));
        Assert.Null((await Traces.FindAsync(entry.Reference, default))!.Values);
    }

    [Fact]
    public async Task RefusedSignIn_Proven_IsInTheAuditTrailOnce()
    {
        await Traces.AddAsync(
            [
                Entry("contoso", "expired"),
                Entry("contoso", "name_id_unresolved") with
                {
                    Values = new(),
                },
                Entry("contoso", "user_suspended") with
                {
                    Values = new(),
                    Checks = [new(SignInChecks.Record, false, "by the record")],
                },
                Entry("contoso", null) with
                {
                    Values = new(),
                },
            ],
            default
        );
        var entries = await _store.Services.GetRequiredService<IAuditTrail>().ListAsync("contoso", null, 50, default);
        Assert.Equal("name_id_unresolved", Assert.Single(entries, e => e.Action == AuditActions.SignInRefused).Code);
    }

    [Fact]
    public async Task SignInTraces_Listed_AreFilteredAndPagedByOrganization()
    {
        await Traces.AddAsync(
            [.. Enumerable.Range(0, 25).Select(i => Entry("contoso", i % 5 == 0 ? "expired" : null, i % 2 == 0 ? "alice" : "bob"))],
            default
        );
        await Traces.AddAsync([Entry("fabrikam", null), Entry(null, "malformed")], default);
        var seen = new List<SignInTraceEntry>();
        while (
            await Traces.ListAsync(
                new()
                {
                    Organization = "CONTOSO",
                    After = seen.Count == 0 ? null : seen[^1],
                    Limit = 7,
                },
                default
            )
                is { Count: > 0 } page
        )
        {
            seen.AddRange(page);
        }

        Assert.Equal(25, seen.Select(e => e.Reference).Distinct().Count());
        Assert.Equal(seen.OrderByDescending(e => e.At).Select(e => e.At), seen.Select(e => e.At));
        Assert.Equal(5, (await Traces.ListAsync(new() { Organization = "contoso", Accepted = false }, default)).Count);
        Assert.Equal(5, (await Traces.ListAsync(new() { Organization = "contoso", Code = "expired" }, default)).Count);
        Assert.Equal(13, (await Traces.ListAsync(new() { Organization = "contoso", UserId = "alice" }, default)).Count);
        Assert.Equal(10, (await Traces.ListAsync(new() { Organization = "contoso", From = seen[9].At }, default)).Count);
    }

    [Fact]
    public async Task SignInTraces_Counted_AreGroupedByHourAndOutcome()
    {
        await Traces.AddAsync(
            [Entry("contoso", null), Entry("contoso", null), Entry("contoso", "expired"), Entry("fabrikam", null)],
            default
        );
        _store.Clock.Advance(TimeSpan.FromHours(1));
        await Traces.AddAsync([Entry("contoso", "expired")], default);
        Assert.Equal(
            [new(TestClock.Now, null, 2), new(TestClock.Now, "expired", 1), new(TestClock.Now.AddHours(1), "expired", 1)],
            await Traces.CountAsync("contoso", TestClock.Now, TestClock.Now.AddDays(1), default)
        );
    }

    [Fact]
    public async Task SignInTraces_Old_AreDeleted()
    {
        await Traces.AddAsync([Entry("contoso", null), Entry(null, "malformed")], default);
        _store.Clock.Advance(TimeSpan.FromDays(31));
        await Traces.AddAsync([Entry("contoso", null)], default);
        Assert.Equal(2, await Traces.CleanAsync(_store.Clock.GetUtcNow().AddDays(-30), _store.Clock.GetUtcNow(), default));
        Assert.Single(await Traces.ListAsync(new() { Organization = "contoso" }, default));
    }

    private SignInTraceEntry Entry(string? organization, string? code, string? userId = null)
    {
        var number = ++_number;
        return new()
        {
            Reference = $"AAAAA-{number:00000}",
            At = _store.Clock.GetUtcNow().AddSeconds(number),
            Organization = organization,
            Code = code,
            UserId = userId,
        };
    }
}
