using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

#pragma warning disable CA1862 // These comparisons become SQL, which has no StringComparison.

/// <summary>Which of the first steps of an organization are done, as the store shows.</summary>
internal sealed class FirstSteps(Store store)
{
    /// <summary>The steps that are done, and those that an owner does not need.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<(IReadOnlySet<FirstStep> Done, IReadOnlySet<FirstStep> Skipped)> ReadAsync(
        OrganizationEntry organization,
        CancellationToken cancellationToken
    ) =>
        store.ReadAsync<(IReadOnlySet<FirstStep>, IReadOnlySet<FirstStep>)>(
            organization.Name,
            async scope =>
            {
                var (settings, done) = (organization.Settings, new HashSet<FirstStep>());
                void Add(FirstStep step, bool isDone)
                {
                    if (isDone)
                    {
                        done.Add(step);
                    }
                }

                // (1) By the settings.
                Add(FirstStep.Connection, organization.IsInUse);
                Add(FirstStep.Domains, settings.Domains.Count > 0 && settings.PrimaryDomain is not null);
                Add(
                    FirstStep.Rules,
                    settings.NameId.Conditions is not null || settings.Claims.Count > 0 || settings.OrgUnitPath is not null
                );

                // (2) By what has happened since.
                Add(
                    FirstStep.SignIn,
                    await scope.TrialSignIns.AnyAsync(t => t.Result != null, cancellationToken)
                        || await scope.Users.AnyAsync(u => u.LastSignInAt != null, cancellationToken)
                );
                Add(FirstStep.Provisioning, await scope.ProvisioningCredentials.AnyAsync(c => c.LastUsedAt != null, cancellationToken));
                Add(
                    FirstStep.SecondOwner,
                    settings.Roles.Any(role => OwnerLinks.IsOwner(role.Key) && role.Value.Count > 0)
                        || await scope
                            .RoleGrants.Where(g => g.Role.ToLower() == OwnerLinks.Role)
                            .Join(scope.Users.Where(u => !u.Suspended && u.DeletedAt == null), g => g.UserId, u => u.Id, (g, u) => u.Id)
                            .Distinct()
                            .CountAsync(cancellationToken) > 1
                );
                var skipped = await scope.SkippedSteps.Select(s => s.Step).ToListAsync(cancellationToken);
                return (done, skipped.ToHashSet());
            },
            cancellationToken
        );

    /// <summary>Marks a step as not needed; false if it is already.</summary>
    public Task<bool> SkipAsync(string organization, FirstStep step, string actor, CancellationToken cancellationToken) =>
        store.WriteAsync(
            organization,
            actor,
            async scope =>
            {
                if (await scope.SkippedSteps.AnyAsync(s => s.Step == step, cancellationToken))
                {
                    return false;
                }

                scope.Add(
                    new SkippedStepRow
                    {
                        Organization = scope.Organization,
                        Step = step,
                        At = scope.Now,
                        Actor = actor,
                    }
                );
                scope.Audit(AuditActions.FirstStepSkipped, step.ToString());
                await scope.SaveAsync(cancellationToken);
                return true;
            },
            cancellationToken
        );

    /// <summary>Takes back that a step is not needed; false if it is needed already.</summary>
    public Task<bool> ReopenAsync(string organization, FirstStep step, string actor, CancellationToken cancellationToken) =>
        store.WriteAsync(
            organization,
            actor,
            async scope =>
            {
                if (await scope.SkippedSteps.Where(s => s.Step == step).ExecuteDeleteAsync(cancellationToken) == 0)
                {
                    return false;
                }

                scope.Audit(AuditActions.FirstStepReopened, step.ToString());
                await scope.SaveAsync(cancellationToken);
                return true;
            },
            cancellationToken
        );
}
