using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Answers a refused request: a log line with the code, and a page with a reference number.
/// </summary>
internal sealed class RefusalResponder(SignInTraceRecorder recorder, RefusalCauses causes, ILogger<RefusalResponder> logger)
{
    /// <summary>Answers.</summary>
    /// <param name="sp">The request.</param>
    /// <param name="outcome">The refusal.</param>
    /// <param name="status">The status of the general page.</param>
    /// <param name="reference">The reference number; null for a new one.</param>
    /// <param name="pending">The request of this browser that was refused, which the page offers to start again; null for none.</param>
    public async Task AnswerAsync(
        SamlSpContext sp,
        SignInOutcome outcome,
        int status = StatusCodes.Status403Forbidden,
        string? reference = null,
        PendingRequest? pending = null
    )
    {
        reference ??= Record(outcome);
        if (!await RecordAsync(sp, outcome, reference))
        {
            await WritePageAsync(sp, outcome, status, reference, pending);
        }
    }

    /// <summary>The same, with a page of the caller's own in the place of the general one.</summary>
    public async Task AnswerAsync(SamlSpContext sp, SignInOutcome outcome, Func<string, Task> writePage)
    {
        var reference = Record(outcome);
        if (!await RecordAsync(sp, outcome, reference))
        {
            await writePage(reference);
        }
    }

    /// <summary>Logs and counts a refusal, and raises the event. True if the application has answered the request itself.</summary>
    private async Task<bool> RecordAsync(SamlSpContext sp, SignInOutcome outcome, string reference)
    {
        var organization = outcome.Organization?.Name ?? outcome.NamedOrganization ?? "(unknown)";
        if (outcome.Fault is StoreUnavailableException down)
        {
            // An outage refuses every sign-in for the same reason: one line each, which says what is down.
            logger.Refused(outcome.Code!, reference, organization, $"{outcome.Reason} {down.Message}");
            logger.StoreFailure(down, reference);
        }
        else
        {
            if (outcome.Fault is { } fault)
            {
                logger.Failed(fault, reference);
            }

            logger.Refused(outcome.Code!, reference, organization, outcome.Reason);
        }

        SamlSpTelemetry.Refusals.Add(1, new KeyValuePair<string, object?>("samlsp.code", outcome.Code));
        var refused = new RefusedContext(sp.Http, sp.Options, outcome.Organization, outcome.Code!, reference);
        await sp.Options.EventsOf(sp.Http).Refused(refused);
        return refused.Handled;
    }

    /// <summary>Gives a refusal that is not that of an answer its reference number, and keeps it under that.</summary>
    private string Record(SignInOutcome outcome)
    {
        var reference = SignInReference.New();
        recorder.RecordRefusal(outcome, reference);
        return reference;
    }

    private async Task WritePageAsync(SamlSpContext sp, SignInOutcome outcome, int status, string reference, PendingRequest? pending)
    {
        string SignIn(bool reauthenticate) => SignInUrl.Create(sp, pending?.Organization, pending?.ReturnUrl, reauthenticate);
        if (outcome.Code is SignInRefusalCodes.StoreUnavailable or SignInRefusalCodes.InternalError)
        {
            await TryAgainPage.WriteUnavailableAsync(sp, reference, SignIn(reauthenticate: false));
        }
        else if (outcome.Code == SignInRefusalCodes.RateLimited)
        {
            await TryAgainPage.WriteBusyAsync(sp, reference, SignIn(reauthenticate: false));
        }
        else if (AccessOffPage.IsFor(outcome.Code!))
        {
            await AccessOffPage.WriteAsync(sp, outcome, reference, SignIn(reauthenticate: true));
        }
        else if (pending?.Requirement is not null && outcome.Requirement is not null)
        {
            await StepUpPage.WriteAsync(sp, outcome, reference, pending.ReturnUrl);
        }
        else
        {
            var cause = causes.Find(sp, outcome, pending);
            await RefusedPage.WriteAsync(sp, status, reference, SignIn(reauthenticate: cause is null), cause);
        }
    }
}
