using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// The groups of users who are in too many for the token, from Microsoft Graph. Never silently without groups: what cannot be read is a
/// refusal or a line of the trace.
/// </summary>
internal sealed partial class GraphGroups(
    GraphClient client,
    GroupCache cache,
    GraphStatus status,
    IKnownGroups known,
    TimeProvider clock,
    ILogger<GraphGroups> logger
)
{
    /// <summary>The most groups that getMemberObjects gives: more are an error there.</summary>
    private const int MemberObjectsLimit = 11_000;

    /// <summary>Reads the groups of a user; null when the claims have them.</summary>
    /// <param name="organization">The organization, whose settings say how.</param>
    /// <param name="claims">The verified claims.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<GroupReading?> ReadAsync(Organization organization, AssertedClaims claims, CancellationToken cancellationToken)
    {
        // (1) The claims are too many for the token, and there are credentials to read them.
        if (GroupOverage.Find(claims) is not { } overage)
        {
            return null;
        }

        if (organization.Options.Connection.Graph is not { } options)
        {
            return Unread(organization);
        }

        // (2) By the tenant and the object ID that were proven. The link in the token is not followed.
        using var span = SamlSpTelemetry.Source.StartActivity("samlsp.groups");
        try
        {
            var tenant = client.TenantOf(organization, options);
            if (overage.TenantId is { } issuer && issuer != tenant.TenantId)
            {
                throw new GraphException("the user is of another tenant than Connection:Graph:TenantId");
            }

            var user = overage.ObjectId ?? throw new GraphException("the token has no object ID, which is a GUID");
            var kept = cache.Find(tenant, user);
            var groups = kept ?? await ReadAsync(tenant, user, cancellationToken);
            var names = Array.ConvertAll(groups, group => group.ToString("D"));
            known.Remember(organization, user, names);
            return new(
                names,
                IsRead: true,
                IsRefused: false,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Too many groups for the token: {groups.Length:N0} groups were read from Microsoft Graph"
                ) + (kept is null ? "." : " some minutes ago.")
            );
        }
        catch (GraphException e)
        {
            return await FailAsync(organization, options, overage, e, cancellationToken);
        }
    }

    private async Task<Guid[]> ReadAsync(GraphTenant tenant, string user, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timeout = new CancellationTokenSource(tenant.Options.Timeout, clock);
        using var canceling = timeout.Token.Register(patience.Cancel);
        var until = clock.GetUtcNow() + tenant.Options.Timeout;
        try
        {
            Guid[] groups;
            try
            {
                groups = await ReadMemberObjectsAsync(tenant, user, until, patience.Token);
            }
            catch (GraphException e) when (e.Code == "Directory_ResultSizeLimitExceeded" && tenant.Options.MaxGroups > MemberObjectsLimit)
            {
                groups = await ReadTransitiveAsync(tenant, user, until, patience.Token);
            }

            cache.Add(tenant, user, groups);
            if (status.Change(tenant.Organization, state => state with { GroupsError = null }).GroupsError is not null)
            {
                LogReadAgain(tenant.Organization);
            }

            return groups;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GraphException($"Microsoft Graph did not answer within {tenant.Options.Timeout.TotalSeconds:0} seconds", inner: e);
        }
    }

    /// <summary>The IDs in one answer, up to 11,000 of them.</summary>
    private Task<Guid[]> ReadMemberObjectsAsync(GraphTenant tenant, string user, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var body = tenant.Options.SecurityEnabledOnly ? """{"securityEnabledOnly":true}""" : """{"securityEnabledOnly":false}""";
        return ReadPagesAsync(
            tenant,
            user,
            "getMemberObjects",
            url =>
                new(HttpMethod.Post, url)
                {
                    Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
                },
            static item => item,
            until,
            cancellationToken
        );
    }

    /// <summary>The groups by pages, for a user who is in more than 11,000. A cast is an advanced query, which the header allows.</summary>
    private Task<Guid[]> ReadTransitiveAsync(GraphTenant tenant, string user, DateTimeOffset until, CancellationToken cancellationToken) =>
        ReadPagesAsync(
            tenant,
            user,
            "transitiveMemberOf/microsoft.graph.group?$select=id&$top=999&$count=true"
                + (tenant.Options.SecurityEnabledOnly ? "&$filter=securityEnabled%20eq%20true" : ""),
            static url =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, url);
                request.Headers.Add("ConsistencyLevel", "eventual");
                return request;
            },
            static item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id", out var id) ? id : default,
            until,
            cancellationToken
        );

    private async Task<Guid[]> ReadPagesAsync(
        GraphTenant tenant,
        string user,
        string query,
        Func<Uri, HttpRequestMessage> request,
        Func<JsonElement, JsonElement> idOf,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var below = new Uri($"{tenant.BaseUrl}/users/{user}/", UriKind.Absolute);
        var groups = new HashSet<Guid>();
        Uri? next = new(below, query);
        for (var pages = 0; next is not null; pages++)
        {
            // Pages without groups would never reach the limit.
            var url = pages <= tenant.Options.MaxGroups ? next : throw TooMany(tenant);
            var page = GraphPage.Read(await client.SendAsync(tenant, () => request(url), until, cancellationToken), below);
            foreach (var item in page.Items)
            {
                var id = idOf(item);
                if (id.ValueKind != JsonValueKind.String || !Guid.TryParseExact(id.GetString(), "D", out var group))
                {
                    throw new GraphException("Microsoft Graph answered with a group whose ID is no GUID");
                }

                if (groups.Add(group) && groups.Count > tenant.Options.MaxGroups)
                {
                    throw TooMany(tenant);
                }
            }

            next = page.Next;
        }

        return [.. groups];
    }

    private static GraphException TooMany(GraphTenant tenant) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"the user is in more than {tenant.Options.MaxGroups:N0} groups (Connection:Graph:MaxGroups)"
            )
        );

    private GroupReading Unread(Organization organization)
    {
        if (status.Change(organization.Name, state => state with { UnreadAt = clock.GetUtcNow() }).UnreadAt is null)
        {
            LogUnread(organization.Name);
        }

        return new(
            Groups: null,
            IsRead: false,
            IsRefused: false,
            "Too many groups for the token, which has a link in their place: no group gives a role. Set Connection:Graph, and they are read"
                + " from Microsoft Graph."
        );
    }

    private async Task<GroupReading> FailAsync(
        Organization organization,
        GraphOptions options,
        GroupOverage overage,
        GraphException failure,
        CancellationToken cancellationToken
    )
    {
        var why = failure.Message;
        if (status.Change(organization.Name, state => state with { GroupsError = why }).GroupsError != why)
        {
            LogFailed(organization.Name, why);
        }

        var detail = $"Too many groups for the token, and they could not be read: {why}.";
        if (options.OnFailure == GraphFailure.Refuse)
        {
            return new(Groups: null, IsRead: false, IsRefused: true, detail);
        }

        // Roles are kept. A claim rule that asks for a group would give another result with only some of the groups.
        if (organization.Resolver.ReadsGroups || overage.ObjectId is not { } user)
        {
            return new(
                Groups: null,
                IsRead: false,
                IsRefused: true,
                detail + " Roles could be kept, but not decided is what the claim rules that ask for a group give."
            );
        }

        var before = await known.FindAsync(organization, user, cancellationToken);
        return new(
            before,
            IsRead: false,
            IsRefused: false,
            detail
                + (
                    before.Count == 0
                        ? " No group gave the user a role at the last sign-in, so none does now."
                        : " The sign-in goes on with the groups that gave roles at the last one."
                )
        );
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "A user of {Organization} is in too many groups for the token, which has a link in their place: no group gives a role. Set"
            + " Connection:Graph of the organization, and they are read from Microsoft Graph. This is said once",
        EventName = "GroupsUnread"
    )]
    private partial void LogUnread(string organization);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "The groups of a user of {Organization} could not be read from Microsoft Graph: {Error}. Said again when the reason changes",
        EventName = "GroupsFailed"
    )]
    private partial void LogFailed(string organization, string error);

    [LoggerMessage(
        3,
        LogLevel.Information,
        "Groups of {Organization} can be read from Microsoft Graph again",
        EventName = "GroupsReadAgain"
    )]
    private partial void LogReadAgain(string organization);
}
