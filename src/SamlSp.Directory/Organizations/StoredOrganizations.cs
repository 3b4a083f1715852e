using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Brings organizations from the store into use on this node.</summary>
internal sealed partial class StoredOrganizations(
    Store store,
    OrganizationSettings settings,
    IServiceProvider services,
    ILogger<StoredOrganizations> logger
) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Makes organizations; null in a process that signs nobody in.</summary>
    public OrganizationBuilder? Builder { get; } = services.GetService<OrganizationBuilder>();

    /// <summary>Loads organizations from the store.</summary>
    /// <param name="names">Which, in lower case; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Those that could not be brought into use, because their identity provider does not answer or their secrets cannot be read;
    /// whatever was in use before still is.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    public async Task<IReadOnlyCollection<string>> LoadAsync(IReadOnlyCollection<string>? names, CancellationToken cancellationToken)
    {
        if (Builder is null)
        {
            return [];
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            return await LoadAsync(Builder, names, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Takes an organization into use that was just saved here.</summary>
    public void Put(Organization organization) => Builder?.Registry.Put(organization);

    public void Dispose() => _one.Dispose();

    private async Task<IReadOnlyCollection<string>> LoadAsync(
        OrganizationBuilder builder,
        IReadOnlyCollection<string>? names,
        CancellationToken cancellationToken
    )
    {
        bool IsMeant(string name) => names?.Contains(OrganizationScope.Key(name)) ?? true;
        var rows = await store.ReadWideAsync(wide => wide.OrganizationsAsync(cancellationToken), cancellationToken);
        var failed = new List<string>();
        foreach (var row in rows.Where(row => IsMeant(row.Organization)))
        {
            if (builder.Registry.IsDeclared(row.Name))
            {
                LogShadowed(row.Name);
            }
            else if (!await UseAsync(builder, row, cancellationToken))
            {
                failed.Add(row.Organization);
            }
        }

        foreach (var organization in builder.Registry.All.Where(o => IsMeant(o.Name)).ToList())
        {
            if (
                !builder.Registry.IsDeclared(organization.Name)
                && !rows.Exists(row => row.Organization == OrganizationScope.Key(organization.Name))
            )
            {
                builder.Registry.Remove(organization.Name);
            }
        }

        return failed;
    }

    private async Task<bool> UseAsync(OrganizationBuilder builder, OrganizationRow row, CancellationToken cancellationToken)
    {
        OrganizationOptions options;
        try
        {
            options = settings.Read(row);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            LogUnreadable(e, row.Name);
            return false;
        }

        if (!OrganizationBuilder.HasConnection(options.Connection))
        {
            builder.Registry.Remove(row.Name);
            return true;
        }

        var known = builder.Registry.TryGet(row.Name, out var inUse) ? inUse : null;
        var (organization, errors) = await builder.BuildAsync(row.Name, options, known, saved: true, cancellationToken);
        if (organization is null)
        {
            LogUnusable(row.Name, string.Join("; ", errors));
            return false;
        }

        Put(organization);
        return true;
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "The organization {Organization} is in the store and in the configuration; the configuration counts",
        EventName = "OrganizationShadowed"
    )]
    private partial void LogShadowed(string organization);

    [LoggerMessage(
        2,
        LogLevel.Error,
        "The organization {Organization} cannot be brought into use, and is tried again: {Errors}",
        EventName = "OrganizationUnusable"
    )]
    private partial void LogUnusable(string organization, string errors);

    [LoggerMessage(
        3,
        LogLevel.Error,
        "The settings of {Organization} cannot be read: if the key that encrypted its secrets is gone, enter them anew",
        EventName = "OrganizationUnreadable"
    )]
    private partial void LogUnreadable(Exception exception, string organization);
}
