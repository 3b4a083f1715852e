using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SamlSp.AspNetCore;

/// <summary>
/// Access tokens for Microsoft Graph, by the client credentials grant (RFC 6749 4.4). A token is kept until five minutes before it expires,
/// with the settings that it belongs to: other settings have another one.
/// </summary>
internal sealed class GraphTokens(Backchannel backchannel, ClientAuthenticator authenticator, TimeProvider clock)
{
    private const int LongestToken = 16 * 1024;
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly ConditionalWeakTable<GraphOptions, Kept> _kept = [];

    /// <summary>A token of a tenant.</summary>
    /// <exception cref="GraphException">There is none.</exception>
    public async Task<string> GetAsync(GraphTenant tenant, MetadataOptions bounds, CancellationToken cancellationToken)
    {
        var kept = _kept.GetOrCreateValue(tenant.Options);
        await kept.One.WaitAsync(cancellationToken);
        try
        {
            if (kept.Token is { } known && kept.Until > clock.GetUtcNow())
            {
                return known;
            }

            (kept.Token, var lifetime) = await RequestAsync(tenant, bounds, cancellationToken);
            kept.Until = clock.GetUtcNow() + lifetime - Margin;
            return kept.Token;
        }
        finally
        {
            kept.One.Release();
        }
    }

    /// <summary>Forgets a token that Graph refuses.</summary>
    public void Forget(GraphTenant tenant)
    {
        if (_kept.TryGetValue(tenant.Options, out var kept))
        {
            kept.Until = default;
        }
    }

    private async Task<(string Token, TimeSpan Lifetime)> RequestAsync(
        GraphTenant tenant,
        MetadataOptions bounds,
        CancellationToken cancellationToken
    )
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = tenant.Scope,
        };
        var format = ClientAssertionFormat.Entra(tenant.TokenUrl.AbsoluteUri);
        if (await authenticator.AddAsync(form, ClientCredentials.Of(tenant.Options), tenant.Key, format, cancellationToken) is { } unproven)
        {
            throw new GraphException("no token can be asked for: " + unproven.TrimEnd('.'));
        }

        try
        {
            var (status, body) = await backchannel.PostAsync(tenant.TokenUrl, tenant.IsDeclared, bounds, form, cancellationToken);
            using var answer = JsonDocument.Parse(body);
            if (status == 200 && answer.RootElement is { ValueKind: JsonValueKind.Object } given)
            {
                return Read(given);
            }

            throw new GraphException($"the token endpoint answered {status}.{Describe(answer.RootElement)}", status);
        }
        catch (HttpRequestException e)
        {
            throw new GraphException($"the token endpoint cannot be reached: {e.Message}", inner: e);
        }
        catch (JsonException e)
        {
            throw new GraphException("the token endpoint did not answer with JSON", inner: e);
        }
    }

    private static (string Token, TimeSpan Lifetime) Read(JsonElement answer) =>
        answer.TryGetProperty("access_token", out var token)
        && token.ValueKind == JsonValueKind.String
        && token.GetString() is { Length: > 0 and <= LongestToken } text
        && text.All(c => c is > ' ' and <= '~')
        && answer.TryGetProperty("expires_in", out var seconds)
        && seconds.ValueKind == JsonValueKind.Number
        && seconds.TryGetInt32(out var lifetime)
        && lifetime is > 0 and <= 7 * 24 * 3600
            ? (text, TimeSpan.FromSeconds(lifetime))
            : throw new GraphException("the token endpoint gave no access token that can be used");

    /// <summary>Entra's number of the error, with what to do; nothing else of the answer.</summary>
    private static string Describe(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object
        && answer.TryGetProperty("error_description", out var text)
        && text.ValueKind == JsonValueKind.String
        && EntraErrorNumber.TryFind(text.GetString(), out var number)
            ? " " + EntraErrorNumber.Describe(number) + OpenIdErrorText.EntraHint(number)
            : "";

    /// <summary>The token of one settings object.</summary>
    private sealed class Kept
    {
        public SemaphoreSlim One { get; } = new(1, 1);

        public string? Token { get; set; }

        public DateTimeOffset Until { get; set; }
    }
}
