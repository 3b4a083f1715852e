using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// Reads, every few minutes, which users of each tenant were changed (a delta query of Microsoft Graph), and ends the sessions of those who
/// were disabled, deleted or signed out there. One process reads for all.
/// </summary>
internal sealed partial class GraphWatcher(
    OrganizationsInUse inUse,
    GraphClient client,
    GraphStatus status,
    IGraphWatchStore turns,
    ISessionStore sessions,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<GraphWatcher> logger
) : BackgroundService
{
    /// <summary>A tenant with more changes is read on in the next turn.</summary>
    private const int MaxPages = 2000;

    /// <summary>How far was read is kept so often: whoever reads on after a fault does not begin again.</summary>
    private const int KeepEvery = 20;

    private const string Query = "users/delta?$select=id,accountEnabled,signInSessionsValidFromDateTime";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PageTimeout = TimeSpan.FromSeconds(30);

    /// <summary>When this process looks again, by organization.</summary>
    private readonly Dictionary<string, DateTimeOffset> _next = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is being read, by organization: one that takes long holds up no other.</summary>
    private readonly Dictionary<string, Task> _reading = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Begins to read the changes of the tenants that are due; done when all of them were read.</summary>
    internal Task ReadDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        lock (_reading)
        {
            foreach (var organization in inUse.All.ToList())
            {
                if (
                    organization.Options.Connection is { Enabled: true, Graph: { } graph }
                    && graph.PollInterval > TimeSpan.Zero
                    && !(_next.TryGetValue(organization.Name, out var next) && next > now && next <= now + graph.PollInterval)
                    && _reading.GetValueOrDefault(organization.Name) is null or { IsCompleted: true }
                )
                {
                    _next[organization.Name] = now + graph.PollInterval;
                    _reading[organization.Name] = ReadAsync(organization, graph, cancellationToken);
                }
            }

            return Task.WhenAll(_reading.Values);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not before this process answers itself: in development it may be the tenant.
        using (var started = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStarted))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, started.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            _ = ReadDueAsync(stoppingToken);
            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private async Task ReadAsync(Organization organization, GraphOptions graph, CancellationToken cancellationToken)
    {
        string? error = null;
        try
        {
            var now = clock.GetUtcNow();
            var (isTaken, link) = await turns.TryTakeTurnAsync(organization.Name, now, now + graph.PollInterval, cancellationToken);
            if (!isTaken)
            {
                return;
            }

            await ReadAsync(client.TenantOf(organization, graph), link, cancellationToken);
        }
        catch (Exception e) when (e is GraphException or StoreUnavailableException)
        {
            error = e.Message;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault of ours must not end the watch of all other tenants.
            LogFault(organization.Name, e);
            error = e.GetType().Name;
        }

        var before = status.Change(
            organization.Name,
            state => state with { WatchError = error, WatchedAt = error is null ? clock.GetUtcNow() : state.WatchedAt }
        );
        if (error is not null && before.WatchError != error)
        {
            LogFailed(organization.Name, error);
        }
        else if (error is null && before.WatchError is not null)
        {
            LogReadAgain(organization.Name);
        }
    }

    /// <summary>Reads from a link to the newest change.</summary>
    private async Task ReadAsync(GraphTenant tenant, string? link, CancellationToken cancellationToken)
    {
        // (1) From where the last turn ended, unless the settings lead to another Graph since.
        var below = new Uri(tenant.BaseUrl + "/users/", UriKind.Absolute);
        var start = new Uri($"{tenant.BaseUrl}/{Query}", UriKind.Absolute);
        var next = Uri.TryCreate(link, UriKind.Absolute, out var kept) && GraphPage.IsBelow(kept, below) ? kept : start;

        // (2) Page by page. A link that Graph no longer knows (it keeps them for 7 days) leads to the start: all users as they are now.
        for (var pages = 1; ; pages++)
        {
            GraphPage page;
            try
            {
                page = await ReadPageAsync(tenant, next, below, cancellationToken);
            }
            catch (GraphException e) when (next != start && IsExpired(e))
            {
                LogStartsAnew(tenant.Organization);
                next = start;
                await SaveAsync(tenant, link: null, cancellationToken);
                continue;
            }

            await EndSessionsAsync(tenant, page, cancellationToken);

            // (3) How far it was read.
            if ((page.Next ?? page.Delta) is not { } further)
            {
                throw new GraphException("Microsoft Graph did not say where the next changes are");
            }

            next = further;
            if (page.Next is null || pages % KeepEvery == 0)
            {
                await SaveAsync(tenant, next.AbsoluteUri, cancellationToken);
            }

            if (page.Next is null || pages >= MaxPages)
            {
                return;
            }
        }
    }

    private async Task<GraphPage> ReadPageAsync(GraphTenant tenant, Uri url, Uri below, CancellationToken cancellationToken) =>
        GraphPage.Read(
            await client.SendAsync(
                tenant,
                () =>
                {
                    var request = new HttpRequestMessage(HttpMethod.Get, url);
                    request.Headers.Add("Prefer", "odata.maxpagesize=999");
                    return request;
                },
                clock.GetUtcNow() + PageTimeout,
                cancellationToken
            ),
            below
        );

    private Task SaveAsync(GraphTenant tenant, string? link, CancellationToken cancellationToken) =>
        turns.SaveAsync(tenant.Organization, link, clock.GetUtcNow() + tenant.Options.PollInterval, cancellationToken);

    private async Task EndSessionsAsync(GraphTenant tenant, GraphPage page, CancellationToken cancellationToken)
    {
        var changes = page.Items.Select(GraphUserChange.Read).OfType<GraphUserChange>().ToList();
        if (changes.Count == 0)
        {
            return;
        }

        var withSessions = await turns.WithSessionsAsync(
            tenant.Organization,
            changes.ConvertAll(change => change.ObjectId),
            cancellationToken
        );
        foreach (var change in changes.Where(change => withSessions.Contains(change.ObjectId)))
        {
            SessionSelector all = new() { Organization = tenant.Organization, Key = new(tenant.TenantId, change.ObjectId) };
            if (change.IsGone)
            {
                await EndAsync(all, SessionEndCause.AccountDisabled, cancellationToken);
                continue;
            }

            foreach (var session in await sessions.ListAsync(all, cancellationToken))
            {
                if (session.CreatedAt < change.ValidFrom)
                {
                    await EndAsync(SessionSelector.Of(session), SessionEndCause.RevokedByIdentityProvider, cancellationToken);
                }
            }
        }
    }

    private async Task EndAsync(SessionSelector selector, SessionEndCause cause, CancellationToken cancellationToken)
    {
        if (await sessions.EndAsync(selector, cause, cancellationToken) is > 0 and var ended)
        {
            logger.SessionsEnded(ended, selector.Organization, cause);
        }
    }

    private static bool IsExpired(GraphException e) =>
        e.Status == 410 || (e.Status == 400 && string.Equals(e.Code, "syncStateNotFound", StringComparison.OrdinalIgnoreCase));

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "Changes of users of {Organization} could not be read from Microsoft Graph: {Error}. Whoever is disabled there keeps their sessions"
            + " here until the policy ends them. Said again when the reason changes",
        EventName = "WatchFailed"
    )]
    private partial void LogFailed(string organization, string error);

    [LoggerMessage(2, LogLevel.Information, "Changes of users of {Organization} can be read again", EventName = "WatchedAgain")]
    private partial void LogReadAgain(string organization);

    [LoggerMessage(
        3,
        LogLevel.Information,
        "Microsoft Graph no longer knows how far the changes of {Organization} were read: all users are read anew",
        EventName = "WatchStartsAnew"
    )]
    private partial void LogStartsAnew(string organization);

    [LoggerMessage(4, LogLevel.Error, "Reading the changes of users of {Organization} failed", EventName = "WatchFault")]
    private partial void LogFault(string organization, Exception exception);
}
