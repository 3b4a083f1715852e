using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>Answers what is refused: a log line with the code, a page with a reference number, and the same for every reason.</summary>
internal sealed class RefusalResponder(ILogger<RefusalResponder> logger)
{
    public async Task AnswerAsync(
        HttpContext context,
        SamlSpOptions options,
        SignInOutcome outcome,
        int status = StatusCodes.Status403Forbidden,
        string? reference = null
    )
    {
        reference ??= SignInReference.New();
        if (outcome.Fault is { } fault)
        {
            logger.Failed(fault, reference);
        }

        logger.Refused(outcome.Code!, reference, outcome.Organization?.Name ?? "(unknown)", outcome.Reason);
        SamlSpTelemetry.Refusals.Add(1, new KeyValuePair<string, object?>("samlsp.code", outcome.Code));
        var refused = new RefusedContext(context, options, outcome.Organization, outcome.Code!, reference);
        await options.EventsOf(context).Refused(refused);
        if (refused.Handled)
        {
            return;
        }

        if (outcome.Code is SignInRefusalCodes.StoreUnavailable or SignInRefusalCodes.InternalError)
        {
            await UnavailablePage.WriteAsync(context, options, reference);
        }
        else if (outcome.Code == SignInRefusalCodes.RateLimited)
        {
            await BusyPage.WriteAsync(context, options, reference);
        }
        else if (AccessOffPage.IsFor(outcome.Code!))
        {
            await AccessOffPage.WriteAsync(context, options, outcome, reference);
        }
        else
        {
            await RefusedPage.WriteAsync(context, options, status, reference);
        }
    }
}
