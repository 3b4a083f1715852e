using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// The way to the database: one organization's rows through <see cref="OrganizationScope"/>, or what belongs to none through
/// <see cref="CrossTenantQueries"/>. Whatever fails in the database comes out as <see cref="StoreUnavailableException"/>; a unique
/// violation does
/// not, since the caller knows what it means.
/// </summary>
internal sealed class Store(
    IDbContextFactory<DirectoryContext> contexts,
    StoreSettings settings,
    StoreReadiness readiness,
    SessionCache sessions,
    TimeProvider clock
) : IDisposable
{
    private static readonly TimeSpan MaxQueueLength = TimeSpan.FromSeconds(10);

    /// <summary>SQLite has one writer at a time: waiting here costs nothing, waiting there costs a thread.</summary>
    private readonly SemaphoreSlim? _writer = settings.IsSqlite ? new(1, 1) : null;

    /// <summary>Reads an organization's rows.</summary>
    public Task<T> ReadAsync<T>(string organization, Func<OrganizationScope, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(context => work(new(context, organization, settings, actor: null, clock.GetUtcNow())), Mode.Read, cancellationToken);

    /// <summary>Writes an organization's rows in a transaction: all or nothing.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="actor">Whom the audit trail names; see <see cref="OrganizationScope.Actor"/>.</param>
    /// <param name="work">What is done. It may run twice, each time with a fresh scope.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<T> WriteAsync<T>(
        string organization,
        string? actor,
        Func<OrganizationScope, Task<T>> work,
        CancellationToken cancellationToken
    ) => WriteAsync(organization, actor, work, static _ => true, cancellationToken);

    /// <summary>Writes an organization's rows in a transaction, which is rolled back unless the result is one to commit.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="actor">Whom the audit trail names; see <see cref="OrganizationScope.Actor"/>.</param>
    /// <param name="work">What is done. It may run twice, each time with a fresh scope.</param>
    /// <param name="commits">Whether a result is committed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<T> WriteAsync<T>(
        string organization,
        string? actor,
        Func<OrganizationScope, Task<T>> work,
        Func<T, bool> commits,
        CancellationToken cancellationToken
    )
    {
        OrganizationScope? scope = null;
        var result = await RunAsync(
            context => work(scope = new(context, organization, settings, actor, clock.GetUtcNow())),
            Mode.Transaction,
            commits,
            cancellationToken
        );

        // Other nodes are told by the change feed; this one removes them from its cache at once.
        if (scope is { EndedSessions.Count: > 0 } && commits(result))
        {
            sessions.Remove(scope.EndedSessions);
        }

        return result;
    }

    /// <summary>Reads what belongs to no organization.</summary>
    public Task<T> ReadWideAsync<T>(Func<CrossTenantQueries, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(context => work(new(context)), Mode.Read, cancellationToken);

    /// <summary>Writes what belongs to no organization, with one statement.</summary>
    public Task<T> WriteWideAsync<T>(Func<CrossTenantQueries, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(context => work(new(context)), Mode.Statement, cancellationToken);

    public void Dispose() => _writer?.Dispose();

    private Task<T> RunAsync<T>(Func<DirectoryContext, Task<T>> work, Mode mode, CancellationToken cancellationToken) =>
        RunAsync(work, mode, static _ => true, cancellationToken);

    private async Task<T> RunAsync<T>(
        Func<DirectoryContext, Task<T>> work,
        Mode mode,
        Func<T, bool> commits,
        CancellationToken cancellationToken
    )
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = "failed";
        try
        {
            var result = await RepeatAsync(work, mode, commits, cancellationToken);
            outcome = "ok";
            return result;
        }
        finally
        {
            DirectoryTelemetry.StoreDuration.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                new("samlsp.mode", mode.ToString()),
                new("samlsp.outcome", outcome)
            );
        }
    }

    private async Task<T> RepeatAsync<T>(
        Func<DirectoryContext, Task<T>> work,
        Mode mode,
        Func<T, bool> commits,
        CancellationToken cancellationToken
    )
    {
        await readiness.EnsureAsync(cancellationToken);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await OnceAsync(work, mode, commits, cancellationToken);
            }
            catch (Exception e) when (attempt == 0 && StoreErrors.IsTransient(e) && !cancellationToken.IsCancellationRequested)
            {
                // The first command after a restart of the server meets a dead connection of the pool. Every piece of work can be done
                // again.
            }
            catch (Exception e)
                when (e is not StoreUnavailableException && StoreErrors.IsStoreFault(e) && !StoreErrors.IsUniqueViolation(e))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!StoreErrors.IsBusy(e))
                {
                    settings.ForgetConnections();
                }

                throw new StoreUnavailableException("The store failed: " + StoreErrors.Describe(e), e);
            }
        }
    }

    private async Task<T> OnceAsync<T>(
        Func<DirectoryContext, Task<T>> work,
        Mode mode,
        Func<T, bool> commits,
        CancellationToken cancellationToken
    )
    {
        var queue = mode == Mode.Read ? null : _writer;
        if (queue is not null && !await queue.WaitAsync(MaxQueueLength, cancellationToken))
        {
            throw new StoreUnavailableException("The store is busy: no turn to write came up.");
        }

        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            if (mode != Mode.Transaction)
            {
                return await work(context);
            }

            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var result = await work(context);
            if (commits(result))
            {
                await transaction.CommitAsync(cancellationToken);
            }

            // Without the commit, the transaction is rolled back when it is disposed.
            return result;
        }
        finally
        {
            queue?.Release();
        }
    }

    private enum Mode
    {
        Read,
        Statement,
        Transaction,
    }
}
