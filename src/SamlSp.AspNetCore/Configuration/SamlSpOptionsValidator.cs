using System.Net;
using SamlSp.Claims;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>Finds the mistakes in the options of a scheme: a line each, with the path of the key.</summary>
internal sealed class SamlSpOptionsValidator
{
    private readonly List<string> _errors = [];

    public static IReadOnlyList<string> Validate(SamlSpOptions options, bool development)
    {
        var validator = new SamlSpOptionsValidator();
        validator.CheckAddresses(options, development);
        validator.CheckBounds(options);
        foreach (var (key, error) in options.PublishedMetadata.Check())
        {
            validator.Add($"SamlSp:PublishedMetadata:{key}", error);
        }

        if (options.EventsType is { } events && !typeof(SamlSpEvents).IsAssignableFrom(events))
        {
            validator.Add(nameof(options.EventsType), $"must be a class derived from {nameof(SamlSpEvents)}");
        }

        foreach (var (name, organization) in options.Organizations)
        {
            validator.CheckOrganization($"SamlSp:Organizations:{name}", name, organization, development);
        }

        validator.CheckDomainsAreOnesOwn(options.Organizations);
        return validator._errors;
    }

    /// <summary>
    /// Finds the mistakes in an organization of the store: a line each, with the path of the key below <paramref name="path"/>.
    /// </summary>
    public static IReadOnlyList<string> ValidateOrganization(string path, string name, OrganizationOptions organization, bool development)
    {
        var validator = new SamlSpOptionsValidator();
        validator.CheckOrganization(path, name, organization, development);
        return validator._errors;
    }

    /// <summary>The rules of an organization as SamlSp.Claims takes them.</summary>
    public static IdentitySettings IdentitySettings(OrganizationOptions organization) =>
        new()
        {
            TenantDomain = organization.TenantDomain,
            PrimaryDomain = organization.PrimaryDomain,
            KeyClaim = organization.KeyClaim,
            AttributeClaims = organization.Attributes.AsReadOnly(),
            NameIdConditions = organization.NameId.Conditions?.AsReadOnly(),
            Claims = organization.Claims.AsReadOnly(),
            NameIdShape = organization.NameId.Shape,
            NameIdFallback = organization.NameId.Fallback,
            OrgUnitPath = organization.OrgUnitPath,
        };

    private void CheckAddresses(SamlSpOptions options, bool development)
    {
        if (string.IsNullOrEmpty(options.BaseUrl))
        {
            Add("SamlSp:BaseUrl", "is required: the address that browsers see, such as https://sp.example.com");
        }
        else
        {
            CheckAddress("SamlSp:BaseUrl", options.BaseUrl, development);
            CheckAdditionalAddresses(options, development);
            CheckReturnUrlOrigins(options, development);
        }

        if (!IsModulePath(options.ModulePath))
        {
            Add(
                "SamlSp:ModulePath",
                "must start with a slash and not end with one, and have letters, digits, '-', '.', '_', '~' and single slashes only"
            );
        }

        foreach (var (name, _) in options.Paths.Set().Where(path => !IsModulePath(path.Path)))
        {
            Add(
                $"SamlSp:Paths:{name}",
                "must start with a slash and not end with one, and have letters, digits, '-', '.', '_', '~' and single slashes only; empty"
                    + " leaves the endpoint out"
            );
        }

        if (options.EntityId is { } entityId && (entityId.Length is 0 or > 1024 || entityId.Any(char.IsWhiteSpace)))
        {
            Add("SamlSp:EntityId", "must be 1 to 1024 characters without white space (SAML Core 8.3.6)");
        }
    }

    private void CheckAddress(string path, string address, bool development)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            Add(path, "must be an absolute https: address");
        }
        else if (
            url.UserInfo.Length > 0
            || !string.Equals(address.TrimEnd('/'), url.GetLeftPart(UriPartial.Path).TrimEnd('/'), StringComparison.Ordinal)
        )
        {
            Add(path, $"must be scheme, host, port and path only: {url.GetLeftPart(UriPartial.Path).TrimEnd('/')}");
        }
        else if (url.AbsolutePath.TrimEnd('/') is { Length: > 0 } below && !IsModulePath(below))
        {
            Add(path, "has a path with other characters than letters, digits, '-', '.', '_', '~' and single slashes");
        }
        else if (url.Scheme == "http" && !development && !IsLoopback(url))
        {
            Add(path, "must be https: in Production (http: is for loopback hosts)");
        }
    }

    private void CheckReturnUrlOrigins(SamlSpOptions options, bool development)
    {
        for (var i = 0; i < options.ReturnUrlOrigins.Count; i++)
        {
            var (path, origin) = ($"SamlSp:ReturnUrlOrigins:{i}", options.ReturnUrlOrigins[i]);
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var url) || url.GetLeftPart(UriPartial.Authority) != origin.TrimEnd('/'))
            {
                Add(path, "must be scheme, host and port only, such as https://app.example.com");
            }
            else if (url.Scheme != "https" && !(url.Scheme == "http" && (development || IsLoopback(url))))
            {
                Add(path, "must be https: in Production (http: is for loopback hosts)");
            }
        }
    }

    private void CheckAdditionalAddresses(SamlSpOptions options, bool development)
    {
        var main = options.Address;
        var origins = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { main.Origin };
        for (var i = 0; i < options.AdditionalBaseUrls.Count; i++)
        {
            var (path, errors) = ($"SamlSp:AdditionalBaseUrls:{i}", _errors.Count);
            CheckAddress(path, options.AdditionalBaseUrls[i], development);
            if (_errors.Count > errors)
            {
                continue;
            }

            var address = options.Addresses[i + 1];
            if (main.Scheme.Length > 0 && (address.Scheme, address.Path) != (main.Scheme, main.Path))
            {
                Add(path, $"must have the scheme and the path of SamlSp:BaseUrl ({main.BaseUrl})");
            }
            else if (!origins.Add(address.Origin))
            {
                Add(path, "is there already");
            }
        }
    }

    /// <summary>Whether a text is an https: address, or an http: address of this computer.</summary>
    internal static bool IsHttps(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    /// <summary>Whether endpoints can be mapped below a path.</summary>
    public static bool IsModulePath(string path) =>
        path.Length >= 2
        && path[0] == '/'
        && path[^1] != '/'
        && !path.Contains("//", StringComparison.Ordinal)
        && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '.' or '_' or '~');

    internal static bool IsLoopback(Uri url) =>
        url.IsLoopback || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private void CheckBounds(SamlSpOptions options)
    {
        Between("SamlSp:Session:MaximumLifetime", options.Session.MaximumLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
        Between("SamlSp:Metadata:Timeout", options.Metadata.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Between("SamlSp:Metadata:MaximumAge", options.Metadata.MaximumAge, TimeSpan.FromHours(1), TimeSpan.FromDays(365));
        Between("SamlSp:Certificates:PublishBeforeUse", options.Certificates.PublishBeforeUse, TimeSpan.Zero, TimeSpan.FromDays(90));
        Between("SamlSp:SignInTrace:Retention", options.SignInTrace.Retention, TimeSpan.FromHours(1), TimeSpan.FromDays(400));
        Between("SamlSp:SignInTrace:DetailRetention", options.SignInTrace.DetailRetention, TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
        Between("SamlSp:ClockSkew", options.ClockSkew, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Between("SamlSp:PendingRequestLifetime", options.PendingRequestLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromHours(4));
        if (options.MaximumPendingRequests is < 1 or > 32)
        {
            Add("SamlSp:MaximumPendingRequests", "must be 1 to 32");
        }

        if (options.Limits.MaximumBytes is < 16 * 1024 or > MessageForm.MaxBodySize)
        {
            Add("SamlSp:Limits:MaximumBytes", "must be 16384 to 1048576");
        }

        foreach (
            var limit in typeof(VerifierLimits)
                .GetProperties()
                .Where(p => p.PropertyType == typeof(int) && p.Name != nameof(VerifierLimits.MaximumBytes))
        )
        {
            if ((int)limit.GetValue(options.Limits)! < 1)
            {
                Add($"SamlSp:Limits:{limit.Name}", "must be at least 1");
            }
        }
    }

    private void CheckOrganization(string path, string name, OrganizationOptions organization, bool development)
    {
        if (!Organization.IsName(name))
        {
            Add(path, "the name of an organization must be at most 64 letters, digits, dots, hyphens and underscores");
        }

        _errors.AddRange(ConnectionValidator.Validate(path + ":Connection", organization, development));
        _errors.AddRange(ProvisioningValidator.Validate(path + ":Provisioning", organization.Provisioning));
        for (var i = 0; i < organization.Domains.Count; i++)
        {
            CheckDomain($"{path}:Domains:{i}", organization.Domains[i]);
        }

        foreach (var (key, error) in organization.Terms?.Check() ?? [])
        {
            Add($"{path}:Terms:{key}", error);
        }

        if (organization.MatchByEmail && organization.Domains.Count == 0)
        {
            Add(path + ":MatchByEmail", "needs Domains: only addresses of the organization's own domains are matched");
        }

        foreach (var (unit, settings) in organization.OrgUnits)
        {
            if (!IsUnitPath(unit))
            {
                Add($"{path}:OrgUnits:{unit}", "the path of an org unit must start with a slash and have no empty parts");
            }

            if (settings?.Session?.Frequency is { } frequency)
            {
                Between($"{path}:OrgUnits:{unit}:Session:Frequency", frequency, TimeSpan.FromHours(1), TimeSpan.FromHours(24));
            }
        }

        foreach (
            var same in organization.OrgUnits.Keys.GroupBy(unit => unit, StringComparer.OrdinalIgnoreCase).Where(same => same.Skip(1).Any())
        )
        {
            Add($"{path}:OrgUnits:{same.Key}", "is here more than once: paths are compared without case");
        }

        var policies = new SessionPolicyTree(organization.OrgUnits);
        foreach (var (unit, settings) in organization.OrgUnits)
        {
            if (
                settings?.Session is { Reauthentication: null } session
                && (session.Frequency ?? (object?)session.Method) is not null
                && !policies.At(unit).RequiresReauthentication
            )
            {
                Add(
                    $"{path}:OrgUnits:{unit}:Session:Reauthentication",
                    "is not Required, so Frequency and Method have no effect: set it to Required"
                );
            }
        }

        if (IdentityResolver.TryCreate(IdentitySettings(organization), out _, out var errors))
        {
            return;
        }

        foreach (var error in errors)
        {
            _errors.Add($"{path}:{error}");
        }
    }

    /// <summary>Each domain may belong to one organization only.</summary>
    private void CheckDomainsAreOnesOwn(IDictionary<string, OrganizationOptions> organizations)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, organization) in organizations)
        {
            for (var i = 0; i < organization.Domains.Count; i++)
            {
                var key = DomainName.Key(organization.Domains[i]);
                if (!owners.TryAdd(key, name) && owners[key] != name)
                {
                    Add($"SamlSp:Organizations:{name}:Domains:{i}", $"'{organization.Domains[i]}' is a domain of {owners[key]} already");
                }
            }
        }
    }

    private void CheckDomain(string path, string domain)
    {
        if (Uri.CheckHostName(domain) != UriHostNameType.Dns || domain.IndexOf('.', StringComparison.Ordinal) < 1 || domain[^1] == '.')
        {
            Add(path, $"'{domain}' is not a domain name");
        }
    }

    private static bool IsUnitPath(string path) =>
        path == "/" || (path.StartsWith('/') && !path.EndsWith('/') && !path.Contains("//", StringComparison.Ordinal));

    private void Between(string path, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            Add(path, $"must be {Duration.ToText(least)} to {Duration.ToText(most)}");
        }
    }

    private void Add(string path, string error) => _errors.Add($"{path}: {error}");
}
