using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Gives out what became of an attempt, by its reference number, as JSON: to users of that organization with the role reader or above, and
/// to the operator, who proves it with the key in <c>certs/</c>. Whoever may not see it is told what a user is told who asks for a number
/// that does not exist.
/// </summary>
internal sealed class SignInTraceEndpoint(ISignInTraceStore store, SignInTraceWriter writer, IUsedAssertionIds usedIds, TimeProvider clock)
{
    public const string Path = "/session/sign-ins/{reference}";

    /// <summary>What an <see cref="OperatorToken"/> must be for; its subject is the reference number.</summary>
    public const string Purpose = "trace";

    private static readonly string[] Roles = ["reader", "administrator", "owner"];

    /// <summary>Proofs that were used while the store was down.</summary>
    private readonly InMemoryUsedAssertionIds _usedHere = new(clock, capacity: 10_000);

    public async Task HandleAsync(SamlSpContext sp)
    {
        var reference = sp.Request.RouteValues["reference"] as string ?? "";
        Page.SetHeaders(sp.Response);
        if (OperatorProof.IsPresent(sp.Request))
        {
            await AnswerOperatorAsync(sp, reference);
            return;
        }

        var by = BearerTokenHandler.IsPresent(sp.Request) ? SamlSpDefaults.BearerScheme : sp.Scheme.Name;
        if (!(await sp.Http.AuthenticateAsync(by)).Succeeded || sp.Http.GetSamlSpSession() is not { } session)
        {
            await sp.Http.ChallengeAsync(by);
            return;
        }

        var entry = await FindAsync(reference, sp.Aborted);
        await AnswerAsync(
            sp.Http,
            entry?.Organization is { } organization
            && organization.Equals(session.Organization, StringComparison.OrdinalIgnoreCase)
            && session.Roles.Intersect(Roles, StringComparer.OrdinalIgnoreCase).Any()
                ? entry
                : null
        );
    }

    /// <summary>The operator is also told why nothing can be found.</summary>
    private async Task AnswerOperatorAsync(SamlSpContext sp, string reference)
    {
        var now = clock.GetUtcNow();
        if (OperatorProof.Read(sp.Request, sp.Scheme, Purpose, reference, now) is not { } proof || !await TakeAsync(proof, sp.Aborted))
        {
            await Results
                .Problem(statusCode: StatusCodes.Status401Unauthorized, title: "The operator's proof does not hold.")
                .ExecuteAsync(sp.Http);
            return;
        }

        try
        {
            await AnswerAsync(sp.Http, await FindAsync(reference, sp.Aborted));
        }
        catch (StoreUnavailableException e)
        {
            await Results
                .Problem(
                    statusCode: StatusCodes.Status503ServiceUnavailable,
                    title: "The store is down, and this node does not have the sign-in in memory.",
                    detail: e.Message
                )
                .ExecuteAsync(sp.Http);
        }
    }

    /// <summary>Finds an attempt: in memory while it is not written yet, as when the store is down, or in the store.</summary>
    private async Task<SignInTraceEntry?> FindAsync(string typed, CancellationToken cancellationToken)
    {
        var reference = SignInReference.Normalize(typed);
        return !SignInReference.IsReference(reference) ? null
            : writer.Find(reference) is { } unwritten ? unwritten
            : await store.FindAsync(reference, cancellationToken);
    }

    /// <summary>Marks a proof as used; while the store is down, on this node alone: it is good for five minutes, and for reading.</summary>
    private async Task<bool> TakeAsync(OperatorToken proof, CancellationToken cancellationToken)
    {
        try
        {
            return await usedIds.TryAddAsync("operator", proof.Id, proof.ExpiresAt, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return await _usedHere.TryAddAsync("operator", proof.Id, proof.ExpiresAt, cancellationToken);
        }
    }

    private static Task AnswerAsync(HttpContext context, SignInTraceEntry? entry) =>
        entry is null
            ? Results
                .Problem(statusCode: StatusCodes.Status404NotFound, title: "No sign-in with that reference number is known here.")
                .ExecuteAsync(context)
            : context.Response.WriteAsJsonAsync(entry, context.RequestAborted);
}
