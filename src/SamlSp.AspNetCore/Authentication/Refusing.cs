using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>Answers what is refused: a log line with the code, a page with a reference number, and the same for every reason.</summary>
internal sealed class Refusing(ILogger<Refusing> logger)
{
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    public async Task AnswerAsync(HttpContext context, SamlSpOptions options, SignInOutcome outcome, int status = StatusCodes.Status403Forbidden)
    {
        var reference = NewReference();
        if (outcome.Fault is { } fault) logger.Failed(fault, reference);
        logger.Refused(outcome.Code!, reference, outcome.Organization?.Name ?? "(unknown)", outcome.Reason);
        SamlSpTelemetry.Refusals.Add(1, new KeyValuePair<string, object?>("samlsp.code", outcome.Code));
        var refused = new RefusedContext(context, options, outcome.Organization, outcome.Code!, reference);
        await options.Events.Refused(refused);
        if (refused.Handled) return;
        if (outcome.Code is SignInRefusalCodes.StoreUnavailable or SignInRefusalCodes.InternalError) await UnavailablePage.WriteAsync(context, options, reference);
        else if (outcome.Code == SignInRefusalCodes.RateLimited) await BusyPage.WriteAsync(context, options, reference);
        else if (AccessOffPage.IsFor(outcome.Code!)) await AccessOffPage.WriteAsync(context, options, outcome, reference);
        else await RefusedPage.WriteAsync(context, options, status, reference);
    }

    /// <summary>Ten characters that can be read out over the telephone.</summary>
    private static string NewReference()
    {
        var text = RandomNumberGenerator.GetString(Alphabet, 10);
        return text[..5] + "-" + text[5..];
    }
}
