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

    /// <summary>
    /// What the log has said last of each organization that cannot be used. Only one loading at a time reads or writes it.
    /// </summary>
    private readonly Dictionary<string, string> _unusable = new(StringComparer.OrdinalIgnoreCase);

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
        var rows = await StoredOrganizationSql.ReadAllAsync(store, cancellationToken);
        var owners = await StoredOrganizationSql.ReadDomainsAsync(store, cancellationToken);
        var failed = new List<string>();
        foreach (var row in rows.Where(row => IsMeant(row.Organization)))
        {
            if (builder.Registry.IsDeclared(row.Name))
            {
                LogShadowed(row.Name);
            }
            else if (!await UseAsync(builder, row, owners, cancellationToken))
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

    private async Task<bool> UseAsync(
        OrganizationBuilder builder,
        OrganizationRow row,
        IReadOnlyDictionary<string, string> owners,
        CancellationToken cancellationToken
    )
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

        // A domain of an organization in the configuration is not this one's, nor is one that an older organization has had all along.
        var declared = builder
            .Registry.All.Where(o => builder.Registry.IsDeclared(o.Name))
            .SelectMany(o => o.Options.Domains, (o, domain) => (o.Name, Domain: DomainName.Key(domain)))
            .ToList();
        foreach (var domain in options.Domains.ToList())
        {
            var key = DomainName.Key(domain);
            var owner = declared.Find(d => d.Domain == key).Name ?? owners.GetValueOrDefault(key, row.Organization);
            if (owner != row.Organization)
            {
                options.Domains.Remove(domain);
                LogDomainTaken(row.Name, domain, owner);
            }
        }

        var known = builder.Registry.TryGet(row.Name, out var inUse) ? inUse : null;
        var (organization, errors) = await builder.BuildAsync(row.Name, options, known, saved: true, cancellationToken);
        if (organization is null)
        {
            SayUnusable(row.Name, string.Join("; ", errors));
            return false;
        }

        SayUnusable(row.Name, organization.ConnectionError);
        Put(organization);
        return true;
    }

    /// <summary>Logs why an organization cannot be used, once for each reason; null when it can.</summary>
    private void SayUnusable(string organization, string? why)
    {
        if (why is null)
        {
            _unusable.Remove(organization);
        }
        else if (!_unusable.TryGetValue(organization, out var said) || said != why)
        {
            _unusable[organization] = why;
            LogUnusable(organization, why);
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "The organization {Organization} is in the store and in the configuration; the configuration counts",
        EventName = "OrganizationShadowed"
    )]
    private partial void LogShadowed(string organization);

    [LoggerMessage(
        4,
        LogLevel.Warning,
        "The domain {Domain} of {Organization} is one of {Owner}, and finds that organization at sign-in. Remove it from one of them.",
        EventName = "DomainTaken"
    )]
    private partial void LogDomainTaken(string organization, string domain, string owner);

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
