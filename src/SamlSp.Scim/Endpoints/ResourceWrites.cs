using Microsoft.EntityFrameworkCore;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>
/// A write of a resource: one transaction, with its line in the log. Of two that collide, the later one runs again and finds what the
/// earlier one did.
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
                    async scope =>
                    {
                        var result = await work(scope);
                        if (result.Error is not null)
                        {
                            throw new RefusedWriteException(result);
                        }

                        log.Add(scope, caller, method, type, result);
                        await scope.SaveAsync(caller.CancellationToken);
                        return result;
                    },
                    caller.CancellationToken
                );
            }
            catch (RefusedWriteException refused)
            {
                return refused.Result;
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
}
