using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Holds the sessions that the store has to the policies and the maximum that this node was started with: the configuration may have become stricter while it was down. None ever becomes longer. In the
/// background, once, and again every few seconds while the store cannot be reached.
/// </summary>
internal sealed partial class PoliciesAtStart(Store store, OrganizationLookup organizations, TimeProvider clock, ILogger<PoliciesAtStart> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    /// <summary>Goes through all organizations; returns how many sessions became shorter.</summary>
    public async Task<int> ApplyAsync(CancellationToken cancellationToken)
    {
        var total = 0;
        foreach (var (organization, maximum) in organizations.All())
        {
            var shortened = await ApplyAsync(organization, maximum, cancellationToken);
            if (shortened > 0) LogShortened(organization.Name, shortened);
            total += shortened;
        }

        return total;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (true)
        {
            try
            {
                await ApplyAsync(stoppingToken);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Whatever it is: it is tried again, and a node that cannot do it says so.
                LogFailed(e);
                await Task.Delay(Retry, clock, stoppingToken);
            }
        }
    }

    private Task<int> ApplyAsync(Organization organization, TimeSpan? maximum, CancellationToken cancellationToken) => store.WriteAsync(organization.Name, async scope =>
    {
        await scope.LockPoliciesAsync(exclusive: true, cancellationToken);
        var policies = new OrgUnitTree(organization, await scope.OrgUnitRowsAsync(cancellationToken)).Policies;
        return await PolicyTightening.ApplyAsync(scope, before: null, policies, maximum, clock.GetUtcNow(), cancellationToken);
    }, cancellationToken);

    [LoggerMessage(1, LogLevel.Information, "The settings have become stricter: {Sessions} live sessions of {Organization} end earlier now", EventName = "SessionsShortenedAtStart")]
    private partial void LogShortened(string organization, int sessions);

    [LoggerMessage(2, LogLevel.Warning, "Live sessions could not be held to the settings yet, and that is tried again every five seconds", EventName = "PoliciesAtStartFailed")]
    private partial void LogFailed(Exception exception);
}
