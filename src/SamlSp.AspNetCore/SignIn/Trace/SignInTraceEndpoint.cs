using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Gives out what became of an attempt, by its reference number, as JSON: to users of that organization with the role reader or above, and
/// to the operator, who proves it with the key in <c>certs/</c>. Whoever may not see it is told what a user is told who asks for a number
/// that does not exist.
/// </summary>
internal sealed class SignInTraceEndpoint(ISignInTraceStore store, IUsedAssertionIds usedIds, TimeProvider clock)
{
    public const string Path = "/session/sign-ins/{reference}";

    /// <summary>What an <see cref="OperatorToken"/> must be for; its subject is the reference number.</summary>
    public const string Purpose = "trace";

    private const string Operator = "SamlSp-Operator ";
    private static readonly string[] Roles = ["reader", "administrator", "owner"];

    public async Task HandleAsync(SamlSpContext sp)
    {
        var reference = sp.Request.RouteValues["reference"] as string ?? "";
        Page.SetHeaders(sp.Response);
        var header = sp.Request.Headers.Authorization.ToString();
        var entry = SignInReference.IsReference(reference) ? await store.FindAsync(reference, sp.Aborted) : null;
        if (header.StartsWith(Operator, StringComparison.OrdinalIgnoreCase))
        {
            if (await IsOperatorAsync(header[Operator.Length..].Trim(), sp.Scheme, reference, sp.Aborted))
            {
                await AnswerAsync(sp.Http, entry);
            }
            else
            {
                await Results
                    .Problem(statusCode: StatusCodes.Status401Unauthorized, title: "The operator's proof does not hold.")
                    .ExecuteAsync(sp.Http);
            }

            return;
        }

        var by = BearerTokenHandler.IsPresent(sp.Request) ? SamlSpDefaults.BearerScheme : sp.Scheme.Name;
        if (!(await sp.Http.AuthenticateAsync(by)).Succeeded || sp.Http.GetSamlSpSession() is not { } session)
        {
            await sp.Http.ChallengeAsync(by);
        }
        else
        {
            await AnswerAsync(
                sp.Http,
                entry?.Organization is { } organization
                && organization.Equals(session.Organization, StringComparison.OrdinalIgnoreCase)
                && session.Roles.Intersect(Roles, StringComparer.OrdinalIgnoreCase).Any()
                    ? entry
                    : null
            );
        }
    }

    private static Task AnswerAsync(HttpContext context, SignInTraceEntry? entry) =>
        entry is null
            ? Results
                .Problem(statusCode: StatusCodes.Status404NotFound, title: "No sign-in with that reference number is known here.")
                .ExecuteAsync(context)
            : context.Response.WriteAsJsonAsync(entry, context.RequestAborted);

    private async Task<bool> IsOperatorAsync(string text, SamlSpScheme scheme, string reference, CancellationToken cancellationToken) =>
        OperatorToken.TryVerify(text, scheme.Keys.Verification, Purpose, scheme.Options.BaseUrl!, clock.GetUtcNow(), out var token)
        && token.Subject == reference
        && await usedIds.TryAddAsync("operator", token.Id, token.ExpiresAt, cancellationToken);
}
