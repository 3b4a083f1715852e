using System.Text.Json.Nodes;
using SamlSp.Claims;

namespace SamlSp.EntraSandbox;

/// <summary>
/// The tenant's provisioning service: in each cycle it finds or makes every user and group at the app, and sends what has changed since the
/// last one. As at Entra, a user who is disabled is sent <c>active: false</c>, and a user who is deleted for good a DELETE.
/// </summary>
internal sealed class SandboxProvisioning : IDisposable
{
    private static readonly (string ObjectId, string Name)[] Groups =
    [
        ("0c1d86f3-27a8-4be5-9f63-5a9f0b7e1c01", "Everyone"),
        ("0c1d86f3-27a8-4be5-9f63-5a9f0b7e1c02", "Employees"),
        ("0c1d86f3-27a8-4be5-9f63-5a9f0b7e1c03", "Partners"),
    ];

    private readonly EntraSandboxTenant _tenant;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<string, SandboxAssignment> _assignments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Known> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownGroup> _groups = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<(string Target, MappingExpression Expression)> _mapping;
    private SandboxAdminCredentials? _entered;

    /// <summary>Starts with everybody assigned and nobody provisioned.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="clock">The clock of expressions.</param>
    public SandboxProvisioning(EntraSandboxTenant tenant, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        (_tenant, _clock) = (tenant, clock);
        _http = new HttpClient(tenant.Options.ProvisioningHandler?.Invoke() ?? new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            Timeout = TimeSpan.FromSeconds(30),
        };
        _mapping =
        [
            .. (
                tenant.Options.ProvisioningMapping ?? SandboxMapping.ForGuests(tenant.Options.TenantDomain, tenant.Options.PrimaryDomain)
            ).Select(m => (m.Target, MappingExpression.Parse(m.Expression))),
        ];
    }

    /// <summary>Where to provision to: what was entered on the page, or what the options say; null when neither does.</summary>
    public SandboxAdminCredentials? Credentials =>
        _entered
        ?? _tenant
            .Options.ServiceProviders.Where(p => p.ProvisioningUrl is not null && p.ProvisioningToken is not null)
            .Select(p => new SandboxAdminCredentials(p.ProvisioningUrl!, p.ProvisioningToken!))
            .FirstOrDefault();

    /// <summary>The requests of the last cycle.</summary>
    public IReadOnlyList<ProvisioningStep> LastCycle { get; private set; } = [];

    /// <summary>What became of a user.</summary>
    /// <param name="user">The user's short name.</param>
    public SandboxAssignment AssignmentOf(string user)
    {
        lock (_assignments)
        {
            return _assignments.GetValueOrDefault(user);
        }
    }

    /// <summary>Takes other admin credentials. Nobody counts as provisioned there yet.</summary>
    /// <param name="credentials">The tenant URL and the secret token.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task EnterAsync(SandboxAdminCredentials credentials, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            _entered = credentials;
            _users.Clear();
            _groups.Clear();
            LastCycle = [];
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Disables, enables or deletes a user in the tenant; the next cycle tells the app.</summary>
    /// <param name="user">The user's short name.</param>
    /// <param name="assignment">What becomes of them.</param>
    /// <returns>Whether there is such a user.</returns>
    public bool Assign(string user, SandboxAssignment assignment)
    {
        if (!_tenant.Users.Any(u => u.Id == user))
        {
            return false;
        }

        lock (_assignments)
        {
            _assignments[user] = assignment;
        }

        _tenant.SetEnabled(user, assignment != SandboxAssignment.Disabled);
        _tenant.SetDeleted(user, assignment == SandboxAssignment.Deleted);

        return true;
    }

    /// <summary>Runs a cycle now, instead of every 40 minutes as at Entra.</summary>
    /// <param name="dialect">How changes are written.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The requests; none when the app has no provisioning set up.</returns>
    public async Task<IReadOnlyList<ProvisioningStep>> RunCycleAsync(ProvisioningDialect dialect, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (Credentials is not { } credentials)
            {
                return [];
            }

            var log = new List<ProvisioningStep>();
            var client = new ScimClient(_http, credentials.TenantUrl, credentials.SecretToken, log);
            foreach (var user in _tenant.Users)
            {
                await ProvisionAsync(client, user, dialect, cancellationToken);
            }

            foreach (var (objectId, name) in Groups)
            {
                await ProvisionGroupAsync(client, objectId, name, dialect, cancellationToken);
            }

            return LastCycle = log;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _http.Dispose();
        _one.Dispose();
    }

    private async Task ProvisionAsync(ScimClient client, SandboxUser user, ProvisioningDialect dialect, CancellationToken cancellationToken)
    {
        var assignment = AssignmentOf(user.Id);
        if (assignment == SandboxAssignment.Deleted)
        {
            if (_users.Remove(user.Id, out var gone))
            {
                await client.SendAsync(user.SignInName, HttpMethod.Delete, "Users/" + gone.Id, null, cancellationToken);
            }

            return;
        }

        var values = Map(user, assignment);
        if (!_users.TryGetValue(user.Id, out var known))
        {
            var found = await client.SendAsync(
                user.SignInName,
                HttpMethod.Get,
                $"Users?filter={Uri.EscapeDataString($"userName eq \"{values["userName"]}\"")}",
                null,
                cancellationToken
            );
            if (found is null)
            {
                return;
            }

            if (IdOf((found["Resources"] as JsonArray)?.FirstOrDefault()) is { } there)
            {
                known = new(there, []);
            }
            else if (assignment == SandboxAssignment.Disabled)
            {
                return;
            }
            else if (
                IdOf(await client.SendAsync(user.SignInName, HttpMethod.Post, "Users", ScimRequests.NewUser(values), cancellationToken)) is
                { } made
            )
            {
                known = new(made, values);
            }
            else
            {
                return;
            }

            _users[user.Id] = known;
        }

        var changed = values
            .Where(v => known.Sent.GetValueOrDefault(v.Key) != v.Value)
            .ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
        if (
            changed.Count > 0
            && await client.SendAsync(
                user.SignInName,
                HttpMethod.Patch,
                "Users/" + known.Id,
                ScimRequests.Change(changed, dialect),
                cancellationToken
            )
                is not null
        )
        {
            _users[user.Id] = known with { Sent = values };
        }
    }

    private async Task ProvisionGroupAsync(
        ScimClient client,
        string objectId,
        string name,
        ProvisioningDialect dialect,
        CancellationToken cancellationToken
    )
    {
        if (!_groups.TryGetValue(objectId, out var known))
        {
            var found = await client.SendAsync(
                name,
                HttpMethod.Get,
                $"Groups?excludedAttributes=members&filter={Uri.EscapeDataString($"displayName eq \"{name}\"")}",
                null,
                cancellationToken
            );
            if (found is null)
            {
                return;
            }

            var id =
                IdOf((found["Resources"] as JsonArray)?.FirstOrDefault())
                ?? IdOf(await client.SendAsync(name, HttpMethod.Post, "Groups", ScimRequests.NewGroup(name, objectId), cancellationToken));
            if (id is null)
            {
                return;
            }

            _groups[objectId] = known = new(id, []);
        }

        // Memberships stay while a user is disabled, and go with whoever is deleted.
        var members = _tenant
            .Users.Where(u => u.Groups.Contains(objectId) && _users.ContainsKey(u.Id))
            .Select(u => _users[u.Id].Id)
            .ToHashSet(StringComparer.Ordinal);
        var (coming, going) = (
            members.Except(known.Members).ToList(),
            known.Members.Except(members).Intersect(_users.Values.Select(u => u.Id)).ToList()
        );
        if (
            coming.Count + going.Count == 0
            || await client.SendAsync(
                name,
                HttpMethod.Patch,
                "Groups/" + known.Id,
                ScimRequests.ChangeMembers(coming, going, dialect),
                cancellationToken
            )
                is not null
        )
        {
            _groups[objectId] = known with { Members = members };
        }
    }

    private Dictionary<string, string> Map(SandboxUser user, SandboxAssignment assignment)
    {
        var attributes = new Dictionary<string, ExpressionValue>(StringComparer.OrdinalIgnoreCase)
        {
            ["objectId"] = ExpressionValue.FromText(user.ObjectId),
            ["originalUserPrincipalName"] = ExpressionValue.FromText(user.LocalUserPrincipalName),

            // Without #EXT# and the tenant's domain, as Entra shows a guest's userPrincipalName to mappings.
            ["userPrincipalName"] = ExpressionValue.FromText(user.SignInName),
            ["displayName"] = ExpressionValue.FromText(user.DisplayName),
            ["givenName"] = ExpressionValue.FromText(user.GivenName),
            ["surname"] = ExpressionValue.FromText(user.Surname),
            ["mail"] = ExpressionValue.FromText(user.Mail),
            ["userType"] = ExpressionValue.FromText(user.UserType == UserType.Member ? "Member" : "Guest"),
            ["IsSoftDeleted"] = ExpressionValue.FromText(assignment == SandboxAssignment.Assigned ? "False" : "True"),
        };
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (target, expression) in _mapping)
        {
            // Entra never sends nulls.
            if (expression.Evaluate(attributes, _clock) is { Succeeded: true, Value: { IsNullOrEmpty: false, Text: { } text } })
            {
                values[target] = text;
            }
        }

        return values;
    }

    private static string? IdOf(JsonNode? resource) => (resource as JsonObject)?["id"]?.GetValue<string>();

    private sealed record Known(string Id, Dictionary<string, string> Sent);

    private sealed record KnownGroup(string Id, HashSet<string> Members);
}
