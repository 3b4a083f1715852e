using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>The pages of the authorization endpoint.</summary>
internal static class AuthorizePage
{
    /// <summary>Asks whether a program may act for the user.</summary>
    public static Task ConsentAsync(SamlSpContext sp, AuthorizationRequest request, Session session, string ticket)
    {
        var end = session.ExpiresAt.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
        var machine = session.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return Page.WriteAsync(
            sp,
            200,
            "Let this program act as you?",
            $"""
            <p><strong>{request.ClientId}</strong> on this computer wants to act as you, <strong>{session.NameId}</strong>, until
            <time datetime="{machine}">{end}</time>.</p>
            <p>It can then do here what you can do. That ends with your session, at the latest at the time above, and at once when you sign
            out.</p>
            <p class="hint">Allow this only if you started that program yourself a moment ago. It chose its own name: nobody has checked
            it.</p>
            <form method="post" action="{sp.Request.PathBase}{sp.Request.Path.Value}">
            <input type="hidden" name="ticket" value="{ticket}">
            <div class="actions"><button type="submit" name="answer" value="allow">Allow</button>
            <button type="submit" name="answer" value="deny" class="quiet">Deny</button></div>
            </form>
            """,
            formAction: LoopbackRedirectUri.FormAction(request.RedirectUri)
        );
    }

    /// <summary>The program did something wrong, and cannot or must not be told.</summary>
    public static Task WrongAsync(SamlSpContext sp, string why) =>
        ErrorAsync(sp, "This program cannot be let in", why + " Nothing was given to it.");

    /// <summary>The answer does not belong to a question that this session was asked.</summary>
    public static Task StaleAsync(SamlSpContext sp) =>
        ErrorAsync(
            sp,
            "Please start again",
            "This page was already answered, is too old, or belongs to another session. Start again from the program."
        );

    private static Task ErrorAsync(SamlSpContext sp, string title, string text) =>
        Page.IsWanted(sp.Request) ? Page.WriteAsync(sp, 400, title, $"<p>{text}</p>") : Page.WriteProblemAsync(sp.Http, 400, title, text);
}
