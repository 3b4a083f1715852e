using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Benchmarks;

/// <summary>A node's stores on a database with so many people and live sessions in it.</summary>
internal sealed class FilledStore : IAsyncDisposable
{
    private const string Name = "contoso";

    private readonly IHost _host;
    private readonly Organization _organization;
    private readonly Random _random = new(1);
    private readonly int _people;
    private readonly string[] _sessions;
    private int _new;

    private FilledStore(IHost host, int people, int sessions)
    {
        (_host, _people) = (host, people);
        _sessions = [.. Enumerable.Range(0, sessions).Select(i => i.ToString("x64", CultureInfo.InvariantCulture))];
        _organization = new(Name, new(), null!, null!);
    }

    /// <summary>Where a page in the middle begins.</summary>
    public string? Middle { get; private set; }

    /// <summary>The name of a random user.</summary>
    public string SomebodysName => $"person {_random.Next(_people):D7}";

    public static async Task<FilledStore> StartAsync(StorageOptions options, int people, int sessions)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        builder.Services.AddSamlSpDirectory(options);
        var host = builder.Build();
        await host.StartAsync();
        var store = new FilledStore(host, people, sessions);
        await store.FillAsync();
        return store;
    }

    /// <summary>Asks for a session, as each request does.</summary>
    public async Task CheckSessionAsync(bool fromStore)
    {
        if (fromStore)
        {
            Get<SessionCache>().Clear();
        }

        var id = _sessions[fromStore ? _random.Next(_sessions.Length) : _random.Next(Math.Min(_sessions.Length, 100))];
        if (await Get<ISessionStore>().FindAsync(id, default) is null)
        {
            throw new InvalidOperationException("There is no such session.");
        }
    }

    /// <summary>What a sign-in asks of the store, from the used assertion ID to the session.</summary>
    public async Task SignInAsync(bool known)
    {
        var number = known ? _random.Next(_people) : _people + ++_new;
        var identity = new SignInIdentity
        {
            Key = new(TestTenant.Id, ObjectId(number)),
            UserType = UserType.Member,
            NameId = $"person{number}@example.com",
            OrgUnitPath = number % 4 == 0 ? "/guests" : "/",
            DisplayName = $"Person {number:D7}",
            Mail = $"person{number}@example.com",
            Attributes = new Dictionary<string, IReadOnlyList<string>>(),
        };
        await Get<IUsedAssertionIds>()
            .TryAddAsync(TestTenant.Issuer, Guid.NewGuid().ToString(), DateTimeOffset.UtcNow.AddHours(1), default);
        var user = (await Get<IUserStore>().SignInAsync(_organization, identity, default)).User!;
        if (user.Created == known)
        {
            throw new InvalidOperationException("The user is known and should not be, or the reverse.");
        }

        await Get<ISessionStore>()
            .AddAsync(NewSession(Guid.NewGuid().ToString("N"), user.Id, number) with { RightsVersion = user.RightsVersion }, default);
    }

    /// <summary>Looks a record up by its ID.</summary>
    public async Task FindAsync()
    {
        if (await Get<IUserDirectory>().FindAsync(Name, UserId(_random.Next(_people)), default) is null)
        {
            throw new InvalidOperationException("There is no such record.");
        }
    }

    /// <summary>Looks people up.</summary>
    public async Task SearchAsync(UserQuery query)
    {
        if ((await Get<IUserDirectory>().SearchAsync(Name, query with { Limit = 20 }, default)).Users.Count == 0)
        {
            throw new InvalidOperationException("No user was found.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static string ObjectId(int number) => $"00000000-0000-4000-8000-{number:x12}";

    private static string UserId(int number) => $"01900000-0000-7000-8000-{number:x12}";

    private static Session NewSession(string id, string userId, int number)
    {
        var now = DateTimeOffset.UtcNow;
        return new()
        {
            Id = id,
            Organization = Name,
            UserId = userId,
            Key = new(TestTenant.Id, ObjectId(number)),
            UserType = UserType.Member,
            NameId = $"person{number}@example.com",
            OrgUnitPath = number % 4 == 0 ? "/guests" : "/",
            Issuer = TestTenant.Issuer,
            AssertedNameId = new NameId($"person{number}@example.com", null, null, null),
            SessionIndex = "_" + id,
            AuthenticatedAt = now,
            CreatedAt = now,
            ExpiresAt = now.AddHours(8),
            ExpiresBy = SessionEndCause.Policy,
            Claims = new Dictionary<string, IReadOnlyList<string>> { ["groups"] = [.. Enumerable.Range(0, 10).Select(ObjectId)] },
        };
    }

    private T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    private async Task FillAsync()
    {
        var now = DateTimeOffset.UtcNow;
        const int Batch = 5000;
        for (var from = 0; from < _people; from += Batch)
        {
            await AddAsync(
                Enumerable
                    .Range(from, Math.Min(Batch, _people - from))
                    .Select(number => new UserRow
                    {
                        Organization = Name,
                        Id = UserId(number),
                        TenantId = TestTenant.Id,
                        ObjectId = ObjectId(number),
                        NameId = $"person{number}@example.com",
                        DisplayName = $"Person {number:D7}",
                        Mail = $"person{number}@example.com",
                        UserType = UserType.Member,
                        OrgUnitPath = number % 4 == 0 ? "/guests" : "/",
                        CreatedAt = now,
                        UpdatedAt = now,
                    })
            );
        }

        for (var from = 0; from < _sessions.Length; from += Batch)
        {
            await AddAsync(
                Enumerable
                    .Range(from, Math.Min(Batch, _sessions.Length - from))
                    .Select(i => SessionMapping.ToRow(NewSession(_sessions[i], UserId(i % _people), i % _people)))
            );
        }

        await using (var context = await Get<IDbContextFactory<DirectoryContext>>().CreateDbContextAsync())
        {
            // What PostgreSQL does by itself a minute later, and a checkpoint, so that neither falls into the measurement.
            if (context.Database.IsNpgsql())
            {
                await context.Database.ExecuteSqlRawAsync("VACUUM ANALYZE; CHECKPOINT");
            }
            else
            {
                await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
            }
        }

        var directory = Get<IUserDirectory>();
        Middle = (
            await directory.SearchAsync(
                Name,
                new() { Text = (_people / 2).ToString("D7", CultureInfo.InvariantCulture)[..5], Limit = 1 },
                default
            )
        ).Next;
    }

    private Task<bool> AddAsync(IEnumerable<IOrganizationOwned> rows) =>
        Get<Store>()
            .WriteAsync(
                Name,
                actor: null,
                async scope =>
                {
                    foreach (var row in rows)
                    {
                        scope.Add(row);
                    }

                    await scope.SaveAsync(default);
                    return true;
                },
                default
            );
}
