using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>
/// The provisioning log: a line of the audit trail for each request. A change's line is written with the change; lines of reads and of
/// refusals are written by the hundred, a moment later, since a write for each read would cost more than the reads.
/// </summary>
internal sealed partial class ProvisioningLog(Store store, TimeProvider clock, ILogger<ProvisioningLog> logger) : BackgroundService
{
    private const int MaxWaiting = 10_000;
    private const int Batch = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<AuditRow> _waiting = Channel.CreateBounded<AuditRow>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    /// <summary>A change's line, for its transaction.</summary>
    public AuditRow Change(ScimCaller caller, string method, ScimResourceType type, ScimResult result) =>
        Row(OrganizationScope.Key(caller.Organization.Name), caller.Credential, method, type.Endpoint[1..], result);

    /// <summary>Notes a read or a refusal.</summary>
    public void Note(ScimCaller caller, string method, string resource, ScimResult result) =>
        _waiting.Writer.TryWrite(Row(OrganizationScope.Key(caller.Organization.Name), caller.Credential, method, resource, result));

    /// <summary>Notes that a user came without a valid token.</summary>
    public void NoteUnauthorized(Organization organization, string method) =>
        _waiting.Writer.TryWrite(
            Row(OrganizationScope.Key(organization.Name), null, method, null, new() { Status = 401, Error = new(401, null, "") })
        );

    /// <summary>Writes what waits.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var rows = new List<AuditRow>();
        while (_waiting.Reader.TryRead(out var row))
        {
            rows.Add(row);
            if (rows.Count == Batch)
            {
                await WriteAsync(rows, cancellationToken);
            }
        }

        await WriteAsync(rows, cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                await FlushAsync(stoppingToken);
                await Task.Delay(Pause, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await FlushAsync(CancellationToken.None);
        }
    }

    private async Task WriteAsync(List<AuditRow> rows, CancellationToken cancellationToken)
    {
        foreach (var organization in rows.GroupBy(r => r.Organization, StringComparer.Ordinal))
        {
            try
            {
                await store.WriteAsync(
                    organization.Key,
                    AuditActors.Provisioning,
                    async scope =>
                    {
                        foreach (var row in organization)
                        {
                            scope.Add(row);
                        }

                        await scope.SaveAsync(cancellationToken);
                        return true;
                    },
                    cancellationToken
                );
            }
            catch (StoreUnavailableException e)
            {
                LogLost(organization.Count(), e.Message);
            }
        }

        rows.Clear();
    }

    private AuditRow Row(string organization, string? credential, string method, string? resource, ScimResult result) =>
        new()
        {
            At = clock.GetUtcNow(),
            Organization = organization,
            Actor = AuditActors.Provisioning,
            Action = AuditActions.ProvisioningRequest,
            Target = result.Target,
            Code = result.Error is { } error
                ? error.Type ?? "status_" + error.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)
                : "ok",
            Details = JsonSerializer.Serialize(
                new Line(
                    method,
                    resource,
                    result.Status,
                    credential,
                    result.Changed.Count == 0 ? null : result.Changed,
                    result.Error?.Detail is { Length: > 0 } detail ? detail : null,
                    result.Note
                ),
                LineContext.Default.Line
            ),
        };

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "{Count} line(s) of the provisioning log could not be written: {Error}",
        EventName = "ProvisioningLogLost"
    )]
    private partial void LogLost(int count, string error);

    internal sealed record Line(
        string Method,
        string? Resource,
        int Status,
        string? Credential,
        IReadOnlyList<string>? Changed,
        string? Detail,
        string? Note
    );
}
