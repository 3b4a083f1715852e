using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SamlSp.AspNetCore;

/// <summary>
/// <c>/session/authorize</c>: a user lets a program on the same computer act for them while the session lasts (RFC 6749 4.1, RFC 7636, RFC
/// 8252).
/// </summary>
internal sealed class AuthorizeEndpoint(SessionTokens tokens, ConsentTickets tickets, TimeProvider clock)
{
    public const string Path = "/session/authorize";

    /// <summary>Asks the user, once they are signed in.</summary>
    public async Task AskAsync(SamlSpContext sp)
    {
        var read = AuthorizationRequestReader.Read(sp.Request);
        if (read.Request is not { } request)
        {
            await AuthorizePage.WrongAsync(sp, read.Description!);
            return;
        }

        if (read.Error is { } error)
        {
            Page.SeeOtherWithoutReferrer(sp.Response, request.Answer("error", error, read.Description));
            return;
        }

        var session = await SessionCookie.FindAsync(sp.Http);
        var gap = session is null ? null : request.Requirement?.FindGap(session, clock.GetUtcNow());
        if (session is not null && gap is null)
        {
            await AuthorizePage.ConsentAsync(sp, request, session, tickets.Make(request, session));
        }
        else if (Page.IsWanted(sp.Request) && ReturnUrl.Local(Address(sp.Request), sp.Address, otherwise: "").Length == 0)
        {
            await AuthorizePage.WrongAsync(sp, "Its request is too long to come back to after a sign-in.");
        }
        else
        {
            await sp.Http.ChallengeAsync(
                sp.Scheme.Name,
                new SamlSpChallengeProperties
                {
                    Organization = session?.Organization,
                    ForceAuthn = gap is not null,
                    Requirement = request.Requirement,
                }
            );
        }
    }

    /// <summary>Takes the user's answer, and sends the browser back to the program.</summary>
    public async Task AnswerAsync(SamlSpContext sp)
    {
        var form = await TokenForm.ReadAsync(sp.Http);
        AuthorizationRequest? request = null;
        try
        {
            if (
                IsFromOurPage(sp)
                && form?.Value("ticket") is { } ticket
                && form.Value("answer") is "allow" or "deny"
                && await SessionCookie.FindAsync(sp.Http) is { } session
            )
            {
                request = await tickets.TakeAsync(ticket, session, sp.Aborted);
                if (request is not null)
                {
                    Page.SeeOtherWithoutReferrer(
                        sp.Response,
                        form.Value("answer") == "allow"
                            ? request.Answer("code", await tokens.IssueCodeAsync(session, request, sp.Aborted))
                            : request.Answer("error", "access_denied")
                    );
                    return;
                }
            }
        }
        catch (StoreUnavailableException) when (request is not null)
        {
            Page.SeeOtherWithoutReferrer(sp.Response, request.Answer("error", "temporarily_unavailable"));
            return;
        }

        await AuthorizePage.StaleAsync(sp);
    }

    /// <summary>Browsers send the origin of a form. For one that does not, the ticket and the SameSite cookie protect.</summary>
    private static bool IsFromOurPage(SamlSpContext sp)
    {
        var request = sp.Request;
        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0 && site != "same-origin")
        {
            return false;
        }

        var origin = request.Headers[HeaderNames.Origin];
        return origin.Count == 0
            || string.Equals(origin, sp.Address.Origin, StringComparison.OrdinalIgnoreCase)
            || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private static string Address(HttpRequest request) => request.PathBase + request.Path + request.QueryString;
}
