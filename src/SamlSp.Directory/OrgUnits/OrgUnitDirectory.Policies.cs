using SamlSp.AspNetCore;

namespace SamlSp.Directory;

internal sealed partial class OrgUnitDirectory
{
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <inheritdoc />
    public Task<OrgUnitChange> SetPolicyAsync(
        string organization,
        string path,
        SessionPolicyOptions? policy,
        string actor,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            organization,
            path,
            actor,
            async (scope, tree, row) =>
            {
                if (tree.IsDeclared(path))
                {
                    return OrgUnitChange.Declared;
                }

                var after = tree.Replacing(path, policy);
                if (!IsValid(policy, after.Policies.At(path)))
                {
                    return OrgUnitChange.PolicyInvalid;
                }

                row ??= await MakeGivenAsync(scope, tree, path, cancellationToken);
                if (row is null)
                {
                    return OrgUnitChange.NotFound;
                }

                var wanted = (policy?.Reauthentication, policy?.Frequency?.Ticks, policy?.Method);
                if ((row.Reauthentication, row.Frequency, row.Method) == wanted)
                {
                    return OrgUnitChange.Unchanged;
                }

                await scope.AddHistoryAsync(
                    SettingsHistoryKind.Policy,
                    row.Path,
                    PolicyJson.Write(row.Policy),
                    PolicyJson.Write(policy),
                    secretsChanged: false,
                    cancellationToken
                );
                (row.Reauthentication, row.Frequency, row.Method) = wanted;
                scope.Audit(
                    row.Policy is null ? AuditActions.PolicyCleared : AuditActions.PolicySet,
                    row.Path,
                    PolicyJson.Describe(row.Policy)
                );
                await scope.SaveAsync(cancellationToken);
                await PolicyTightening.ApplyAsync(scope, tree.Policies, after.Policies, maximum: null, cancellationToken);
                await scope.PublishPoliciesAsync(cancellationToken);
                return OrgUnitChange.Done;
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<PolicyEffect?> PreviewPolicyAsync(
        string organization,
        string path,
        SessionPolicyOptions? policy,
        CancellationToken cancellationToken
    ) =>
        store.ReadAsync(
            organization,
            async scope =>
            {
                var before = await scope.OrgUnitTreeAsync(organizations.Find(organization), cancellationToken);
                if (!OrgUnitPath.IsValid(path) || before.IsDeclared(path))
                {
                    return null;
                }

                var after = before.Replacing(path, policy);
                if (!IsValid(policy, after.Policies.At(path)))
                {
                    return null;
                }

                var people = await CountAsync(scope.Users, cancellationToken);
                var (shortened, ended) = await PolicyTightening.CountAsync(scope, before.Policies, after.Policies, cancellationToken);
                return new PolicyEffect(
                    after.Policies.At(path),
                    people.Where(unit => before.Policies.At(unit.Key) != after.Policies.At(unit.Key)).Sum(unit => unit.Value),
                    shortened,
                    ended
                );
            },
            cancellationToken
        );

    /// <summary>As the configuration's validator has it.</summary>
    private static bool IsValid(SessionPolicyOptions? own, SessionPolicy inForce) =>
        own is null
        || (
            (own.Frequency is not { } frequency || (frequency >= Shortest && frequency <= Longest))
            && (own.Frequency is null && own.Method is null || own.Reauthentication is not null || inForce.RequiresReauthentication)
        );
}
