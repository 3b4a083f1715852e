using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Answers a refused request: a log line with the code, and a page with a reference number that is the same for every reason.
/// </summary>
internal sealed class RefusalResponder(ILogger<RefusalResponder> logger, TimeProvider clock)
{
    /// <summary>How often the details of a store that is down are logged: an outage refuses every sign-in for the same reason.</summary>
    private static readonly TimeSpan DetailsEvery = TimeSpan.FromMinutes(1);

    /// <summary>When they were logged last, as <see cref="TimeProvider.GetTimestamp"/> counts; null when they were not.</summary>
    private StrongBox<long>? _detailsAt;

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
        reference ??= SignInReference.New();
        if (!await RecordAsync(sp, outcome, reference))
        {
            await WritePageAsync(sp, outcome, status, reference, pending);
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
        if (outcome.Fault is { } fault && (fault is not StoreUnavailableException || IsTimeForDetails()))
        {
            logger.Failed(fault, reference);
        }

        logger.Refused(outcome.Code!, reference, outcome.Organization?.Name ?? outcome.NamedOrganization ?? "(unknown)", outcome.Reason);
        SamlSpTelemetry.Refusals.Add(1, new KeyValuePair<string, object?>("samlsp.code", outcome.Code));
        var refused = new RefusedContext(sp.Http, sp.Options, outcome.Organization, outcome.Code!, reference);
        await sp.Options.EventsOf(sp.Http).Refused(refused);
        return refused.Handled;
    }

    /// <summary>True for one caller a minute.</summary>
    private bool IsTimeForDetails()
    {
        var (last, now) = (_detailsAt, clock.GetTimestamp());
        return (last is null || clock.GetElapsedTime(last.Value, now) >= DetailsEvery)
            && Interlocked.CompareExchange(ref _detailsAt, new(now), last) == last;
    }

    private static async Task WritePageAsync(SamlSpContext sp, SignInOutcome outcome, int status, string reference, PendingRequest? pending)
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
        else
        {
            await RefusedPage.WriteAsync(sp, status, reference, SignIn(reauthenticate: true));
        }
    }
}
