using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class CrossTenantQueries
{
    /// <summary>What PostgreSQL's clock says, UTC.</summary>
    public async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken) =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            await _context
                .Database.SqlQueryRaw<long>("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint) AS \"Value\"")
                .SingleAsync(cancellationToken)
        );

    /// <summary>Writes, always in the same place.</summary>
    public Task<int> ProbeAsync(byte[] filler, CancellationToken cancellationToken) =>
        _context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "store_probe" ("id", "filler") VALUES (1, {filler})
            ON CONFLICT ("id") DO UPDATE SET "filler" = excluded."filler"
            """,
            cancellationToken
        );
}
