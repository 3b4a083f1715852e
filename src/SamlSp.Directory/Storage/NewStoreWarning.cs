using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Outside of Development, says at every start that the store is new, with its full path: until it has an owner, or, where owners come by
/// group, a user from an earlier day. A path or a database that was mistyped leads to a store that lets suspended users in.
/// </summary>
internal sealed partial class NewStoreWarning(
    Store store,
    StoreSettings settings,
    IHostEnvironment environment,
    TimeProvider clock,
    ILogger<NewStoreWarning> logger
)
{
    private static readonly TimeSpan New = TimeSpan.FromDays(1);

    private static readonly UnownedSql Owner = new(
        SqlText.WideTag + "any owner\nSELECT role FROM role_grants WHERE LOWER(role) = 'owner' LIMIT 1"
    );

    private static readonly UnownedSql User = new(SqlText.WideTag + "any user by age\nSELECT id FROM users WHERE created_at < $1 LIMIT 1");

    public async Task SayAsync(CancellationToken cancellationToken)
    {
        if (environment.IsDevelopment())
        {
            return;
        }

        var batch = new StatementBatch();
        batch.Add(Owner);
        batch.Add(User, clock.GetUtcNow() - New);
        var results = await store.ReadAsync(batch, cancellationToken);
        if (results.All(result => result.Rows.Count == 0))
        {
            LogNew(settings.Place);
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "The store is new, and has no owner yet: {Place}. If users should be in it, stop this server and correct SamlSp:Storage: here,"
            + " nobody is suspended.",
        EventName = "NewStore"
    )]
    private partial void LogNew(string place);
}
