using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>
/// Does writes of resources: one round trip to look, as a rule, and one transaction with the lines of the log. What was read is a condition
/// of what is written. So when two writes collide, nothing of the later one is kept, and it is planned again from what the earlier one did.
/// A refused write leaves nothing.
/// </summary>
internal sealed class ResourceWrites(Store store, ProvisioningLog log, TimeProvider clock)
{
    private const int Attempts = 20;

    /// <summary>Does one write.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer, or others changed the resource again and again.</exception>
    public async Task<ScimResult> RunAsync(ScimCaller caller, ResourceWrite write)
    {
        for (var attempt = 1; ; attempt++)
        {
            var plan = (await PlanAsync(caller, [write]))[0];
            if (plan.Writes is null)
            {
                return write.Answer(plan.Result);
            }

            try
            {
                return (await WriteAsync(caller, [write], [plan]))[0];
            }
            catch (Exception e) when (StoreErrors.IsConflict(e))
            {
                if (attempt == Attempts)
                {
                    return StoreErrors.IsUniqueViolation(e)
                        ? ScimResult.Refused(ScimError.Taken("A unique attribute"))
                        : throw new StoreUnavailableException("The resource was changed by others again and again.", e);
                }

                // Whoever was first has written: after a few attempts in a row, give others a moment.
                await Task.Delay(attempt < 3 ? 0 : Random.Shared.Next(attempt), caller.CancellationToken);
            }
        }
    }

    /// <summary>
    /// Does writes in their order, several of them in one transaction. None of them may need what another one makes, or change the same
    /// resource. A write that cannot be done with the others is done by itself.
    /// </summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="writes">The writes.</param>
    /// <param name="maxErrors">After so many that are refused, the rest is left.</param>
    /// <returns>The results of those that were done or refused.</returns>
    public async Task<IReadOnlyList<ScimResult>> RunAllAsync(ScimCaller caller, IReadOnlyList<ResourceWrite> writes, int maxErrors)
    {
        var results = new List<ScimResult>();
        while (results.Count < writes.Count && results.Count(result => result.Error is not null) < maxErrors)
        {
            var rest = writes.Skip(results.Count).ToList();
            var plans = await PlanAsync(caller, rest);

            // A write is refused for what is there. When one before it may change that, the refusal is not final.
            var ready = plans.TakeWhile(plan => plan.Writes is not null).ToList();
            if (ready.Count == 0)
            {
                results.Add(rest[0].Answer(plans[0].Result));
                continue;
            }

            var group = rest.Take(ready.Count).ToList();
            try
            {
                results.AddRange(await WriteAsync(caller, group, ready));
            }
            catch (Exception e) when (StoreErrors.IsConflict(e))
            {
                // One of them collides: with another, or with what somebody else does.
                foreach (var write in group)
                {
                    var result = await RunAsync(caller, write);
                    results.Add(result);
                    if (result.Error is not null)
                    {
                        break;
                    }
                }
            }
        }

        return results;
    }

    private async Task<PlannedWrite[]> PlanAsync(ScimCaller caller, IReadOnlyCollection<ResourceWrite> writes)
    {
        var reads = new SharedReads(store);
        var context = new WriteContext(caller, reads, clock, store.IsSqlite);
        var plans = writes.Select(write => write.PlanAsync(context)).ToArray();
        await reads.RunAsync(plans, caller.CancellationToken);
        return await Task.WhenAll(plans);
    }

    private async Task<IReadOnlyList<ScimResult>> WriteAsync(ScimCaller caller, List<ResourceWrite> writes, List<PlannedWrite> plans)
    {
        var batch = new StatementBatch();
        var places = new int[plans.Count];
        for (var i = 0; i < plans.Count; i++)
        {
            var planned = plans[i].Writes!;
            planned.Log(log.Change(caller, writes[i].Method, writes[i].Type, plans[i].Result));
            places[i] = batch.Append(planned.Batch);
        }

        var written = await store.WriteAsync(batch, caller.CancellationToken);
        return
        [
            .. plans.Select(
                (plan, i) => writes[i].Answer(plan.Complete is { } complete ? complete([.. written.Skip(places[i])]) : plan.Result)
            ),
        ];
    }
}
