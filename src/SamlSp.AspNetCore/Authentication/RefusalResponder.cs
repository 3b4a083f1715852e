using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>Answers a refused request: a log line with the code, and a page with a reference number that is the same for every reason.</summary>
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
        if (!await RecordAsync(context, options, outcome, reference))
        {
            await WritePageAsync(context, options, outcome, status, reference);
        }
    }

    /// <summary>The same, with a page of the caller's own in the place of the general one.</summary>
    public async Task AnswerAsync(HttpContext context, SamlSpOptions options, SignInOutcome outcome, Func<string, Task> writePage)
    {
        var reference = SignInReference.New();
        if (!await RecordAsync(context, options, outcome, reference))
        {
            await writePage(reference);
        }
    }

    /// <summary>Logs and counts a refusal, and raises the event. True if the application has answered the request itself.</summary>
    private async Task<bool> RecordAsync(HttpContext context, SamlSpOptions options, SignInOutcome outcome, string reference)
    {
        if (outcome.Fault is { } fault)
        {
            logger.Failed(fault, reference);
        }

        logger.Refused(outcome.Code!, reference, outcome.Organization?.Name ?? "(unknown)", outcome.Reason);
        SamlSpTelemetry.Refusals.Add(1, new KeyValuePair<string, object?>("samlsp.code", outcome.Code));
        var refused = new RefusedContext(context, options, outcome.Organization, outcome.Code!, reference);
        await options.EventsOf(context).Refused(refused);
        return refused.Handled;
    }

    private static async Task WritePageAsync(
        HttpContext context,
        SamlSpOptions options,
        SignInOutcome outcome,
        int status,
        string reference
    )
    {
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
