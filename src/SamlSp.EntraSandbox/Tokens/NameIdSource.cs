using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using SamlSp.Claims;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>Decides on the NameID: the request's format comes first, then what the app is set up for.</summary>
internal sealed class NameIdSource
{
    private readonly string _tenantId;
    private readonly ConditionalClaim _rules;

    private NameIdSource(string tenantId, ConditionalClaim rules) => (_tenantId, _rules) = (tenantId, rules);

    public static bool TryCreate(
        EntraSandboxOptions options,
        [NotNullWhen(true)] out NameIdSource? source,
        out IReadOnlyList<string> errors
    )
    {
        source = ConditionalClaim.TryCompile(
            new() { Conditions = options.NameIdConditions ?? DefaultConditions(options.PrimaryDomain) },
            out var rules,
            out errors
        )
            ? new(options.TenantId, rules)
            : null;
        return source is not null;
    }

    /// <summary>A transformation that gives nothing makes Entra send the pairwise identifier instead.</summary>
    public NameId For(SandboxUser user, SandboxServiceProvider app, SandboxNameId how, string? requestedFormat)
    {
        if (requestedFormat == NameIdFormats.Transient)
        {
            return new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20)), NameIdFormats.Transient);
        }

        var value = how == SandboxNameId.UserPrincipalName ? user.UserPrincipalName : Transform(user);
        return requestedFormat == NameIdFormats.Persistent || value is null
            ? new(Pairwise(user, app), NameIdFormats.Persistent)
            : new(value, requestedFormat ?? NameIdFormats.EmailAddress);
    }

    /// <summary>Opaque, and the same for one user at one app for ever.</summary>
    public string Pairwise(SandboxUser user, SandboxServiceProvider app) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{_tenantId}\n{user.ObjectId}\n{app.EntityId}")));

    private string? Transform(SandboxUser user) =>
        _rules
            .Evaluate(
                new()
                {
                    UserType = user.UserType,
                    Groups = user.Groups,
                    Attributes = EntraClaims.Attributes(user),
                }
            )
            .Value;

    private static IReadOnlyList<ClaimCondition> DefaultConditions(string primaryDomain) =>
        [
            new()
            {
                UserType = "externalGuests",
                Source = "transformation",
                Transformations = [LocalPart("user.userprincipalname", primaryDomain)],
            },
            new()
            {
                UserType = "entraGuests",
                Source = "transformation",
                Transformations = [LocalPart("user.localuserprincipalname", primaryDomain)],
            },
            new()
            {
                UserType = "members",
                Source = "attribute",
                Attribute = "user.userprincipalname",
            },
        ];

    private static ClaimTransformation LocalPart(string input, string primaryDomain) =>
        new()
        {
            Function = "RegexReplace",
            Input = input,
            Pattern = @"(?'username'^.*?)#EXT#@(?i).*\.onmicrosoft\.com$",
            Replacement = "{username}@" + primaryDomain,
        };
}
