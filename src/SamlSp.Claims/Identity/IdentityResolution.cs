using System.Globalization;

namespace SamlSp.Claims;

/// <summary>Resolves one sign-in's claims to an identity. <see cref="Run"/> lists the steps in order.</summary>
internal sealed class IdentityResolution(
    IdentitySettings settings,
    UserAttributeMap map,
    ConditionalClaim nameIdRules,
    ConditionalClaim[] others,
    MappingExpression orgUnitPath,
    AssertedClaims claims,
    TimeProvider clock
)
{
    /// <summary>Why the key is what it is, where no other claim was chosen for it.</summary>
    private const string ByDefault = "the claim objectidentifier";

    private static readonly IndexedName NameIdRow = new("nameId");
    private static readonly IndexedName OrgUnitPart = new("orgUnitPath");
    private readonly List<IdentityTraceStep> _trace = new(16);
    private SignInIdentityResult? _failure;

    public SignInIdentityResult Run()
    {
        // (1) The immutable key: the tenant of the issuer, and the object ID there.
        if (Tenant() is not { } tenant || Key(tenant) is not { } key)
        {
            return _failure!;
        }

        // (2) The user attributes, the user type and the UPN in this tenant.
        var attributes = map.Read(claims);
        if (claims.Groups is not null)
        {
            attributes["user.groups"] = claims.Groups;
        }

        var (type, evidence) = UserTypeDecision.Decide(claims, tenant, attributes);
        Note("userType", type.ToString(), evidence);
        var original = LocalUpn.Find(claims, type, tenant, settings.TenantDomain, attributes);
        Note("originalUserPrincipalName", original.Value, original.Evidence);
        Complete(attributes, key, type, original.Value);

        // (3) The organization's rules: NameID, other claims, org unit.
        var subject = new ClaimSubject
        {
            UserType = type,
            Groups = attributes.GetValueOrDefault("user.groups") ?? [],
            Attributes = attributes,
            Budget = new RegexBudget(ExpressionLimits.RulesRegexes, clock),
        };
        if (
            NameId(subject) is not { } nameId
            || Others(subject) is not { } values
            || OrgUnit(attributes, type, original.Value) is not { } path
        )
        {
            return _failure!;
        }

        return new SignInIdentityResult
        {
            Identity = new SignInIdentity
            {
                Key = key,
                UserType = type,
                NameId = nameId,
                OrgUnitPath = path,
                OriginalUserPrincipalName = original.Value,
                DisplayName = LocalUpn.First(values, "displayName") ?? LocalUpn.First(attributes, "user.displayname"),
                Mail = LocalUpn.First(values, "mail") ?? LocalUpn.First(attributes, "user.mail"),
                Groups = subject.Groups,
                AppRoles = values.GetValueOrDefault("roles") ?? attributes.GetValueOrDefault("user.assignedroles") ?? [],
                Claims = values,
                Attributes = attributes,
                Trace = _trace,
            },
            Trace = _trace,
        };
    }

    /// <summary>The tenant of the issuer, which a tenantid claim must not contradict. Elsewhere than at Entra, the issuer itself.</summary>
    private string? Tenant()
    {
        if (TenantIssuer.Parse(claims.Issuer) is not { } tenant)
        {
            Note("tenant", claims.Issuer, "the issuer, which is not Entra");
            return claims.Issuer;
        }

        foreach (var said in EntraClaims.Find(claims, EntraClaims.TenantId))
        {
            if (said.Trim().Equals(tenant, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            Fail(IdentityErrorCodes.TenantMismatch, "The tenantid claim names a tenant other than that of the issuer.");
            return null;
        }

        Note("tenant", tenant, "the issuer");
        return tenant;
    }

    private UserKey? Key(string tenant)
    {
        var name = settings.KeyClaim;
        var values =
            name is null ? EntraClaims.Find(claims, EntraClaims.ObjectIdentifier)
            : name.Equals(EntraClaims.NameId, StringComparison.OrdinalIgnoreCase) ? AssertedKey()
            : claims.Claims.GetValueOrDefault(name) ?? [];
        if (values is [var value] && !string.IsNullOrWhiteSpace(value))
        {
            Note("objectId", value, name is null ? ByDefault : $"the claim {name}");
            return new UserKey(tenant, value);
        }

        var found = values.Count == 1 ? "an empty one" : values.Count.ToString(CultureInfo.InvariantCulture);
        Fail(IdentityErrorCodes.ObjectIdMissing, $"The key claim, {name ?? "objectidentifier"}, must have one value, but has {found}.");
        return null;
    }

    /// <summary>The NameID as a key; not a transient one, which is another at each sign-in.</summary>
    private IReadOnlyList<string> AssertedKey() =>
        claims.NameId is null || claims.NameIdFormat == EntraClaims.TransientFormat ? [] : [claims.NameId];

    /// <summary>
    /// Fills what the identity provider left out and Entra's rules read, and makes the UPN of an external guest the one that Entra would
    /// show.
    /// </summary>
    private void Complete(Dictionary<string, IReadOnlyList<string>> attributes, UserKey key, UserType type, string? original)
    {
        if (original is not null && LocalUpn.First(attributes, "user.localuserprincipalname") is null)
        {
            attributes["user.localuserprincipalname"] = [original];
        }

        var name = LocalUpn.First(attributes, "user.userprincipalname");
        if (type == UserType.ExternalGuest && !LocalUpn.IsExternal(name) && LocalUpn.IsExternal(original))
        {
            attributes["user.userprincipalname"] = [original!];
            Note("user.userprincipalname", original, "an external guest's UPN is the local one");
        }
        else if (name is null && LocalUpn.IsAddress(claims.NameId))
        {
            attributes["user.userprincipalname"] = [claims.NameId!];
            Note("user.userprincipalname", claims.NameId, "the NameID, since no claim fills it");
        }

        if (claims.NameId is not null)
        {
            attributes[EntraClaims.NameId] = [claims.NameId];
        }

        attributes.TryAdd("user.usertype", [type == UserType.Member ? "Member" : "Guest"]);
        if (settings.KeyClaim is null)
        {
            attributes.TryAdd("user.objectid", [key.ObjectId]);
        }
    }

    private string? NameId(ClaimSubject subject)
    {
        if (nameIdRules.ReadsGroups && claims.Groups is null && GroupOverage.Find(claims) is not null)
        {
            Note("groups", null, "too many groups for the token: rows that ask for a group do not apply");
        }

        // (1) The organization's rows; each is a line of the trace.
        var result = nameIdRules.Evaluate(subject);
        foreach (var step in result.Trace)
        {
            Note(NameIdRow[step.Rule], step.Output, step.Note);
        }

        if (result.Error is not null)
        {
            return Fail(IdentityErrorCodes.ClaimRuleFailed, $"NameId:Conditions: {result.Error}.");
        }

        // (2) The fallback, where no row gave a value.
        var nameId = result.Value;
        var evidence = "by the last row that gave a value";
        if (nameId is null && settings.NameIdFallback == NameIdFallback.AssertedNameId && !string.IsNullOrEmpty(claims.NameId))
        {
            (nameId, evidence) = (claims.NameId, "no row gave a value: the asserted NameID");
        }

        if (string.IsNullOrWhiteSpace(nameId))
        {
            return Fail(
                IdentityErrorCodes.NameIdUnresolved,
                subject.UserType != UserType.Member && LocalUpn.First(subject.Attributes, "user.localuserprincipalname") is null
                    ? "No rule gave a NameID. The guest has no UPN: let the identity provider send it in the name claim."
                    : "No rule gave a NameID."
            );
        }

        // (3) The shape of the result.
        Note("nameId", nameId, evidence);
        if (nameId.Any(char.IsControl))
        {
            return Fail(IdentityErrorCodes.NameIdShape, "The NameID has control characters.");
        }

        return settings.NameIdShape == NameIdShape.Address && !LocalUpn.IsAddress(nameId)
            ? Fail(IdentityErrorCodes.NameIdShape, "The resolved NameID is not an address.")
            : nameId;
    }

    /// <summary>The organization's other conditional claims. One that no row gives a value is absent; one that fails refuses.</summary>
    private Dictionary<string, IReadOnlyList<string>>? Others(ClaimSubject subject)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        for (var i = 0; i < others.Length; i++)
        {
            var result = others[i].Evaluate(subject);
            foreach (var step in result.Trace)
            {
                Note($"claims[{i}][{step.Rule}]", step.Output, step.Note);
            }

            if (result.Error is not null)
            {
                Fail(IdentityErrorCodes.ClaimRuleFailed, $"Claims:{i}:Conditions: {result.Error}.");
                return null;
            }

            if (result.Values.Count > 0)
            {
                values[others[i].Claim] = result.Values;
            }
        }

        return values;
    }

    private string? OrgUnit(Dictionary<string, IReadOnlyList<string>> attributes, UserType type, string? original)
    {
        // The steps of a long expression would fill the trace with text.
        var steps = orgUnitPath.Text.Length <= ExpressionLimits.ExplainedLength ? new List<ExpressionTraceStep>() : null;
        var hasPath = OrgUnitRule.TryEvaluate(
            orgUnitPath,
            new ExpressionAttributes(attributes, original, type, claims),
            clock,
            steps,
            out var path,
            out var error
        );
        for (var i = 1; i < steps?.Count; i++)
        {
            Note(
                OrgUnitPart[steps[i].Position],
                steps[i].Value,
                steps[i].Note is null ? steps[i].Expression : $"{steps[i].Expression}: {steps[i].Note}"
            );
        }

        if (!hasPath)
        {
            return Fail(IdentityErrorCodes.OrgUnitUnresolved, $"OrgUnitPath: {error}.");
        }

        Note("orgUnitPath", path, orgUnitPath.Text);
        return path;
    }

    private void Note(string step, string? outcome, string evidence) => _trace.Add(new IdentityTraceStep(step, outcome, evidence));

    private string? Fail(string code, string message)
    {
        _failure = new SignInIdentityResult
        {
            ErrorCode = code,
            ErrorMessage = message,
            Trace = _trace,
        };
        return null;
    }
}
