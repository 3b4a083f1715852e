using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>
/// Tries settings before they are saved: on the last accepted sign-in of the user who saves, and on those of a sample of others. A mistake
/// would otherwise show when nobody can sign in any more to correct it.
/// </summary>
internal sealed class RulesTrial(
    RecentSignIns recent,
    ITrialSignIns trials,
    IOrgUnitDirectory units,
    IOrganizationRegistry registry,
    ISessionPolicies policies,
    TimeProvider clock
)
{
    /// <summary>How many users are tried besides the one who saves.</summary>
    public const int Others = 50;

    /// <summary>What other settings would change for the users of the sample.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="userId">Who saves.</param>
    /// <param name="before">The settings in use.</param>
    /// <param name="after">The settings to be saved.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Nobody, where the rules of <paramref name="after"/> have errors: saving reports these.</returns>
    public async Task<RulesTrialResult> RunAsync(
        string organization,
        string userId,
        OrganizationOptions before,
        OrganizationOptions after,
        CancellationToken cancellationToken
    )
    {
        if (!IdentityResolver.TryCreate(SamlSpOptionsValidator.IdentitySettings(after), out var resolver, out _))
        {
            return new(0, []);
        }

        // (1) Each sample with both settings.
        IdentityResolver.TryCreate(SamlSpOptionsValidator.IdentitySettings(before), out var inUse, out _);
        var tried = (await SamplesAsync(organization, userId, cancellationToken)).ConvertAll(sample => new Tried(
            sample,
            inUse?.Resolve(sample.Claims, clock),
            resolver.Resolve(sample.Claims, clock)
        ));

        // (2) A name is for one user.
        var names = tried.Select(user => user.After.Identity?.NameId.ToLowerInvariant()).OfType<string>().ToList();
        var holders = await recent.HoldersAsync(organization, names, cancellationToken);
        var shared = names.GroupBy(name => name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        bool IsTaken(string name, string? user) =>
            shared.Contains(name.ToLowerInvariant()) || (holders.TryGetValue(name.ToLowerInvariant(), out var holder) && holder != user);

        // (3) The users for whom something changes.
        var affected = new List<RulesTrialUser>();
        foreach (var user in tried)
        {
            var isSelf = user.Sample.UserId == userId;
            if (user.After.Identity is not { } identity)
            {
                // Who is refused for the same reason now is no news, unless it is the user who saves.
                if (isSelf || user.Now?.ErrorCode != user.After.ErrorCode)
                {
                    affected.Add(user.Refused(isSelf, user.After.ErrorCode, user.After.ErrorMessage));
                }
            }
            else if (user.IsRenamed && IsTaken(identity.NameId, user.Sample.UserId))
            {
                var reason = $"The NameID would be {identity.NameId}, and that is the NameID of another user.";
                affected.Add(user.Refused(isSelf, SignInRefusalCodes.NameIdTaken, reason));
            }
            else if (
                user.IsMoved
                && after.UnknownOrgUnits == UnknownOrgUnits.Refuse
                && await units.FindAsync(organization, identity.OrgUnitPath, cancellationToken) is null
            )
            {
                var reason = $"The org unit {identity.OrgUnitPath} does not exist.";
                affected.Add(user.Refused(isSelf, SignInRefusalCodes.OrgUnitUnknown, reason));
            }
            else if (user.IsRenamed || user.IsMoved)
            {
                affected.Add(
                    user.Changed(isSelf) with
                    {
                        Policy =
                            user.IsMoved && registry.TryGet(organization, out var known)
                                ? await policies.AtAsync(known, identity.OrgUnitPath, cancellationToken)
                                : null,
                    }
                );
            }
        }

        return new(tried.Count, [.. affected.OrderBy(user => user.Outcome).ThenBy(user => !user.IsSelf)]);
    }

    /// <summary>
    /// The last accepted sign-ins. The user of the last trial sign-in comes first if they have not signed in otherwise: an owner by link
    /// has no claims of their own.
    /// </summary>
    private async Task<List<Sample>> SamplesAsync(string organization, string userId, CancellationToken cancellationToken)
    {
        var samples = (await recent.ListAsync(organization, userId, Others, cancellationToken))
            .Select(signIn => new Sample(
                signIn.Session.UserId,
                signIn.Session.Key,
                signIn.Session.DisplayName ?? signIn.Session.NameId,
                signIn.Session.NameId,
                signIn.Session.OrgUnitPath,
                signIn.OrgUnitPinned,
                RuleSamples.From(signIn.Session)
            ))
            .ToList();
        if (
            (await trials.FindNewestAsync(organization, cancellationToken))?.Result is { Accepted: true, Identity: { } identity } trial
            && !samples.Exists(sample => sample.Key == identity.Key)
        )
        {
            samples.Insert(
                0,
                new(
                    trial.RecordId,
                    identity.Key,
                    identity.DisplayName ?? identity.NameId,
                    identity.NameId,
                    identity.OrgUnitPath,
                    OrgUnitPinned: false,
                    RuleSamples.From(trial)
                )
            );
        }

        return samples;
    }

    private sealed record Sample(
        string? UserId,
        UserKey Key,
        string Name,
        string NameId,
        string OrgUnitPath,
        bool OrgUnitPinned,
        AssertedClaims Claims
    );

    /// <summary>A sample with the results of both settings.</summary>
    private sealed record Tried(Sample Sample, SignInIdentityResult? Now, SignInIdentityResult After)
    {
        // Compared with the settings in use: the session may be from before these were saved.
        private string NameId => Now?.Identity?.NameId ?? Sample.NameId;

        private string OrgUnitPath => Now?.Identity?.OrgUnitPath ?? Sample.OrgUnitPath;

        public bool IsRenamed => !string.Equals(After.Identity?.NameId, NameId, StringComparison.OrdinalIgnoreCase);

        public bool IsMoved =>
            !Sample.OrgUnitPinned && !string.Equals(After.Identity?.OrgUnitPath, OrgUnitPath, StringComparison.OrdinalIgnoreCase);

        public RulesTrialUser Refused(bool isSelf, string? code, string? reason) =>
            Changed(isSelf) with
            {
                Outcome = RulesTrialOutcome.Refused,
                Code = code,
                Reason = reason,
            };

        public RulesTrialUser Changed(bool isSelf) =>
            new()
            {
                Name = Sample.Name,
                UserId = Sample.UserId,
                IsSelf = isSelf,
                Outcome = IsRenamed ? RulesTrialOutcome.Renamed : RulesTrialOutcome.Moved,
                NameId = NameId,
                OrgUnitPath = OrgUnitPath,
                After = After,
            };
    }
}
