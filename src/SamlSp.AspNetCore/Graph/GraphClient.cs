using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SamlSp.AspNetCore;

/// <summary>
/// Requests to Microsoft Graph. When Graph says how long to wait (429 and 503 with <c>Retry-After</c>), the request is sent again within
/// the caller's time; a longer wait ends the request, and those after it, until it is over.
/// </summary>
internal sealed partial class GraphClient(Backchannel backchannel, GraphTokens tokens, SamlSpSchemes schemes, TimeProvider clock)
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 16 };
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait by the order of Graph, with the settings that it was asked with.</summary>
    private readonly ConditionalWeakTable<GraphOptions, StrongBox<DateTimeOffset>> _waits = [];

    /// <summary>The tenant of an organization, as its settings reach it.</summary>
    /// <exception cref="GraphException">Neither the settings nor the issuer say which tenant it is.</exception>
    public GraphTenant TenantOf(Organization organization, GraphOptions options) =>
        new(
            organization.Name,
            GraphTenant.IdOf(organization)
                ?? throw new GraphException("the identity provider's issuer is no tenant of Entra: set Connection:Graph:TenantId"),
            options,
            schemes
                .All.SelectMany(scheme => scheme.Declared(organization.Name))
                .Any(declared => ReferenceEquals(declared.Connection.Graph, options)),
            (schemes.All.FirstOrDefault(scheme => scheme.Registry.All.Contains(organization)) ?? schemes.Default).Keys.Signing
        );

    /// <summary>Sends a request.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="request">Creates the request; called again for another attempt.</param>
    /// <param name="until">When the caller stops waiting, UTC.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The answer, a JSON document.</returns>
    /// <exception cref="GraphException">Graph gave no answer, or an error.</exception>
    public async Task<JsonElement> SendAsync(
        GraphTenant tenant,
        Func<HttpRequestMessage> request,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        for (var isRenewed = false; ; )
        {
            // (1) Graph's order to wait holds for all requests.
            var wait = _waits.GetOrCreateValue(tenant.Options);
            if (wait.Value > clock.GetUtcNow())
            {
                await DelayAsync(wait.Value, until, cancellationToken);
            }

            // (2) The request, within the time that is left.
            var left = until - clock.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                throw new GraphException("Microsoft Graph did not answer in time");
            }

            var bounds = new MetadataOptions
            {
                AllowPrivateAddresses = schemes.Default.Options.Metadata.AllowPrivateAddresses,
                Timeout = left,
            };
            var token = await tokens.GetAsync(tenant, bounds, cancellationToken);
            var (status, body, retryAfter) = await SendOnceAsync(tenant, request, token, bounds, cancellationToken);

            // (3) The answer, or another attempt.
            if (status is 200)
            {
                return Parse(body);
            }

            if (status is 401 && !isRenewed)
            {
                tokens.Forget(tenant);
                isRenewed = true;
            }
            else if (status is 429 or 503 && WaitOf(retryAfter) is { } ordered)
            {
                wait.Value = clock.GetUtcNow() + ordered;
            }
            else
            {
                throw Failure(status, body);
            }
        }
    }

    private async Task<(int Status, byte[] Body, RetryConditionHeaderValue? RetryAfter)> SendOnceAsync(
        GraphTenant tenant,
        Func<HttpRequestMessage> create,
        string token,
        MetadataOptions bounds,
        CancellationToken cancellationToken
    )
    {
        using var request = create();
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json");
        try
        {
            return await backchannel.SendAsync(request, tenant.IsDeclared, bounds, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new GraphException($"Microsoft Graph cannot be reached: {e.Message}", inner: e);
        }
    }

    private async Task DelayAsync(DateTimeOffset ordered, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (ordered >= until)
        {
            throw new GraphException($"Microsoft Graph asks to wait until {ordered.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC", 429);
        }

        await Task.Delay(ordered - clock.GetUtcNow(), clock, cancellationToken);
    }

    private TimeSpan? WaitOf(RetryConditionHeaderValue? retryAfter) =>
        (retryAfter?.Delta ?? (retryAfter?.Date - clock.GetUtcNow())) is { } wait
            ? wait < ShortestWait
                ? ShortestWait
                : wait > TimeSpan.FromHours(1)
                    ? TimeSpan.FromHours(1)
                    : wait
            : null;

    private static JsonElement Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Json);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new GraphException("Microsoft Graph did not answer with JSON", 200, inner: e);
        }
    }

    private static GraphException Failure(int status, byte[] body)
    {
        var code = CodeOf(body);
        var hint = (status, code) switch
        {
            (_, "Directory_ResultSizeLimitExceeded") => ": the user is in more groups than Graph lists at once (11,000)",
            (401 or 403, _) => ": the app registration lacks a permission, or an administrator has withdrawn the consent",
            (404, _) => ": there is no such user in the tenant",
            (429 or 503, _) => ": it is busy, and does not say for how long",
            _ => "",
        };
        return new($"Microsoft Graph answered {status}{(code is null ? "" : " " + code)}{hint}", status, code);
    }

    /// <summary>Graph's code of an error; nothing else of the answer.</summary>
    private static string? CodeOf(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Json);
            return
                document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.Object
                && error.TryGetProperty("code", out var code)
                && code.ValueKind == JsonValueKind.String
                && code.GetString() is { } text
                && CodePattern().IsMatch(text)
                ? text
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.]{1,79}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CodePattern();
}
