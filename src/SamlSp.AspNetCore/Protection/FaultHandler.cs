using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// The last line: what nobody caught becomes a page with a reference number that stands in the log, and never a stack trace.
/// </summary>
internal sealed class FaultHandler(RefusalResponder refusing, SamlSpSchemes schemes) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        var code = exception is StoreUnavailableException ? SignInRefusalCodes.StoreUnavailable : SignInRefusalCodes.InternalError;
        await refusing.AnswerAsync(
            new(httpContext, schemes.Default),
            new()
            {
                Code = code,
                Reason = "A request failed.",
                Fault = exception,
            }
        );
        return true;
    }
}
