using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Shortens the sessions in the store to the policies and the maximum of the configuration, which may have become stricter while this node
/// was down, or while it runs. No session ever becomes longer. It runs in the background, at start and after each change. What fails is
/// tried again every five seconds.
/// </summary>
internal sealed partial class SessionTightener(
    Store store,
    OrganizationLookup organizations,
    TimeProvider clock,
    ILogger<SessionTightener> logger
) : BackgroundService, ISettingsListener
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);
    private static readonly OrganizationSql AnyLive = new(
        "SELECT reference FROM sessions WHERE organization = $1 AND ended_at IS NULL AND expires_at > $2 LIMIT 1"
    );

    private readonly AsyncSignal _changed = new();
    private bool _failing;

    /// <inheritdoc />
    public void SettingsChanged() => _changed.Set();

    /// <summary>Goes through organizations.</summary>
    /// <returns>How many sessions became shorter, and the organizations for which it failed.</returns>
    public async Task<(int Shortened, IReadOnlyList<(Organization Organization, TimeSpan? Maximum)> Failed)> ApplyAsync(
        IReadOnlyList<(Organization Organization, TimeSpan? Maximum)> all,
        CancellationToken cancellationToken
    )
    {
        var total = 0;
        var failed = new List<(Organization, TimeSpan?)>();
        foreach (var (organization, maximum) in all)
        {
            try
            {
                var shortened = await ApplyAsync(organization, maximum, cancellationToken);
                if (shortened > 0)
                {
                    LogShortened(organization.Name, shortened);
                }

                total += shortened;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Whatever it is, it is tried again. One line until it has succeeded: a store may be down for hours.
                if (!_failing)
                {
                    LogFailed(organization.Name, e.Message);
                }

                _failing = true;
                failed.Add((organization, maximum));
            }
        }

        if (failed.Count == 0 && _failing)
        {
            _failing = false;
            LogCaughtUp();
        }

        return (total, failed);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        for (var left = organizations.All(); ; )
        {
            (_, left) = await ApplyAsync(left, stoppingToken);
            if (left.Count == 0)
            {
                await _changed.WaitAsync(stoppingToken);
                left = organizations.All();
            }
            else
            {
                await Task.Delay(Retry, clock, stoppingToken);
            }
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        _changed.Dispose();
    }

    private async Task<int> ApplyAsync(Organization organization, TimeSpan? maximum, CancellationToken cancellationToken) =>
        (await store.ReadAsync(organization.Name, AnyLive, [clock.GetUtcNow()], cancellationToken)).Count == 0
            ? 0
            : await ShortenAsync(organization, maximum, cancellationToken);

    private Task<int> ShortenAsync(Organization organization, TimeSpan? maximum, CancellationToken cancellationToken) =>
        store.WriteAsync(
            organization.Name,
            AuditActors.System,
            async scope =>
            {
                await scope.LockPoliciesAsync(exclusive: true, cancellationToken);
                var policies = new OrgUnitTree(organization, await scope.OrgUnitRowsAsync(cancellationToken)).Policies;
                return await PolicyTightening.ApplyAsync(scope, before: null, policies, maximum, cancellationToken);
            },
            cancellationToken
        );

    [LoggerMessage(
        1,
        LogLevel.Information,
        "The settings have become stricter: {Sessions} live sessions of {Organization} end earlier now",
        EventName = "SessionsShortened"
    )]
    private partial void LogShortened(string organization, int sessions);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "The live sessions of {Organization}, and perhaps of others, could not be checked against the settings yet: {Error} "
            + "That is tried again every five seconds.",
        EventName = "SessionTighteningFailed"
    )]
    private partial void LogFailed(string organization, string error);

    [LoggerMessage(
        3,
        LogLevel.Information,
        "The live sessions of all organizations have been checked against the settings",
        EventName = "SessionTighteningDone"
    )]
    private partial void LogCaughtUp();
}
