using Microsoft.EntityFrameworkCore;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>
/// A write of a resource: one transaction, with its line in the log. A refused write is rolled back and leaves nothing. When two writes
/// collide, the later one runs again and finds what the earlier one did.
/// </summary>
internal sealed class ResourceWrites(Store store, ProvisioningLog log)
{
    private const int Attempts = 5;

    public async Task<ScimResult> RunAsync(
        ScimCaller caller,
        string method,
        ScimResourceType type,
        Func<OrganizationScope, Task<ScimResult>> work
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await store.WriteAsync(
                    caller.Organization.Name,
                    AuditActors.Provisioning,
                    scope => LogAsync(scope, caller, method, type, work),
                    commits: result => result.Error is null,
                    caller.CancellationToken
                );
            }
            catch (Exception e) when (e is DbUpdateConcurrencyException || StoreErrors.IsUniqueViolation(e))
            {
                if (attempt == Attempts)
                {
                    return ScimResult.Refused(ScimError.Taken("A unique attribute"));
                }
            }
        }
    }

    /// <summary>Does the work; what is not refused is logged in the same transaction.</summary>
    private async Task<ScimResult> LogAsync(
        OrganizationScope scope,
        ScimCaller caller,
        string method,
        ScimResourceType type,
        Func<OrganizationScope, Task<ScimResult>> work
    )
    {
        var result = await work(scope);
        if (result.Error is null)
        {
            log.Add(scope, caller, method, type, result);
            await scope.SaveAsync(caller.CancellationToken);
        }

        return result;
    }
}
