using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace SamlSp.AspNetCore;

/// <summary>
/// Reads what an OpenID Connect identity provider says of itself: discovery where the settings leave something out, and its keys. What goes
/// wrong is a sentence, never an exception.
/// </summary>
internal sealed class OpenIdProviderReader(
    Backchannel backchannel,
    LastKnownGoodMetadata recall,
    IHostEnvironment environment,
    SamlSpSchemes schemes,
    TimeProvider clock
)
{
    /// <summary>Reads it.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="connection">The settings; must have passed their own checks.</param>
    /// <param name="keep">Whether what is read is kept in the store; not for settings on trial.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The provider, or the key that is wrong, a sentence, and whether only the address does not answer.</returns>
    public Task<(OpenIdProvider? Provider, string? Key, string? Error, bool IsUnreachable)> ReadAsync(
        string organization,
        SamlSpConnectionOptions connection,
        bool keep,
        CancellationToken cancellationToken
    ) => ReadAsync(organization, connection, Bounds, keep, cancellationToken);

    private async Task<(OpenIdProvider? Provider, string? Key, string? Error, bool IsUnreachable)> ReadAsync(
        string organization,
        SamlSpConnectionOptions connection,
        MetadataOptions bounds,
        bool keep,
        CancellationToken cancellationToken
    )
    {
        var key = connection.Issuer is null ? "AuthorizationUrl" : "Issuer";
        try
        {
            var found = IsComplete(connection)
                ? new OpenIdConnectConfiguration()
                : await DiscoverAsync(organization, connection, bounds, cancellationToken);
            if (connection.Issuer is null && !IsIssuer(found.Issuer))
            {
                return (null, key, "the discovery document names no issuer of a single tenant", false);
            }

            if (connection.Issuer is { } issuer && found.Issuer is { } said && said != issuer)
            {
                return (null, key, $"the discovery document is that of {Shown(said)} (OpenID Connect Discovery 4.3)", false);
            }

            var provider = new OpenIdProvider
            {
                Issuer = connection.Issuer ?? found.Issuer,
                AuthorizationUrl = connection.AuthorizationUrl ?? Address(found.AuthorizationEndpoint, "authorization_endpoint"),
                TokenUrl = connection.TokenUrl ?? Address(found.TokenEndpoint, "token_endpoint"),
                JwksUrl = connection.JwksUrl ?? Address(found.JwksUri, "jwks_uri"),
                EndSessionUrl = connection.EndSessionUrl ?? Optional(found.EndSessionEndpoint, "end_session_endpoint"),
                SaysIssuer = Says(found, "authorization_response_iss_parameter_supported"),
                PushedAuthorizationUrl = Optional(found.PushedAuthorizationRequestEndpoint, "pushed_authorization_request_endpoint"),
                RequiresPushedAuthorization = found.RequirePushedAuthorizationRequests,
                RequestAlgorithms = [.. found.RequestObjectSigningAlgValuesSupported],
                RequiresSignedRequests = Says(found, "require_signed_request_object"),
                UserInfoUrl = Optional(found.UserInfoEndpoint, "userinfo_endpoint"),
                ListsPkce = IsComplete(connection) ? null : found.CodeChallengeMethodsSupported.Contains("S256"),
                ClientAssertionAlgorithms = [.. found.TokenEndpointAuthSigningAlgValuesSupported],
                ReadAt = clock.GetUtcNow(),

                // What is not kept yet, because the settings were on trial, is read again soon, and then kept.
                NextReadAt = keep ? MetadataSchedule.AfterSuccess(clock.GetUtcNow()) : clock.GetUtcNow(),
            };
            key = connection.JwksUrl is null ? key : "JwksUrl";
            var jwks = Encoding.UTF8.GetString(
                await GetAsync(organization, connection, new(provider.JwksUrl, UriKind.Absolute), bounds, cancellationToken)
            );
            provider = provider with { Keys = OpenIdKeys.Read(jwks) };
            if (keep)
            {
                await KeepAsync(organization, connection, provider, jwks, cancellationToken);
            }

            return (provider, null, null, false);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or ArgumentException or FormatException or IOException)
        {
            return (
                null,
                key,
                e is HttpRequestException or FormatException ? e.Message : "the document is not what it should be",
                MetadataFetcher.IsUnreachable(e)
            );
        }
    }

    /// <summary>
    /// The same where an organization comes into use: what cannot be read now is taken from the store, if it is there and not too old.
    /// </summary>
    /// <returns>The provider, or the key that is wrong, a sentence, and whether only the address does not answer.</returns>
    public async Task<(OpenIdProvider? Provider, string? Key, string? Error, bool IsUnreachable)> ReadOrRecallAsync(
        string organization,
        SamlSpConnectionOptions connection,
        CancellationToken cancellationToken
    )
    {
        var known = await recall.FindAsync(organization, Source(connection), cancellationToken);
        var bounds = known is null ? Bounds : Bounds.AtStart();
        var (read, key, error, isUnreachable) = await ReadAsync(organization, connection, bounds, keep: true, cancellationToken);
        if (read is not null || known is null || known.ReadAt + bounds.MaximumAge < clock.GetUtcNow())
        {
            return (read, key, error, isUnreachable);
        }

        try
        {
            var snapshot = JsonSerializer.Deserialize<Snapshot>(known.Document)!;
            return (
                snapshot.Provider with
                {
                    Keys = OpenIdKeys.Read(snapshot.Jwks),
                    ReadAt = known.ReadAt,
                    LastError = error,
                    Failures = 1,
                    NextReadAt = MetadataSchedule.AfterFailure(clock.GetUtcNow(), 1),
                },
                null,
                null,
                false
            );
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException)
        {
            return (null, key, error, isUnreachable);
        }
    }

    private async Task KeepAsync(
        string organization,
        SamlSpConnectionOptions connection,
        OpenIdProvider provider,
        string jwks,
        CancellationToken cancellationToken
    ) =>
        await recall.KeepAsync(
            new()
            {
                Organization = organization,
                Source = Source(connection),
                Document = JsonSerializer.SerializeToUtf8Bytes(new Snapshot(provider, jwks)),
                ReadAt = provider.ReadAt,
                Keys = [.. provider.KeyIds.Order(StringComparer.Ordinal)],
            },
            cancellationToken
        );

    private static string Source(SamlSpConnectionOptions connection) =>
        string.Join(
            ' ',
            "openid",
            connection.Issuer ?? "-",
            connection.AuthorizationUrl ?? "-",
            connection.TokenUrl ?? "-",
            connection.JwksUrl ?? "-",
            connection.EndSessionUrl ?? "-"
        );

    private static bool IsComplete(SamlSpConnectionOptions connection) =>
        connection is { Issuer: not null, AuthorizationUrl: not null, TokenUrl: not null, JwksUrl: not null };

    private static bool IsIssuer(string? issuer) =>
        issuer is not null
        && Uri.TryCreate(issuer, UriKind.Absolute, out _)
        && !issuer.Contains('{', StringComparison.Ordinal)
        && !OpenIdDiscovery.IsForManyTenants(issuer);

    private async Task<OpenIdConnectConfiguration> DiscoverAsync(
        string organization,
        SamlSpConnectionOptions connection,
        MetadataOptions bounds,
        CancellationToken cancellationToken
    ) =>
        OpenIdConnectConfiguration.Create(
            Encoding.UTF8.GetString(
                await GetAsync(organization, connection, OpenIdDiscovery.AddressOf(connection)!, bounds, cancellationToken)
            )
        );

    private Task<byte[]> GetAsync(
        string organization,
        SamlSpConnectionOptions connection,
        Uri url,
        MetadataOptions bounds,
        CancellationToken cancellationToken
    ) => backchannel.GetAsync(url, IsDeclared(organization, connection, url), bounds, cancellationToken);

    private string Address(string? address, string name) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url)
        && url.UserInfo.Length == 0
        && (
            url.Scheme == Uri.UriSchemeHttps
            || (url.Scheme == Uri.UriSchemeHttp && (environment.IsDevelopment() || SamlSpOptionsValidator.IsLoopback(url)))
        )
            ? address!
            : throw new FormatException($"the discovery document has no https: address as {name}");

    private string? Optional(string? address, string name) => string.IsNullOrEmpty(address) ? null : Address(address, name);

    private static bool Says(OpenIdConnectConfiguration found, string name) =>
        found.AdditionalData.TryGetValue(name, out var says) && says is true or "true" or "True";

    private MetadataOptions Bounds => schemes.Default.Options.Metadata;

    /// <summary>
    /// Whether the operator wrote the connection into the configuration, rather than a user into the console, and named the host of an
    /// address there.
    /// </summary>
    public bool IsDeclared(string organization, SamlSpConnectionOptions connection, Uri url) =>
        schemes.All.SelectMany(scheme => scheme.Declared(organization)).Any(declared => ReferenceEquals(declared.Connection, connection))
        && new[] { connection.Issuer, connection.AuthorizationUrl, connection.TokenUrl, connection.JwksUrl }.Any(named =>
            Uri.TryCreate(named, UriKind.Absolute, out var host) && host.IdnHost == url.IdnHost
        );

    private static string Shown(string said) => said.Length <= 200 && said.All(c => c is > ' ' and <= '~') ? said : "another issuer";

    /// <summary>What is kept for a start without network.</summary>
    private sealed record Snapshot(OpenIdProvider Provider, string Jwks);
}
