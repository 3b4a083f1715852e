using System.Diagnostics.CodeAnalysis;

namespace SamlSp.Claims;

/// <summary>An organization's compiled rules. Immutable, safe for concurrent use; no I/O.</summary>
public sealed class IdentityResolver
{
    private readonly IdentitySettings _settings;
    private readonly UserAttributeMap _attributes;
    private readonly ConditionalClaim _nameIdRules;
    private readonly ConditionalClaim[] _claims;

    private IdentityResolver(
        IdentitySettings settings,
        UserAttributeMap attributes,
        ConditionalClaim nameIdRules,
        ConditionalClaim[] claims,
        MappingExpression orgUnitPath
    )
    {
        (_settings, _attributes, _nameIdRules, _claims) = (settings, attributes, nameIdRules, claims);
        OrgUnitPath = orgUnitPath;
    }

    /// <summary>The org-unit expression.</summary>
    public MappingExpression OrgUnitPath { get; }

    /// <summary>Whether a row asks for groups of the user.</summary>
    internal bool ReadsGroups => _nameIdRules.ReadsGroups || Array.Exists(_claims, static claim => claim.ReadsGroups);

    /// <summary>Compiles the rules, reporting everything that is wrong at once.</summary>
    /// <param name="settings">The rules.</param>
    /// <param name="resolver">The result.</param>
    /// <param name="errors">A line for each mistake: the setting's name relative to the organization
    /// (<c>NameId:Conditions:2:Transformations:0:Pattern</c>, <c>OrgUnitPath</c>), a colon and a space, and what is wrong, with the
    /// position in an expression.</param>
    public static bool TryCreate(
        IdentitySettings settings,
        [NotNullWhen(true)] out IdentityResolver? resolver,
        out IReadOnlyList<string> errors
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        resolver = null;
        // (1) The settings that are not rules.
        var found = new RuleErrors();
        SettingsCheck.Check(settings, found);

        // (2) The rows of the NameID.
        var rules = new ClaimRules
        {
            Conditions = settings.NameIdConditions ?? DefaultNameIdRules.For(found.Lines.Count > 0 ? null : settings.PrimaryDomain),
        };
        if (!ConditionalClaim.TryCompile(rules, out var nameIdRules, out var mistakes))
        {
            found.AddAll("NameId", mistakes);
        }

        // (3) The rows of the other claims.
        var claims = new List<ConditionalClaim>();
        for (var i = 0; i < settings.Claims.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(settings.Claims[i].Claim) || settings.Claims[i].Claim == "nameid")
            {
                found.Add($"Claims:{i}:Claim", "the name of a claim other than nameid is expected");
            }

            if (ConditionalClaim.TryCompile(settings.Claims[i], out var claim, out var wrong))
            {
                claims.Add(claim);
            }
            else
            {
                found.AddAll($"Claims:{i}", wrong);
            }
        }

        // (4) The org-unit expression.
        if (!MappingExpression.TryParse(settings.OrgUnitPath ?? OrgUnitRule.Default, out var orgUnitPath, out var error))
        {
            found.Add("OrgUnitPath", $"{error.Message} (position {error.Position})");
        }

        errors = found.Lines;
        if (errors.Count > 0)
        {
            return false;
        }

        resolver = new IdentityResolver(settings, new UserAttributeMap(settings.AttributeClaims), nameIdRules!, [.. claims], orgUnitPath!);
        return true;
    }

    /// <summary>Resolves the identity of a user.</summary>
    /// <param name="claims">What the identity provider said, verified.</param>
    /// <param name="clock">For <c>Now()</c>.</param>
    public SignInIdentityResult Resolve(AssertedClaims claims, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(clock);
        return new IdentityResolution(_settings, _attributes, _nameIdRules, _claims, OrgUnitPath, claims, clock).Run();
    }

    /// <summary>The org unit for attributes that came another way than by a sign-in, such as provisioning.</summary>
    /// <param name="attributes">Attributes by their provisioning names, found in any case.</param>
    /// <param name="clock">For <c>Now()</c>.</param>
    /// <param name="path">The path, starting with <c>/</c>.</param>
    /// <param name="error">Why there is none, a phrase for an administrator.</param>
    public bool TryResolveOrgUnit(
        IReadOnlyDictionary<string, IReadOnlyList<string>> attributes,
        TimeProvider clock,
        [NotNullWhen(true)] out string? path,
        [NotNullWhen(false)] out string? error
    ) => OrgUnitRule.TryEvaluate(OrgUnitPath, new ListAttributes(attributes), clock, null, out path, out error);
}
