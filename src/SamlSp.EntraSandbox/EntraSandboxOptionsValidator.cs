using Microsoft.Extensions.Options;

namespace SamlSp.EntraSandbox;

/// <summary>Refuses settings that cannot work, all at once.</summary>
internal sealed class EntraSandboxOptionsValidator : IValidateOptions<EntraSandboxOptions>
{
    public ValidateOptionsResult Validate(string? name, EntraSandboxOptions options)
    {
        var wrong = new List<string>();
        Check(
            IsWebAddress(options.BaseUrl) && !options.BaseUrl.EndsWith('/'),
            nameof(options.BaseUrl),
            "must be an http or https URL without a slash at its end"
        );
        Check(
            options.Path.Length > 1
                && options.Path[0] == '/'
                && options.Path[^1] != '/'
                && !options.Path.Contains('{', StringComparison.Ordinal),
            nameof(options.Path),
            "must start with a slash, have text after it, and not end with a slash"
        );
        Check(Guid.TryParseExact(options.TenantId, "D", out _), nameof(options.TenantId), "must be a GUID");
        Check(Guid.TryParseExact(options.HomeTenantId, "D", out _), nameof(options.HomeTenantId), "must be a GUID");
        Check(options.HomeTenantId != options.TenantId, nameof(options.HomeTenantId), "must be another tenant");
        Check(
            options.TokenLifetime >= TimeSpan.FromMinutes(10) && options.TokenLifetime <= TimeSpan.FromDays(1),
            nameof(options.TokenLifetime),
            "must be from 10 minutes to a day"
        );
        Check(options.SigningCertificate is null or { HasPrivateKey: true }, nameof(options.SigningCertificate), "must have a private key");
        Check(
            options.ServiceProviders.Select(p => p.EntityId).Distinct(StringComparer.Ordinal).Count() == options.ServiceProviders.Count,
            nameof(options.ServiceProviders),
            "must have different entity IDs"
        );
        Check(
            options.Clients.Select(c => c.ClientId).Distinct(StringComparer.Ordinal).Count() == options.Clients.Count,
            nameof(options.Clients),
            "must have different client IDs"
        );
        Check(
            options.Clients.All(c => c.RedirectUris.All(IsWebAddress)),
            nameof(options.Clients),
            "must have http or https URLs as redirect URIs"
        );
        Check(
            options.AdditionalUsers.All(u => Guid.TryParseExact(u.ObjectId, "D", out _)),
            nameof(options.AdditionalUsers),
            "must have GUIDs as object IDs"
        );
        Check(
            SandboxUsers.Create(options).DistinctBy(u => u.Id, StringComparer.Ordinal).Count() == options.AdditionalUsers.Count + 3
                && SandboxUsers.Create(options).DistinctBy(u => u.ObjectId, StringComparer.OrdinalIgnoreCase).Count()
                    == options.AdditionalUsers.Count + 3,
            nameof(options.AdditionalUsers),
            "must have IDs and object IDs of their own"
        );
        foreach (var provider in options.ServiceProviders)
        {
            Check(
                IsWebAddress(provider.AcsUrl),
                $"{nameof(options.ServiceProviders)}: {nameof(provider.AcsUrl)}",
                "must be an http or https URL"
            );
            Check(
                provider.LogoutUrl is null || IsWebAddress(provider.LogoutUrl),
                $"{nameof(options.ServiceProviders)}: {nameof(provider.LogoutUrl)}",
                "must be an http or https URL"
            );
            Check(
                provider.ProvisioningUrl is null || IsWebAddress(provider.ProvisioningUrl),
                $"{nameof(options.ServiceProviders)}: {nameof(provider.ProvisioningUrl)}",
                "must be an http or https URL"
            );
            Check(
                provider.StartUrl is null || IsWebAddress(provider.StartUrl),
                $"{nameof(options.ServiceProviders)}: {nameof(provider.StartUrl)}",
                "must be an http or https URL"
            );
        }

        foreach (var row in options.ProvisioningMapping ?? [])
        {
            Check(
                Claims.MappingExpression.TryParse(row.Expression, out _, out _),
                $"{nameof(options.ProvisioningMapping)}: {row.Target}",
                "must have an expression that can be read"
            );
        }

        if (!NameIdSource.TryCreate(options, out _, out var errors))
        {
            wrong.AddRange(errors.Select(e => $"{nameof(options.NameIdConditions)}: {e}"));
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);

        void Check(bool holds, string setting, string rule)
        {
            if (!holds)
            {
                wrong.Add($"{setting} {rule}.");
            }
        }
    }

    private static bool IsWebAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
