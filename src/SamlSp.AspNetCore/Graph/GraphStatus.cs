using System.Collections.Concurrent;

namespace SamlSp.AspNetCore;

/// <summary>What this process knows of each organization's Microsoft Graph, for the console and the log.</summary>
internal sealed class GraphStatus
{
    private readonly ConcurrentDictionary<string, GraphState> _states = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The state of an organization.</summary>
    public GraphState Of(string organization) => _states.GetValueOrDefault(organization) ?? GraphState.None;

    /// <summary>Changes the state of an organization; returns what it was.</summary>
    public GraphState Change(string organization, Func<GraphState, GraphState> change)
    {
        while (true)
        {
            var before = _states.GetOrAdd(organization, GraphState.None);
            if (_states.TryUpdate(organization, change(before), before))
            {
                return before;
            }
        }
    }
}

/// <summary>The state of an organization's Microsoft Graph. Instants are UTC; null for never.</summary>
internal sealed record GraphState
{
    public static readonly GraphState None = new();

    /// <summary>When a user was in too many groups for the token, and there were no credentials to read them.</summary>
    public DateTimeOffset? UnreadAt { get; init; }

    /// <summary>Why groups could not be read the last time; null when they could.</summary>
    public string? GroupsError { get; init; }

    /// <summary>When the tenant's changes were last read by this process.</summary>
    public DateTimeOffset? WatchedAt { get; init; }

    /// <summary>Why they could not be read the last time; null when they could.</summary>
    public string? WatchError { get; init; }
}
