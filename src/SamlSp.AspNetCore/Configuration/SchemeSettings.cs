using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>
/// What the settings of a scheme are held to, and the organizations that they declare: at start, and whenever they change.
/// </summary>
internal sealed class SchemeSettings(
    IOptions<ConfigurationSchema> schema,
    IEnumerable<IConfigurationCheck> checks,
    IHostEnvironment environment,
    OrganizationBuilder builder,
    IEnumerable<IIdentityProviderMetadataSource> sources
)
{
    private const string NoKey = "there is no key to sign with; set SamlSp:Certificates:Directory";

    /// <summary>The mistakes in the options of a scheme: a line each, with its key.</summary>
    public IEnumerable<string> Check(SamlSpScheme scheme, SamlSpOptions options) =>
        (scheme.Configuration is { } section ? schema.Value.Check(section, typeof(SamlSpOptions)) : [])
            .Concat(SamlSpOptionsValidator.Validate(options, environment.IsDevelopment()))
            .Concat(checks.SelectMany(check => check.Check(scheme, options)));

    /// <summary>
    /// Builds the organizations of the options. One that is in use with the same settings object stays what it is. Without a mistake among
    /// the errors, all are there.
    /// </summary>
    /// <param name="scheme">The scheme, whose keys are loaded.</param>
    /// <param name="options">Its options.</param>
    /// <param name="errors">Gets a line for each mistake, with its key.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<Organization>> BuildAsync(
        SamlSpScheme scheme,
        SamlSpOptions options,
        List<string> errors,
        CancellationToken cancellationToken
    )
    {
        // (1) All are asked at once: it takes as long as the slowest, not as all in turn.
        var readings = options
            .Organizations.Where(o => Known(scheme, o.Key, o.Value) is null && IsReadable(o.Key, o.Value.Connection))
            .ToDictionary(
                o => o.Key,
                o => builder.ReadAsync(o.Key, o.Value, InUse(scheme, o.Key), saved: true, cancellationToken),
                StringComparer.OrdinalIgnoreCase
            );

        // (2) Each in turn, beside those before it.
        var organizations = new List<Organization>();
        foreach (var (name, settings) in options.Organizations)
        {
            var path = $"SamlSp:Organizations:{name}";
            var organization = Known(scheme, name, settings);
            if (organization is null)
            {
                errors.AddRange(CheckConnection(path + ":Connection", name, settings.Connection, scheme));
            }

            if (readings.TryGetValue(name, out var reading))
            {
                (organization, var wrong) = await reading;
                errors.AddRange(wrong.Select(error => $"{path}:{error}"));
            }

            if (organization is null)
            {
                continue;
            }

            if (organization.Issuer.Length > 0 && organizations.Find(o => o.Issuer == organization.Issuer) is { } same)
            {
                errors.Add($"{path}:Connection: has the same identity provider as {same.Name}: the issuer must tell organizations apart");
                continue;
            }

            organizations.Add(organization);
        }

        return organizations;
    }

    /// <summary>The organization of the configuration that is in use under a name; none at start.</summary>
    private static Organization? InUse(SamlSpScheme scheme, string name) =>
        scheme.Registry.IsDeclared(name) && scheme.Registry.TryGet(name, out var found) ? found : null;

    private static Organization? Known(SamlSpScheme scheme, string name, OrganizationOptions settings) =>
        InUse(scheme, name) is { } known && ReferenceEquals(known.Options, settings) ? known : null;

    /// <summary>Whether there is something to read. What is wrong with the settings themselves was said before.</summary>
    private bool IsReadable(string name, SamlSpConnectionOptions connection) =>
        connection.Protocol == ConnectionProtocol.OpenIdConnect
            ? ConnectionValidator.Validate("", connection, environment.IsDevelopment()).Count == 0
            : OrganizationBuilder.HasConnection(connection) || sources.Any(s => s.Find(name) is not null);

    /// <summary>What is asked of a connection of the configuration besides.</summary>
    private IEnumerable<string> CheckConnection(string path, string name, SamlSpConnectionOptions connection, SamlSpScheme scheme)
    {
        if (connection.Protocol == ConnectionProtocol.OpenIdConnect)
        {
            return scheme.Keys.Signing is null ? connection.NeedsOfKey().Select(key => $"{path}:{key}: {NoKey}") : [];
        }

        if (!IsReadable(name, connection))
        {
            return [$"{path}: MetadataUrl or MetadataFile is required, or another protocol"];
        }

        var pinned = connection.MetadataSigningCertificates;
        var errors = PinnedMetadataKeys.Check($"{path}:MetadataSigningCertificates", pinned, environment.ContentRootPath);
        return scheme.Keys.Signing is null ? errors.Concat(connection.NeedsOfKey().Select(key => $"{path}:{key}: {NoKey}")) : errors;
    }
}
