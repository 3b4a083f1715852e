using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Answers a refused request: a log line with the code, and a page with a reference number that is the same for every reason.
/// </summary>
internal sealed class RefusalResponder(ILogger<RefusalResponder> logger)
{
    public async Task AnswerAsync(
        SamlSpContext sp,
        SignInOutcome outcome,
        int status = StatusCodes.Status403Forbidden,
        string? reference = null
    )
    {
        reference ??= SignInReference.New();
        if (!await RecordAsync(sp, outcome, reference))
        {
            await WritePageAsync(sp, outcome, status, reference);
        }
    }

    /// <summary>The same, with a page of the caller's own in the place of the general one.</summary>
    public async Task AnswerAsync(SamlSpContext sp, SignInOutcome outcome, Func<string, Task> writePage)
    {
        var reference = SignInReference.New();
        if (!await RecordAsync(sp, outcome, reference))
        {
            await writePage(reference);
        }
    }

    /// <summary>Logs and counts a refusal, and raises the event. True if the application has answered the request itself.</summary>
    private async Task<bool> RecordAsync(SamlSpContext sp, SignInOutcome outcome, string reference)
    {
        if (outcome.Fault is { } fault)
        {
            logger.Failed(fault, reference);
        }

        logger.Refused(outcome.Code!, reference, outcome.Organization?.Name ?? "(unknown)", outcome.Reason);
        SamlSpTelemetry.Refusals.Add(1, new KeyValuePair<string, object?>("samlsp.code", outcome.Code));
        var refused = new RefusedContext(sp.Http, sp.Options, outcome.Organization, outcome.Code!, reference);
        await sp.Options.EventsOf(sp.Http).Refused(refused);
        return refused.Handled;
    }

    private static async Task WritePageAsync(SamlSpContext sp, SignInOutcome outcome, int status, string reference)
    {
        if (outcome.Code is SignInRefusalCodes.StoreUnavailable or SignInRefusalCodes.InternalError)
        {
            await UnavailablePage.WriteAsync(sp, reference);
        }
        else if (outcome.Code == SignInRefusalCodes.RateLimited)
        {
            await BusyPage.WriteAsync(sp, reference);
        }
        else if (AccessOffPage.IsFor(outcome.Code!))
        {
            await AccessOffPage.WriteAsync(sp, outcome, reference);
        }
        else
        {
            await RefusedPage.WriteAsync(sp, status, reference);
        }
    }
}
