using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;

namespace SamlSp.AspNetCore;

/// <summary>Where the application has put the session guard. Before authentication, no request would have a session yet.</summary>
internal sealed class SessionGuardPlacement : IConfigurationCheck
{
    /// <summary>What is said of a guard in the wrong place.</summary>
    public const string Misplaced =
        "app.UseSamlSpSessionGuard(): stands before app.UseAuthentication(), where no request has a session yet. Move it below that line";

    private const string Missing = "app.UseSamlSpSessionGuard(): there is no app.UseAuthentication() before it. Add that line above it";

    /// <summary>Set by <c>UseAuthentication</c>, also by the one that a <c>WebApplication</c> adds when it starts.</summary>
    private const string AuthenticationSet = "__AuthenticationMiddlewareSet";

    private readonly ConcurrentQueue<IDictionary<string, object?>> _undecided = new();
    private volatile bool _isChecked;

    /// <summary>
    /// Notes a guard. Only the pipeline of a <c>WebApplication</c> may still get authentication before it. Any other pipeline is built by
    /// the start, after <see cref="Check"/>.
    /// </summary>
    /// <exception cref="SamlSpConfigurationException">There is none, and none will be.</exception>
    public void Note(IApplicationBuilder app)
    {
        if (app.Properties.ContainsKey(AuthenticationSet))
        {
            return;
        }

        if (_isChecked)
        {
            throw new SamlSpConfigurationException([Missing]);
        }

        _undecided.Enqueue(app.Properties);
    }

    /// <summary>
    /// Runs before a <c>WebApplication</c> adds authentication at the beginning of its pipeline. What is set by now, the application has
    /// added itself, after the guard.
    /// </summary>
    public IEnumerable<string> Check()
    {
        _isChecked = true;
        return _undecided.Any(properties => properties.ContainsKey(AuthenticationSet)) ? [Misplaced] : [];
    }
}
